"""How a posted order is paid: several ways, cash handed over, on account; and who sold it."""

from datetime import timedelta

import pytest

from portal.goods import actions as goods
from portal.kernel import clock
from portal.kernel.trail import Trail
from portal.selling import actions, approvals, invariants, points, queries
from portal.selling.keys import new_key
from portal.selling.models import Payment
from tests.builders_selling import member, row_of
from tests.till_talk import line, order, talk

covers = ("C32", "C34")


@pytest.fixture
def buyer(session, cast, places):
    buyer = member(places.store, cast.owner.viewer)
    actions.set_credit(buyer, limit=2000, by=cast.owner.viewer)
    session.commit()
    return buyer


def way(name, amount, given=None):
    return {"way": name, "amount": amount} | ({"given": given} if given else {})


@pytest.mark.promise("P01", "P12")
def test_an_order_is_paid_in_several_ways_with_change_and_a_repeat_is_known(tablet, milk, places):
    said = order(line(milk, 3), payments=[way("wechat", 500), way("cash", 1000, 2000)])
    assert tablet(said).states == ["stored"] and tablet(said).states == ["known"]
    row = row_of(said["key"])
    assert row.payment == Payment.MIXED
    assert row.handed == [(Payment.WECHAT, 500, None), (Payment.CASH, 1000, 2000)]
    total = queries.total_on(places.store, clock.today())
    assert (total.wechat, total.cash, total.total) == (500, 1000, 1500) and invariants.troubles() == []


def test_a_single_payment_keeps_what_was_handed_over(tablet, milk):
    said = order(line(milk), payments=[way("cash", 500, 1000)])
    assert tablet(said).states == ["stored"]
    row = row_of(said["key"])
    assert (row.payment, row.given, row.parts) == (Payment.CASH, 1000, [])


@pytest.mark.parametrize(
    "payments, reason, remedy",
    [
        ([way("cash", 400)], "payments", "pay"),
        ([way("cash", 600)], "payments", "pay"),
        ([way("cash", 500, 400)], "payments", "pay"),
        ([way("wechat", 500, 500)], "payments", "pay"),
        ([way("cash", 600), way("wechat", -100)], "payments", "pay"),
        ([way("cash", 0), way("wechat", 500)], "payments", "pay"),
        ([way("mixed", 500)], "payment", "pay"),
        ([{"way": "cash"}], "payments", "pay"),
        ([5], "payment", "pay"),
        (5, "payments", "pay"),
        ([way("account", 500)], "account", "pay"),
        ([way("account", 200), way("cash", 300)], "account", "pay"),
    ],
)
def test_payments_that_do_not_make_the_total_are_refused(tablet, milk, payments, reason, remedy):
    [result] = tablet(order(line(milk), payments=payments)).results
    assert (result["state"], result["reason"], result["remedy"]) == ("refused", reason, remedy)


@pytest.mark.promise("P02")
def test_other_payments_under_the_same_key_clash(tablet, milk):
    said = order(line(milk), payments=[way("cash", 200), way("wechat", 300)])
    tablet(said)
    assert tablet({**said, "payments": [way("cash", 300), way("wechat", 200)]}).states == ["clash"]


@pytest.mark.promise("P57")
def test_a_member_buys_on_account_up_to_his_limit(tablet, milk, buyer):
    first, second = (order(line(milk, n), n, member=buyer.id, payment="account") for n in (4, 1))
    assert tablet(first, second, snapshot=1).states == ["stored", "refused"]
    [result] = tablet(second, snapshot=1).results
    assert (result["reason"], result["remedy"]) == ("credit", "pay")


@pytest.mark.promise("P57")
def test_above_the_limit_a_manager_approves_it_and_without_network_it_is_flagged(tablet, milk, buyer, cast, places):
    said = order(line(milk, 5), member=buyer.id, payments=[way("account", 2250)])
    bound = {"key": said["key"], "by": cast.owner.viewer, "asked_by": 1}
    word = approvals.approve(places.store.id, "T1", deed=approvals.Deed.CREDIT, amount=2250, **bound)
    assert tablet({**said, "approval": "x"}).results[0]["reason"] == "approval"
    assert tablet({**said, "approval": word}).states == ["stored"]
    earlier = (clock.now() - timedelta(hours=2)).isoformat()
    offline = order(line(milk), 2, member=buyer.id, payment="account", placed_at=earlier)
    assert tablet(offline, snapshot=1).results[0]["flags"] == ["credit"]


def test_an_older_till_puts_on_account_as_it_did(tablet, milk):
    [nobodys] = tablet(order(line(milk), payment="account")).results
    assert (nobodys["state"], nobodys["flags"]) == ("stored", ["credit"])


@pytest.mark.promise("P12")
def test_a_settlement_takes_in_what_is_owed_and_no_more(tablet, milk, buyer, places):
    tablet(order(line(milk, 4), member=buyer.id, payments=[way("account", 1800)]))
    over = order(n=2, member=buyer.id, settles=True, payments=[way("cash", 1900), way("account", -1900)])
    assert tablet(over).results[0]["reason"] == "payments"
    part = {**over, "payments": [way("cash", 500, 600), way("wechat", 300), way("account", -800)]}
    assert tablet(part).states == ["stored"] and tablet(part).states == ["known"]
    assert queries.accounts_of(places.store.id, [buyer.id])[buyer.id].owed == 1000
    total = queries.total_on(places.store, clock.today())
    assert (total.orders, total.cash, total.wechat, total.account, total.total) == (1, 500, 300, 1000, 1800)
    assert invariants.troubles() == []


@pytest.mark.parametrize(
    "facts, reason",
    [
        ({"payments": []}, "payments"),
        ({"payments": [way("cash", 100)]}, "payments"),
        ({"payments": [way("cash", -100), way("account", 100)]}, "payments"),
        ({"member": None}, "account"),
    ],
)
def test_what_is_no_settlement_is_refused(tablet, buyer, facts, reason):
    usual = {"member": buyer.id, "settles": True, "payments": [way("cash", 100), way("account", -100)]}
    assert tablet(order(**usual | facts)).results[0]["reason"] == reason


@pytest.mark.promise("P57")
def test_the_clerk_who_took_the_till_sold_and_who_uploads_is_kept_apart(tablet, milk, cast, places, session):
    owner, turn, elsewhere = cast.owner.viewer, new_key(), new_key()
    for device, key in ("T1", turn), ("T2", elsewhere):
        actions.take_turn(places.store, device, key=key, by=owner, signed_in=cast.clerk.viewer)
    session.commit()
    said = order(line(milk), clerk=owner.id, turn=turn)
    assert "flags" not in tablet(said).results[0]
    row = row_of(said["key"])
    assert (row.actor_id, row.uploader_id, row.turn_id) == (owner.id, cast.clerk.viewer.id, turn)
    for n, claim in enumerate(({"turn": new_key()}, {"turn": elsewhere}, {}), 2):
        doubted = order(line(milk), n, clerk=owner.id, **claim)
        assert tablet(doubted).results[0]["flags"] == ["clerk"]
        assert row_of(doubted["key"]).actor_id == cast.clerk.viewer.id
    own = {"clerk": cast.clerk.viewer.id}
    assert "flags" not in tablet(order(line(milk), 5, **own)).results[0]
    # taken back by his PIN without network: the portal never heard of the turn, nor who took it
    unheard = order(line(milk), 6, **own, turn=new_key())
    assert tablet(unheard).results[0]["flags"] == ["clerk"]


def test_what_he_undoes_stands_on_the_trail_under_his_name(tablet, milk, cast, places, session):
    owner, turn, sold = cast.owner.viewer, new_key(), order(line(milk))
    actions.take_turn(places.store, "T1", key=turn, by=owner, signed_in=cast.clerk.viewer)
    session.commit()
    tablet(sold)
    assert tablet(order(2, reverses=sold["key"], reason="打错了", clerk=owner.id, turn=turn)).states == ["stored"]
    [link] = session.scalars(Trail.seen_by(owner).where(Trail.event == "order.reversed"))
    assert link.actor_id == owner.id


@pytest.mark.promise("P01")
def test_a_colleague_who_sends_it_again_sends_the_same_order(browse, cast, tablet, milk):
    said = order(line(milk), clerk=cast.clerk.viewer.id)
    assert tablet(said).states == ["stored"]
    assert talk(browse(cast.owner))(said).states == ["known"]


def test_what_came_late_and_what_was_withdrawn_are_flagged(tablet, milk, cast, session):
    goods.withdraw(milk, by=cast.office.viewer, reason="停产")
    session.commit()
    said = order(line(milk), placed_at=(clock.now() - timedelta(hours=26)).isoformat())
    assert tablet(said).results[0]["flags"] == ["late", "withdrawn"]


def test_a_strange_till_beside_enrolled_ones_is_flagged(tablet, milk, cast, places, session):
    assert "flags" not in tablet(order(line(milk))).results[0]
    actions.enrol_device(places.store, place="前台", by=cast.owner.viewer)
    session.commit()
    assert tablet(order(line(milk), 2)).results[0]["flags"] == ["device"]


@pytest.mark.promise("P57")
def test_points_pay_where_they_were_kept_for_the_order_and_as_many(tablet, browse, milk, buyer, cast, places, session):
    points.set_rules(points.Points(earn_fen=10), by=cast.admin.viewer)
    session.commit()
    first = tablet(order(line(milk, 4, price=450), member=buyer.id), snapshot=1)
    assert first.results[0]["points"] == 180, "what he has by then, for the till to say"
    assert queries.points_of([buyer.id]) == {buyer.id: 180}
    off = line(milk, price=450, amount=350, benefit=[{"rule": None, "fen": 100}])
    said = order(off, 2, member=buyer.id, points_used=100, payments=[way("cash", 350)])
    assert tablet(said, snapshot=1).results[0]["reason"] == "points"
    actions.reserve_points(places.store, key=said["key"], member_id=buyer.id, points=100, by=cast.clerk.viewer)
    session.commit()
    assert tablet({**said, "points_used": 90}, snapshot=1).results[0]["reason"] == "points"
    [result] = tablet(said, snapshot=1).results
    assert (result["state"], result.get("flags"), result["points"]) == ("stored", None, 115)
    [again] = tablet(said, snapshot=1).results
    assert (again["state"], again["points"]) == ("known", 115)
    south = talk(browse(cast.owner_south))
    there = order(line(milk, price=450), member=buyer.id)
    told = [south(there, snapshot=1).results[0].get("points") for _ in range(2)]
    assert told == [160, None], "of another store's member once, when that was noted"
    row = row_of(said["key"])
    assert (row.points_used, row.points, queries.points_of([buyer.id])[buyer.id]) == (100, 35, 160)
    facts = {"payment": Payment.CASH, "reason": "坏了", "device": "W1"}
    came = row_of(actions.take_back(row, {1: 1000}, by=cast.owner.viewer, **facts))
    assert (came.points_used, came.points) == (-100, -35)
    assert queries.points_of([buyer.id])[buyer.id] == 225 and invariants.troubles() == []


@pytest.mark.promise("P57")
def test_what_may_be_taken_off_by_hand_is_measured_before_points(tablet, milk, buyer, cast, places, session):
    actions.adjust_points(buyer, points=150, reason="补登", by=cast.owner.viewer)
    # twenty fen are within five percent of 4.50, and not of the 3.00 that are left beside points
    hand = {"discount": {"fen": 20, "why": "抹零"}, "benefit": [{"rule": None, "fen": 150}]}
    said = order(line(milk, price=450, amount=280, **hand), member=buyer.id, points_used=150)
    actions.reserve_points(places.store, key=said["key"], member_id=buyer.id, points=150, by=cast.clerk.viewer)
    session.commit()
    [result] = tablet(said, snapshot=1).results
    assert (result["state"], result.get("flags")) == ("stored", None)
