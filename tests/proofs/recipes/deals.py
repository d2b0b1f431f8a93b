"""Negotiations, quotations, payment plans."""

from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions
from tests.builders_prospecting import a_plan, a_prospect, a_quotation, a_result, a_rival_offer, a_round


def held(deed):
    def recipe(s):
        found = a_round()
        return lambda: deed(s, found)

    return recipe


def edited(s, found):
    facts = {"held_on": found.held_on, "present": "任建军", "talk": "再想两天"}
    return actions.edit_round(found, by=s.rm_north, **facts)


def superseded(s):
    first = a_result()
    return lambda: a_result(first.prospect, reason="装修涨价")


def quoted(state, deed):
    def recipe(s):
        found = a_quotation(state=state)
        return lambda: deed(s, found)

    return recipe


def begun(s):
    found = a_quotation()
    return lambda: actions.add_quotation(found.prospect, source="last", by=s.rm_north)


def planned(s):
    found = a_plan()
    return lambda: a_plan(found, days=(1, 2, 3, 4))


def paid(s):
    part = a_plan().parts[0]
    return lambda: actions.mark_paid(part, on=clock.today(), by=s.rm_north)


def unpaid(s):
    part = actions.mark_paid(a_plan().parts[0], on=clock.today(), by=s.rm_north)
    db.session.flush()
    return lambda: actions.unmark_paid(part, by=s.rm_north, reason="记错了")


def accepted_anew(s):
    prospect = a_prospect()
    a_quotation(prospect)
    found = a_quotation(prospect, state="sent")
    return lambda: actions.accept_quotation(found, name="任建军", on=clock.today(), by=s.rm_north)


def changed(s, found):
    return actions.edit_quotation(found, by=s.rm_north, lines=found.lines, valid_until=clock.today(), note="含运费")


def offered(s):
    found = a_rival_offer()
    return lambda: actions.remove_rival_offer(found, by=s.rm_north)


RECIPES = {
    actions.add_rival_offer: lambda s: lambda: a_rival_offer(),
    actions.remove_rival_offer: offered,
    actions.add_quotation: begun,
    actions.edit_quotation: quoted("draft", changed),
    actions.send_quotation: quoted("draft", lambda s, q: actions.send_quotation(q, by=s.rm_north)),
    actions.accept_quotation: accepted_anew,
    actions.set_plan: planned,
    actions.mark_paid: paid,
    actions.unmark_paid: unpaid,
    actions.set_aims: held(lambda s, r: actions.set_aims(r.prospect, by=s.rm_north, goal="本月签", limits="让")),
    actions.add_round: lambda s: lambda: a_round(),
    actions.edit_round: held(edited),
    actions.confirm_result: superseded,
}
