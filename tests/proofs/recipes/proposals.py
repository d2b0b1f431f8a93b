"""Proposals and the price list they begin with."""

from portal.kernel.db import db
from portal.prospecting import actions, queries
from portal.prospecting.queries.proposals import Priced
from tests.builders_prospecting import a_proposal


def proposal(deed):
    def recipe(s):
        found = a_proposal()
        return lambda: deed(s, found)

    return recipe


def given(deed):
    def recipe(s):
        token = actions.give_link(a_proposal(), days=7, by=s.rm_north)
        db.session.commit()
        return lambda: deed(s, token)

    return recipe


RECIPES = {
    actions.give_link: proposal(lambda s, p: actions.give_link(p, days=7, by=s.rm_north)),
    actions.withdraw_link: given(lambda s, t: actions.withdraw_link(queries.link_with(t), by=s.rm_north)),
    actions.open_link: given(lambda s, t: actions.open_link(t)),
    actions.set_price_list: lambda s: lambda: actions.set_price_list([Priced("牌匾", 24_000_00)], by=s.admin),
    actions.add_proposal: lambda s: lambda: a_proposal(),
    actions.edit_proposal: proposal(lambda s, p: actions.edit_proposal(p, goods=1, by=s.rm_north)),
    actions.hand_over: proposal(lambda s, p: actions.hand_over(p, by=s.rm_north)),
}
