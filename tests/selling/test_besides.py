"""What only some orders have: several payments, benefits, returns, settlements; booked, summed and checked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants, queries
from portal.selling.booking import book
from portal.selling.keys import new_key
from portal.selling.models import (
    FLAGS,
    BenefitKind,
    DayReport,
    MemberTotal,
    Order,
    OrderBenefit,
    OrderPayment,
    OrderReturn,
    Payment,
)
from portal.selling.new_orders import Benefit, NewLine, NewOrder, Part, Returned
from tests.builders_selling import post, product, row_of, said, sale, sealed
from tests.cast import HOUSE

TURN = "0197c3a5-0000-7000-8000-0000000000aa"
PLAIN = NewOrder(
    7, "0197c3a5-0000-7000-8000-000000000001", "T1", 5, datetime(2026, 2, 3, 1, 30, 0, 123000, tzinfo=UTC),
    (NewLine(3, 2000, 3990, 7980, 1), NewLine(4, 1362, 996, 1357)), member_id=9, payment=Payment.ALIPAY,
    source_key="K5", reason="x", flags="imported", actor_id=3,
)  # fmt: skip
MANUAL = Benefit(1, BenefitKind.MANUAL, 100, approver_id=4, why="包装破了")


@pytest.fixture
def put(places):
    """`put(lines, **facts)` books one order of a store's till, now."""
    numbers = iter(range(1, 1000))

    def one(*lines, **facts):
        usual = {"device": "T5", "sequence": next(numbers), "placed_at": clock.now(), "id": new_key()}
        order = NewOrder(store_id=places.store.id, lines=lines, **{**usual, **facts})
        assert book([order]).stored == [order.id]
        return order

    return one


def line(goods, pieces=1, discount=0):
    return NewLine(goods.id, pieces * 1000, 500, pieces * 500 - discount, discount)


def every(model):
    return db.session.scalars(model.seen_by(HOUSE).order_by(*model.__table__.primary_key)).all()


def holds():
    return invariants.troubles() == [] and trail.broken_links(db.session()) == []


def mixed(*parts):
    return {"payment": Payment.MIXED, "parts": tuple(Part(*part) for part in parts)}


CASH_AND_ACCOUNT = mixed((Payment.CASH, 600, 1000), (Payment.ACCOUNT, 400))


def test_the_digest_of_an_order_that_says_nothing_new_is_what_it_always_was():
    assert PLAIN.body_hash() == "e7ba7148d52d7683ac181b12b80dd11f4f2827501392219277d4a41d5de6bc16"


@pytest.mark.promise("P02")
@pytest.mark.parametrize(
    "said",
    [
        CASH_AND_ACCOUNT, mixed((Payment.CASH, 600), (Payment.ACCOUNT, 400)), {"given": 10000}, {"points_used": 5},
        {"benefits": (MANUAL,)}, {"returns": (Returned(1, TURN, 1, 1000),)},
    ],
)  # fmt: skip
def test_whoever_says_something_else_says_another_order(said):
    assert replace(PLAIN, **said).body_hash() != PLAIN.body_hash()


@pytest.mark.promise("P02")
def test_another_split_of_the_same_sum_is_another_order():
    others = [mixed((Payment.CASH, 600), (Payment.ACCOUNT, 400)), mixed((Payment.CASH, 500), (Payment.ACCOUNT, 500))]
    digests = {replace(PLAIN, **said).body_hash() for said in (CASH_AND_ACCOUNT, *others)}
    assert len(digests) == 3


@pytest.mark.promise("P02")
@pytest.mark.parametrize(
    "known",
    [
        {"uploader_id": 8}, {"snapshot": 12}, {"turn_id": TURN}, {"actor_id": 8}, {"points": 3}, {"flags": "late"},
        {"benefits": (Benefit(1, BenefitKind.MEMBER_PRICE, 1),)}, {"returns_id": TURN},
    ],
)  # fmt: skip
def test_who_uploads_it_and_what_the_server_works_out_make_no_other_order(known):
    assert replace(PLAIN, **known).body_hash() == PLAIN.body_hash()


@pytest.mark.promise("P52")
@pytest.mark.parametrize("many", [1, 2, 80])
def test_everything_reads_back_as_it_was_booked(many, session, places, put, wang):
    goods = product()
    first = put(line(goods, 3), device="T2", points=7, points_used=2)
    besides = {"given": 1000, "points": 7, "points_used": 2, "uploader_id": 5, "snapshot": 12, "turn_id": TURN}
    sold = NewOrder(
        places.store.id, "", "T1", 0, clock.now(), (line(goods, 2, 100), line(goods)), member_id=wang.id,
        benefits=(MANUAL, Benefit(1, BenefitKind.POINTS, 0)), **{**besides, **CASH_AND_ACCOUNT},
    )  # fmt: skip
    back = replace(
        sold, lines=(NewLine(goods.id, -1000, 500, -500),), returns_id=first.id, benefits=(), parts=(),
        returns=(Returned(1, first.id, 1, 1000),), payment=Payment.CASH, points=-7, points_used=-2,
    )  # fmt: skip
    told = besides | ({"points": -7, "points_used": -2} if many == 1 else {})
    orders = [replace(back if n == 1 else sold, id=new_key(), sequence=n) for n in range(1, many + 1)]
    assert book(orders).stored == [order.id for order in orders] and book(orders).known == [o.id for o in orders]
    rows = {row.id: row for row in every(Order)}
    assert {name: getattr(rows[orders[-1].id], name) for name in besides} == told
    assert rows[orders[0].id].returns_id == first.id
    (came,) = every(OrderReturn)
    assert (came.order_id, came.of_order_id, came.of_position, came.quantity) == (orders[0].id, first.id, 1, 1000)
    assert len(every(OrderPayment)) == len(every(OrderBenefit)) == (many - 1) * 2
    if many > 1:
        assert rows[orders[1].id].paid == [(Payment.CASH, 600), (Payment.ACCOUNT, 400)]
        by_hand = next(row for row in every(OrderBenefit) if row.kind == BenefitKind.MANUAL)
        assert (by_hand.fen, by_hand.approver_id, by_hand.why) == (100, 4, "包装破了")
    found = invariants.troubles()
    assert found == [f for f in found if "payments" in f], "sums of 1,400 against payments of 1,000, and nothing else"
    assert trail.broken_links(session()) == []


@pytest.mark.promise("P11")
@pytest.mark.parametrize("model", [OrderPayment, OrderBenefit, OrderReturn])
def test_nothing_of_it_changes_afterwards(model, session, put):
    goods = product()
    first = put(line(goods, 2, 100), **mixed((Payment.CASH, 500), (Payment.WECHAT, 400)), benefits=(MANUAL,))
    put(NewLine(goods.id, -1000, 500, -500), returns_id=first.id, returns=(Returned(1, first.id, 1, 1000),))
    assert holds() and every(model)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(update(model).values(order_id=first.id), execution_options={"scoped": model.reach()})


@pytest.mark.promise("P12")
def test_a_day_counts_each_payment_where_it_belongs(put, places):
    put(line(product(), 2), **CASH_AND_ACCOUNT)
    put(line(product()), payment=Payment.CARD)
    total = queries.total_on(places.store, clock.today())
    assert (total.orders, total.total, total.cash, total.account, total.card) == (2, 1500, 600, 400, 500)
    assert holds()


@pytest.mark.promise("P12")
def test_a_settlement_moves_money_and_sells_nothing(put, places, wang):
    put(line(product(), 2), payment=Payment.ACCOUNT, member_id=wang.id)
    put(member_id=wang.id, **mixed((Payment.CASH, 700), (Payment.ACCOUNT, -700)))
    total = queries.total_on(places.store, clock.today())
    assert (total.orders, total.member_orders, total.total, total.cash, total.account) == (1, 1, 1000, 700, 300)
    (kept,) = every(MemberTotal)
    assert (kept.orders, kept.spent, kept.owed) == (1, 1000, 300) and holds()


@pytest.mark.promise("P12")
def test_what_a_member_bought_is_the_sum_of_his_orders_in_that_store(cast, places, put, wang):
    milk, owner = product(), cast.owner.viewer
    first = sale(places.store, owner, (milk, 3000), member_id=wang.id)
    sale(places.store_south, cast.owner_south.viewer, milk, member_id=wang.id)
    put(line(milk, 2, 100), member_id=wang.id, points=9, points_used=4)
    (here, there) = every(MemberTotal)
    assert (here.orders, here.spent, here.saved, here.earned, here.used) == (2, 1350 + 900, 150 + 100, 9, 4)
    assert (there.orders, there.spent, there.last_on) == (1, 450, clock.today())
    actions.reverse(first, by=owner, reason="打错了", device="W1")
    db.session.refresh(here)
    assert (here.orders, here.spent, here.saved, here.last_on) == (1, 900, 100, clock.today()) and holds()


@pytest.mark.promise("P12")
def test_the_newest_day_stands_however_late_an_older_order_comes(put, wang):
    milk, now = product(), clock.now()
    for days in (3, 1, 2):
        put(line(milk), member_id=wang.id, placed_at=now - timedelta(days=days))
    (kept,) = every(MemberTotal)
    assert kept.last_on == clock.today() - timedelta(days=1) and holds()


@pytest.mark.promise("P12")
@pytest.mark.parametrize("column", ["orders", "spent", "saved", "earned", "used", "owed", "last_on"])
def test_a_members_sum_that_is_not_that_of_his_orders_is_found(column, session, put, wang):
    put(line(product()), member_id=wang.id)
    wrong = date(2020, 1, 1) if column == "last_on" else 77
    session.execute(update(MemberTotal).values({column: wrong}), execution_options={"scoped": MemberTotal.reach()})
    (found,) = invariants.troubles()
    assert f"member {wang.id}: the sums are not those" in found


@pytest.mark.promise("P12")
@pytest.mark.parametrize(
    "facts",
    [mixed((Payment.CASH, 600), (Payment.WECHAT, 300)), mixed(), {"parts": (Part(Payment.CASH, 500),)}],
)
def test_payments_that_are_not_the_total_are_found(facts, put):
    order = put(line(product(), 2), **facts)
    assert any(f"order {order.id}: its payments do not add up" in found for found in invariants.troubles())


@pytest.mark.promise("P12")
def test_benefits_above_a_lines_discount_are_found(put):
    order = put(line(product(), 1, 100), benefits=(MANUAL, Benefit(1, BenefitKind.BIRTHDAY, 1)))
    assert [f for f in invariants.troubles() if "benefits" in f] == [
        f"store {order.store_id}, order {order.id}: its benefits are more than its discount"
    ]


def taken_back(put, order, goods, pieces, **facts):
    """Book a return of one line."""
    facts.setdefault("returns_id", order.id)
    back = NewLine(goods.id, -pieces * 1000, 500, -pieces * 500)
    return put(back, returns=(Returned(1, order.id, 1, pieces * 1000),), **facts)


@pytest.mark.promise("P13")
def test_goods_come_back_up_to_what_was_sold_and_not_reversed(cast, places, put):
    milk = product()
    order, reversed_ = put(line(milk, 3)), put(line(milk, 3))
    taken_back(put, order, milk, 1)
    taken_back(put, order, milk, 2)
    assert holds()
    total = queries.total_on(places.store, clock.today())
    assert (total.orders, total.reversals, total.total) == (2, 0, 1500)
    taken_back(put, order, milk, 1)
    assert [f for f in invariants.troubles() if "came back" in f] == [
        f"store {order.store_id}, order {order.id}: more came back than was sold"
    ]
    actions.reverse(row_of(reversed_.id), by=cast.owner.viewer, reason="打错了", device="W1")
    taken_back(put, reversed_, milk, 1)
    assert len([f for f in invariants.troubles() if "came back" in f]) == 2


@pytest.mark.promise("P13")
def test_a_return_that_names_another_order_or_product_is_found(put):
    milk, tea = product(), product("茶")
    order, other = put(line(milk, 3)), put(line(milk, 3))
    wrong = [taken_back(put, order, tea, 1), taken_back(put, order, milk, 1, returns_id=other.id)]
    found = [f for f in invariants.troubles() if "it is not what it says comes back" in f]
    assert sorted(found) == sorted(
        f"store {order.store_id}, order {o.id}: it is not what it says comes back" for o in wrong
    )


@pytest.mark.promise("P07")
def test_a_tablet_is_told_what_the_order_was_written_with_also_when_it_asks_again(cast, places):
    milk, owner = product(), cast.owner.viewer
    sealed(places.store, owner)
    late = said(milk, sequence=1, placed_at=clock.now() - timedelta(minutes=1))
    assert [posted.flags for posted in post(places.store, owner, late)] == ["booked_later"]
    assert [(p.fate, p.flags) for p in post(places.store, owner, late)] == [("known", "booked_later")]


def test_whatever_an_order_is_flagged_for_fits_its_column():
    # on paper there is no tablet, and what is imported was never at a till
    at_once = FLAGS.keys() - {"paper", "imported"}
    assert len(" ".join(sorted(at_once))) <= Order.__table__.c.flags.type.length


def test_a_day_on_which_money_came_in_is_no_day_without_sales(cast, places, put, wang):
    put(member_id=wang.id, **mixed((Payment.CASH, 700), (Payment.ACCOUNT, -700)))
    with pytest.raises(Refused, match="现金"):
        actions.report_no_sales(places.store, clock.today(), by=cast.owner.viewer)
    assert db.session.scalar(select(DayReport).execution_options(scoped=DayReport.reach())) is None


@pytest.mark.pages
def test_the_list_the_page_and_the_receipt_show_them(browse, cast, visit, put, wang):
    milk = product()
    order = put(line(milk, 2), member_id=wang.id, **CASH_AND_ACCOUNT)
    settled = put(member_id=wang.id, **mixed((Payment.WECHAT, 400), (Payment.ACCOUNT, -400)))
    taken_back(put, order, milk, 1)
    browser = browse(cast.owner)
    listed = visit(browser, "/selling/orders").text
    assert "组合支付" in listed and "收欠款" in listed and "退货" in listed
    by_way = visit(browser, "/selling/orders?payment=wechat").text
    assert "T5-2" in by_way and "T5-1" not in by_way and "T5-3" not in by_way
    by_cash = visit(browser, "/selling/orders?payment=cash").text
    assert "T5-1" in by_cash and "T5-3" in by_cash and "T5-2" not in by_cash
    shown = visit(browser, f"/selling/orders/BJ-0001/{order.id}").text
    assert "现金 ¥6.00" in shown and "挂账 ¥4.00" in shown
    paper = visit(browser, f"/selling/orders/BJ-0001/{settled.id}/receipt").text
    assert "微信" in paper and "−4.00" in paper.replace("-4.00", "−4.00")


@pytest.mark.promise("P13")
def test_a_reversal_with_other_points_another_member_or_other_payments_is_found(put, wang):
    milk = product()
    paid = Part(Payment.CASH, 200), Part(Payment.CARD, 300)
    mixed, undone = {"payment": Payment.MIXED}, line(milk, -1)
    first, second, third = (
        put(line(milk), member_id=wang.id, points=5),
        put(line(milk), member_id=wang.id),
        put(line(milk), parts=paid, **mixed),
    )
    other = Part(Payment.CASH, -300), Part(Payment.CARD, -200)
    wrong = [
        put(undone, reverses_id=first.id, member_id=wang.id, points=-4),
        put(undone, reverses_id=second.id),
        put(undone, reverses_id=third.id, parts=other, **mixed),
    ]
    found = [f for f in invariants.troubles() if "does not undo" in f]
    assert sorted(found) == sorted(f"store {o.store_id}, order {o.id}: it does not undo what it names" for o in wrong)


@pytest.mark.promise("P13")
def test_points_that_go_back_beyond_their_order_are_found(put, wang):
    milk = product()
    order = put(line(milk, 3), member_id=wang.id, points=5, points_used=9)
    taken_back(put, order, milk, 1, member_id=wang.id, points=-5, points_used=-9)
    assert holds()
    taken_back(put, order, milk, 1, member_id=wang.id, points_used=-1)
    assert [f for f in invariants.troubles() if "points" in f] == [
        f"store {order.store_id}, order {order.id}: more points went back than it had"
    ]
