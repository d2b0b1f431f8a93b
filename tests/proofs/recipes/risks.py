"""Risks and chances."""

from datetime import timedelta

from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions
from portal.prospecting.actions import risks
from portal.prospecting.models import Effect, Likelihood, RiskEnd
from tests.builders_prospecting import a_risk


def risk(deed, end=None):
    def recipe(s):
        found = a_risk()
        if end:
            actions.close_risk(found, end, by=s.rm_north, ending="谈好了")
        db.session.flush()
        return lambda: deed(s, found)

    return recipe


def soon():
    return clock.today() + timedelta(days=9)


HEAVY = {"likelihood": Likelihood.HIGH, "effect": Effect.HIGH, "measure": "先锁三年租金"}

RECIPES = {
    actions.add_risk: lambda s: lambda: a_risk(),
    actions.edit_risk: risk(lambda s, r: actions.edit_risk(r, owner=s.cast.director.user, by=s.rm_north, **HEAVY)),
    actions.close_risk: risk(lambda s, r: actions.close_risk(r, RiskEnd.AVERTED, by=s.rm_north, ending="续了三年")),
    actions.reopen_risk: risk(
        lambda s, r: actions.reopen_risk(r, by=s.rm_north, reason="又涨价", due_on=soon()), RiskEnd.AVERTED
    ),
    risks.close_all: risk(lambda s, r: risks.close_all(r.prospect, by=s.rm_north, ending="不谈了")),
    risks.follow: risk(
        lambda s, r: risks.follow(r.prospect, s.cast.director.user.id, by=s.office, was=s.cast.rm_north.user.id)
    ),
    risks.hand_on: risk(lambda s, r: risks.hand_on(r, s.cast.director.user.id, by=s.office)),
    actions.follow_cities: risk(
        lambda s, r: actions.follow_cities(s.cast.rm_north.user, s.cast.director.user, by=s.office)
    ),
}
