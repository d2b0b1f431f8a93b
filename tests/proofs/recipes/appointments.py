"""Appointments: agreed, moved, kept, cancelled, and what becomes of them with their prospect."""

from datetime import timedelta

from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions
from portal.prospecting.models import ContactKind
from tests.builders_prospecting import a_contact, a_prospect, an_appointment


def agreed(deed):
    def recipe(s):
        found = an_appointment(at=clock.now() + timedelta(seconds=90))
        db.session.flush()
        return lambda: deed(s, found)

    return recipe


def kept(s):
    found = an_appointment(at=clock.now() + timedelta(seconds=90))
    contact = a_contact(found.prospect)
    db.session.flush()
    return lambda: actions.keep_appointment(found, contact, by=s.rm_north)


def arranged(s):
    found = a_prospect()
    at = clock.now() + timedelta(days=1)
    return lambda: actions.arrange(found, ContactKind.VISIT, at=at, by=s.rm_north, note="看样板店")


def given(s):
    actions.give_feed(by=s.rm_north)
    db.session.flush()
    return lambda: actions.withdraw_feed(by=s.rm_north)


def consenting(s):
    actions.give_place_consent(by=s.rm_north)
    db.session.flush()
    return lambda: actions.withdraw_place_consent(by=s.rm_north)


RECIPES = {
    actions.give_place_consent: lambda s: lambda: actions.give_place_consent(by=s.rm_north),
    actions.withdraw_place_consent: consenting,
    actions.remind: agreed(lambda s, a: actions.remind(a, by=s.office)),
    actions.give_feed: lambda s: lambda: actions.give_feed(by=s.rm_north),
    actions.withdraw_feed: given,
    actions.write_day: lambda s: lambda: actions.write_day(clock.today(), "谈得透，明天先发数据", by=s.rm_north),
    actions.arrange: arranged,
    actions.move_appointment: agreed(
        lambda s, a: actions.move_appointment(a, at=a.at + timedelta(days=1), by=s.rm_north, reason="他出差")
    ),
    actions.cancel_appointment: agreed(lambda s, a: actions.cancel_appointment(a, by=s.rm_north, reason="下大雨")),
    actions.keep_appointment: kept,
    actions.let_go: agreed(lambda s, a: actions.let_go(a.prospect, by=s.rm_north, reason="关店")),
    actions.pass_on: agreed(lambda s, a: actions.pass_on(a.prospect, s.cast.director.user.id, by=s.rm_north)),
}
