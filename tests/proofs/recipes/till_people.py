"""Who stands at a till, and what a manager approves there."""

from datetime import timedelta

from portal.kernel import clock
from portal.selling import actions, approvals, asking
from portal.selling.keys import new_key
from portal.selling.stored import shop
from tests.builders_selling import member
from tests.cast import HOUSE


def turn(s):
    key = new_key()
    return lambda: actions.take_turn(s.places.store, "T1", key=key, by=s.owner, signed_in=s.clerk)


def unknown_turn(s):
    said = asking.Asked(shop(s.places.store.id, "T1"), "T1", {"clerk": s.owner.id, "turn": new_key()})
    return lambda: asking.seller_at(said, by=s.clerk)


def approval(s):
    said = {"key": new_key(), "deed": approvals.Deed.REVERSE, "amount": 1250, "of": new_key(), "asked_by": s.clerk.id}
    return lambda: approvals.approve(s.places.store.id, "T1", **said, by=s.owner)


def put_aside(s):
    said = {"key": new_key(), "name": "红衣服的", "body": {"lines": [1]}, "total": 500, "pieces": 1}
    return lambda: actions.hold_sale(s.places.store, "T1", **said, by=s.clerk)


def on_hold(deed):
    def recipe(s):
        hold = put_aside(s)()
        return lambda: deed(s, hold)

    return recipe


def forgetting(s):
    put_aside(s)()
    return lambda: actions.forget_holds(s.places.store, clock.now() + timedelta(days=1), by=HOUSE)


def reserving(s):
    buyer = member(s.places.store, s.owner)
    actions.adjust_points(buyer, points=100, reason="补登", by=s.office)
    said = {"key": new_key(), "member_id": buyer.id, "points": 60}
    return lambda: actions.reserve_points(s.places.store, **said, by=s.clerk)


RECIPES = {
    actions.reserve_points: reserving,
    actions.take_turn: turn,
    approvals.approve: approval,
    asking.seller_at: unknown_turn,
    actions.hold_sale: put_aside,
    actions.take_hold: on_hold(lambda s, hold: actions.take_hold(hold, "T2", by=s.owner)),
    actions.forget_holds: forgetting,
    actions.drop_hold: on_hold(lambda s, hold: actions.drop_hold(hold, reason="没回来", by=s.owner)),
}
