"""Points: what earns them, what takes them back, how many somebody has, by hand and lapsed."""

from datetime import timedelta

import pytest
import time_machine

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants, nightly, points, queries, retention, rules
from portal.selling.booking import book
from portal.selling.keys import new_key
from portal.selling.models import PointsKind, PointsMove
from portal.selling.new_orders import NewLine, NewOrder
from portal.selling.points import Points
from tests.builders_selling import product
from tests.cast import HOUSE
from tests.trail import noted

covers = ("C34",)


@pytest.fixture
def buys(places, wang):
    """`buys(points)`: an order of a member that earns or spends points, booked as the till's server does."""
    milk, numbers = product(), iter(range(1, 100))

    def one(store=None, **facts):
        lines, at = (NewLine(milk.id, 1000, 500, 500),), store or places.store
        order = NewOrder(at.id, new_key(), "T5", next(numbers), clock.now(), lines, member_id=wang.id, **facts)
        assert book([order]).stored == [order.id]
        return order

    return one


def of(someone):
    return queries.points_of([someone.id])[someone.id]


@pytest.mark.parametrize(("fen", "found"), [(0, 0), (99, 0), (100, 1), (399, 3), (-500, 0)])
def test_a_sale_earns_a_point_for_each_sum_that_is_full(fen, found):
    assert points.earned(fen, Points(earn_fen=100)) == found


def test_without_a_rule_nothing_is_earned(office, wang):
    assert points.earned(10**6) == 0
    points.set_rules(Points(earn_fen=500, worth_fen=2), by=office)
    assert points.earned(1999) == 3 and points.as_said() == {"earn_fen": 500, "worth_fen": 2}


def test_points_are_a_sum_of_all_stores_and_a_reversal_takes_back_exactly(wang, places, buys):
    sold = buys(points=5)
    buys(places.store_south, points=3, points_used=2)
    assert of(wang) == 6
    negative = (NewLine(sold.lines[0].product_id, -1000, 500, -500),)
    undoing = NewOrder(
        places.store.id, new_key(), "T6", 1, clock.now(), negative, member_id=wang.id, reverses_id=sold.id, reason="错",
        points=-5,
    )  # fmt: skip
    book([undoing])
    assert of(wang) == 1 and invariants.troubles() == []


def test_by_hand_points_are_moved_with_a_reason_and_never_below_none(wang, office, session):
    actions.adjust_points(wang, points=50, reason="漏记", by=office)
    with pytest.raises(Refused) as refused:
        actions.adjust_points(wang, points=-51, reason="错了", by=office)
    assert refused.value.field == "points" and of(wang) == 50
    actions.adjust_points(wang, points=-50, reason="错了", by=office)
    session.commit()
    assert [(link.facts["points"], link.reason) for link in noted("member.points_adjusted")] == [
        (50, "漏记"), (-50, "错了"),
    ]  # fmt: skip
    with pytest.raises(Refused):
        actions.adjust_points(wang, points=0, reason="无", by=office)
    actions.withdraw(wang, by=office)
    with pytest.raises(Refused):
        actions.adjust_points(wang, points=5, reason="补", by=office)


def test_points_kept_for_a_sale_under_way_are_not_taken_by_hand(wang, places, office, cast):
    actions.adjust_points(wang, points=50, reason="漏记", by=office)
    actions.reserve_points(places.store, key=new_key(), member_id=wang.id, points=40, by=cast.clerk.viewer)
    with pytest.raises(Refused):
        actions.adjust_points(wang, points=-11, reason="错了", by=office)
    actions.adjust_points(wang, points=-10, reason="错了", by=office)


def test_points_lapse_when_nothing_was_bought_for_so_long_once_and_on_the_trail(wang, places, office, buys, session):
    points.set_rules(Points(earn_fen=100, months=12), by=office)
    buys(points=5)
    session.commit()
    until = points.held(wang).until
    assert until == points.months_later(clock.today(), 12)
    with time_machine.travel(clock.at(until, 12), tick=False):
        assert nightly.lapsed() == 0 and of(wang) == 5
    with time_machine.travel(clock.at(until + timedelta(days=1), 12), tick=False):
        assert nightly.lapsed() == 1 and nightly.lapsed() == 0
    [move] = session.scalars(PointsMove.seen_by(HOUSE)).all()
    assert (move.kind, move.points, move.store_id) == (PointsKind.LAPSED, -5, places.store.id) and of(wang) == 0
    [link] = noted("members.points_lapsed")
    assert link.facts == {"members": 1, "points": 5}


def test_whoever_buys_or_is_given_points_keeps_all_of_them(wang, places, office, buys, session):
    points.set_rules(Points(earn_fen=100, months=12), by=office)
    buys(points=5)
    session.commit()
    with time_machine.travel(clock.now() + timedelta(days=300), tick=False):
        buys(places.store_south, points=1)
        session.commit()
    with time_machine.travel(clock.now() + timedelta(days=500), tick=False):
        assert nightly.lapsed() == 0
        actions.adjust_points(wang, points=1, reason="补", by=office)
        session.commit()
    with time_machine.travel(clock.now() + timedelta(days=850), tick=False):
        assert nightly.lapsed() == 0 and of(wang) == 7
    with time_machine.travel(clock.now() + timedelta(days=880), tick=False):
        assert nightly.lapsed() == 1 and of(wang) == 0


def test_points_that_never_lapse_are_left_alone(wang, office, buys, session):
    points.set_rules(Points(earn_fen=100), by=office)
    buys(points=5)
    session.commit()
    with time_machine.travel(clock.now() + timedelta(days=4000), tick=False):
        assert nightly.lapsed() == 0 and points.held(wang).until is None


@pytest.mark.promise("P69")
def test_whoever_has_points_left_is_not_erased_as_idle(cast, wang, office, buys):
    rules.set_rules(rules.Rules(months=24), by=cast.admin.viewer)
    buys(points=5)
    with time_machine.travel(clock.now() + timedelta(days=800), tick=False):
        assert retention.idle([wang.id], 24) == set()
        actions.lapse_points([wang.id], clock.now(), by=office)
        assert retention.idle([wang.id], 24) == {wang.id}


@pytest.mark.pages
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_his_points_are_listed_with_what_they_are_for(browse, visit, cast, wang, buys, office, session, locale):
    points.set_rules(Points(earn_fen=100, months=12), by=office)
    sold = buys(points=1234)
    undone = buys(points=4, points_used=9)
    buys(points=-4, points_used=-9, reverses_id=undone.id, reason="不要了")
    session.commit()
    path = f"/selling/members/{wang.id}/points"
    page = browse(cast.office, locale)
    assert page.post(path, {"points": "-9999", "reason": "错"}).status_code == 422
    assert page.post(path, {"points": "20", "reason": "补记"}).status_code == 303
    html = visit(page, path).html
    assert ("given back 9, taken back 4" if locale == "en" else "退还 9，扣回 4") in html
    assert "1,254" in html and "补记" in html and f"/selling/orders/BJ-0001/T5-{sold.sequence}" in html
    assert "1,254" in visit(page, f"/selling/members/{wang.id}").html
    visit(browse(cast.owner, locale), path)
    assert browse(cast.owner).post(path, {"points": "20", "reason": "补记"}).status_code == 403
    visit(browse(cast.owner_south), path, 404)


@pytest.mark.pages
def test_head_office_says_what_a_point_costs_and_is_worth(browse, visit, cast):
    page, to = browse(cast.office), "/settings/benefits/points"
    typed = {"points-earn_fen": "1", "points-worth_fen": "0.01", "points-months": "24", "points-referral": "200"}
    assert page.post(to, typed | {"points-months": "121"}).status_code == 422
    assert page.post(to, typed).status_code == 303
    assert points.rules() == Points(earn_fen=100, worth_fen=1, months=24, referral=200)
    visit(page, "/settings/benefits")
    assert browse(cast.owner).post(to, typed).status_code == 403
