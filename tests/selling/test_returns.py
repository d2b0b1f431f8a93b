"""Goods that come back, line by line: in any split they undo what was sold exactly, and never more of it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling import actions, approvals, invariants, points, queries
from portal.selling.keys import new_key
from portal.selling.models import Payment
from portal.selling.points import Points
from portal.selling.rules_of_till import GROUPS
from portal.selling.said import SaidLine, SaidOrder
from tests.builders_selling import member, post, product, row_of, said, sale
from tests.till_talk import line, order, talk

covers = ("C32",)


@pytest.fixture
def sold(owner, places, wang):
    milk, apples = product(price=333, member_price=333), product("苹果", price=996, member_price=901, weighed=True)
    return sale(places.store, owner, (milk, 3000), (apples, 1362), member_id=wang.id)


def back(order, owner, quantities, **facts):
    usual = {"payment": Payment.CASH, "reason": "坏了", "device": "W1"}
    return row_of(actions.take_back(order, quantities, by=owner, **usual | facts))


@pytest.mark.promise("P13", "P58")
def test_a_line_comes_back_as_its_share_in_todays_figures(sold, owner, places):
    milk = sold.lines[0]
    came = back(sold, owner, {1: 1000})
    assert (came.returns_id, came.total, came.member_id) == (sold.id, -333, sold.member_id)
    assert [(x.product_id, x.quantity, x.price, x.amount) for x in came.lines] == [
        (milk.product_id, -1000, milk.price, -333)
    ]
    total = queries.total_on(places.store, clock.today())
    assert (total.orders, total.reversals, total.total) == (1, 0, sold.total - 333)
    assert [row.id for row in queries.returns_of(sold, owner)] == [came.id] and invariants.troubles() == []


@pytest.mark.promise("P58")
def test_what_points_alone_paid_gives_them_back_by_what_it_cost(owner, places, wang, cast):
    actions.adjust_points(wang, points=900, reason="补登", by=cast.office.viewer)
    milk, key = product(price=300, member_price=None), new_key()
    actions.reserve_points(places.store, key=key, member_id=wang.id, points=900, by=owner)
    lines = (SaidLine(milk.id, 3000, price=300, amount=0, benefits=((None, 900),)),)
    facts = {"member_id": wang.id, "points_used": 900, "is_exact": True, "snapshot": 1}
    [posted] = post(places.store, owner, SaidOrder(key, lines, **facts))
    sold = row_of(posted.key)
    assert (posted.flags, sold.total, queries.points_of([wang.id])[wang.id]) == ("", 0, 0)
    assert [back(sold, owner, {1: many}).points_used for many in (1000, 2000)] == [-300, -600]
    assert queries.points_of([wang.id])[wang.id] == 900 and invariants.troubles() == []


@pytest.mark.promise("P13", "P58")
def test_a_return_that_was_undone_leaves_as_many_points_to_go_back_as_were_earned(owner, office, places, wang):
    points.set_rules(Points(earn_fen=999), by=office)
    sold = sale(places.store, owner, (product(price=333, member_price=333), 3000), member_id=wang.id)
    first, second = back(sold, owner, {1: 1000}), back(sold, owner, {1: 1000})
    assert (sold.points, first.points, second.points) == (1, 0, -1), "a third of a point is none, two thirds are one"
    actions.reverse(first, by=owner, reason="打错了", device="W1")
    assert [back(sold, owner, {1: 1000}).points for _ in range(2)] == [0, 0]
    assert queries.points_of([wang.id])[wang.id] == 0 and invariants.troubles() == []


@pytest.mark.promise("P13", "P58")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.integers(1, 3), max_size=4), grams=st.lists(st.integers(1, 1362), max_size=5))
def test_any_split_undoes_it_exactly(session, owner, places, wang, pieces, grams):
    with session.begin_nested() as nested:
        milk, apples = product(price=333, member_price=333), product("苹果", price=996, member_price=901, weighed=True)
        order = sale(places.store, owner, (milk, 3000), (apples, 1362), member_id=wang.id)
        left = {1: 3000, 2: 1362}
        parts = [(1, n * 1000) for n in pieces] + [(2, n) for n in grams]
        for position, quantity in [*parts, (1, None), (2, None)]:
            quantity = left[position] if quantity is None else quantity
            if 0 < quantity <= left[position]:
                back(order, owner, {position: quantity})
                left[position] -= quantity
            elif quantity:
                with pytest.raises(Refused):
                    back(order, owner, {position: quantity})
        came = queries.returns_of(order, owner)
        for name in ("quantity", "total", "discount"):
            assert sum(getattr(one, name) for one in came) == -getattr(order, name)
        nested.rollback()


@pytest.mark.promise("P58")
@pytest.mark.parametrize(
    "quantities", [{}, {3: 1000}, {1: 0}, {1: -1000}, {1: 500}, {1: 4000}, {2: 1363}]
)  # fmt: skip
def test_more_than_is_left_and_other_lines_are_refused(sold, owner, quantities):
    with pytest.raises(Refused):
        back(sold, owner, quantities)


@pytest.mark.promise("P13", "P58")
def test_what_was_reversed_or_came_back_does_not_come_back_again(sold, owner, places):
    other = sale(places.store, owner, product(), member_id=None)
    actions.reverse(other, by=owner, reason="打错了", device="W1")
    with pytest.raises(Refused, match="红冲"):
        back(other, owner, {1: 1000})
    came = back(sold, owner, {1: 1000})
    with pytest.raises(Refused):
        back(came, owner, {1: 1000})
    with pytest.raises(Refused):
        actions.reverse(sold, by=owner, reason="打错了", device="W1")


@pytest.mark.promise("P13", "P58")
def test_a_return_is_undone_and_its_goods_may_come_back_again(sold, owner, places):
    first = back(sold, owner, {1: 3000})
    undone = row_of(actions.reverse(first, by=owner, reason="打错了", device="W1"))
    assert (undone.total, undone.returns_id) == (-first.total, sold.id) and queries.returns_of(sold, owner) == []
    again = back(sold, owner, {1: 2000})
    assert again.total == -666 and invariants.troubles() == []


@pytest.mark.promise("P13")
def test_an_order_of_an_earlier_day_comes_back_and_is_not_reversed(owner, places):
    order = sale(places.store, owner, product(), at=clock.at(clock.today()) - timedelta(minutes=1))
    with pytest.raises(Refused, match="退货"):
        actions.reverse(order, by=owner, reason="打错了", device="W1")
    came = back(order, owner, {1: 1000})
    assert came.booked_day == clock.today() and invariants.troubles() == []


@pytest.mark.promise("P13")
def test_a_mixed_order_is_reversed_payment_by_payment(browse, cast, places, session, owner):
    milk = product(price=500)
    session.commit()
    ways = [{"way": "wechat", "amount": 200}, {"way": "cash", "amount": 300, "given": 500}]
    sold = order(line(milk), payments=ways)
    tablet = talk(browse(cast.owner))
    undo = order(n=2, reverses=sold["key"], reason="打错了")
    assert tablet(sold).states + tablet(undo).states + tablet(undo).states == ["stored", "stored", "known"]
    assert row_of(undo["key"]).paid == [(Payment.WECHAT, -200), (Payment.CASH, -300)]
    total = queries.total_on(places.store, clock.today())
    assert (total.wechat, total.cash, total.total) == (0, 0, 0) and invariants.troubles() == []


@pytest.mark.promise("P57", "P58")
def test_a_clerk_takes_back_and_reverses_with_a_managers_word(browse, cast, places, session, owner):
    milk = product(price=500)
    session.commit()
    tablet = talk(browse(cast.clerk))
    sold = order(line(milk, 3))
    tablet(sold)
    came = order({"of": 1, "quantity": -1000, "amount": -500}, n=2, returns=sold["key"], payment="wechat")
    assert tablet(came).results[0] | {"message": ""} == {
        "key": came["key"], "state": "refused", "reason": "right", "remedy": "approve", "message": "",
    }  # fmt: skip
    came["approval"] = word(places, came, 500, owner, approvals.Deed.RETURN)
    assert tablet(came).states == ["stored"] and tablet(came).states == ["known"]
    undo = order(n=3, reverses=came["key"], reason="顾客不退了")
    undo["approval"] = word(places, undo, 499, owner, approvals.Deed.REVERSE)
    assert tablet(undo).results[0]["reason"] == "approval"
    undo["approval"] = word(places, undo, 500, owner, approvals.Deed.REVERSE)
    assert tablet(undo).states == ["stored"]


@pytest.mark.promise("P58")
def test_a_word_for_one_order_undoes_no_other_that_cost_the_same(browse, cast, places, session, owner):
    milk = product(price=500)
    session.commit()
    tablet = talk(browse(cast.clerk))
    one, other = order(line(milk)), order(line(milk), n=2)
    tablet(one, other)
    undo = order(n=3, reverses=one["key"], reason="输错了")
    undo["approval"] = word(places, undo, 500, owner, approvals.Deed.REVERSE)
    came = order({"of": 1, "quantity": -1000}, n=4, returns=other["key"], reason="不要了")
    came["approval"] = word(places, came | {"returns": one["key"]}, 500, owner, approvals.Deed.RETURN)
    wrong = tablet({**undo, "reverses": other["key"]}, came).results
    assert [result["reason"] for result in wrong] == ["approval", "approval"]
    assert tablet(undo).states == ["stored"]


def word(places, said, fen, owner, deed):
    of = said.get("reverses") or said["returns"]
    return approvals.approve(places.store.id, "T1", key=said["key"], deed=deed, amount=fen, of=of, by=owner, asked_by=1)


@pytest.mark.promise("P01", "P58")
def test_a_repeat_is_known_whatever_came_back_since_and_another_is_a_clash(browse, cast, places, session):
    milk = product(price=333)
    session.commit()
    tablet = talk(browse(cast.owner))
    sold = order(line(milk, 3, price=333))
    first, second = (order({"of": 1, "quantity": -1000}, n=n, returns=sold["key"]) for n in (2, 3))
    assert tablet(sold, first, second).states == ["stored"] * 3
    assert tablet(first).states == ["known"]
    assert tablet({**first, "lines": [{"of": 1, "quantity": -2000}]}).results[0]["reason"] == "left"
    assert tablet({**first, "payment": "card"}).states == ["clash"]
    over = [order({"of": 1, "quantity": -1000}, n=n, returns=sold["key"]) for n in (4, 5)]
    assert tablet(*over).states == ["stored", "refused"], "of one batch, too, no more than is left"


def test_another_stores_goods_do_not_come_back_here(sold, cast, places):
    undoing = said(key=new_key(), returns_id=sold.id)
    assert post(places.store_south, cast.owner_south.viewer, undoing)[0].reason == "returns"


def test_a_till_finds_an_order_of_its_store_by_key_and_number(browse, cast, sold, owner, session):
    back(sold, owner, {1: 1000})
    session.commit()
    clerk = browse(cast.clerk)
    found = clerk.get(f"/till/orders?key={sold.id}").json
    assert (found["kind"], found["today"], found["undone"], found["total"]) == ("sale", True, False, sold.total)
    assert [one["left"] for one in found["lines"]] == [2000, 1362]
    assert found["lines"][0]["back"] == {"quantity": -1000, "amount": -333, "discount": 0}
    assert found["member"]["last_four"] == "5678" and "13912345678" not in str(found)
    for number in (sold.number, f"BJ-0001-{sold.number}"):
        assert clerk.get(f"/till/orders?number={number}").json["key"] == sold.id
    for wrong in ("", "?number=T9-1", "?number=T1", "?key=5", f"?key={new_key()}"):
        answer = clerk.get(f"/till/orders{wrong}")
        assert (answer.status_code, answer.json["error"]) == (404, "order")
    south = browse(cast.owner_south)
    assert south.get(f"/till/orders?key={sold.id}").status_code == 404


def test_of_another_stores_member_an_order_tells_what_its_receipt_shows(browse, cast, places, sold, owner, session):
    """How many points he has is told where learning of him is noted; finding an order is noted nowhere."""
    chen = member(places.store_south, cast.owner_south.viewer, phone="13912345670", name="陈志明")
    bought = sale(places.store, owner, product(), member_id=chen.id)
    session.commit()
    clerk = browse(cast.clerk)
    told = [clerk.get(f"/till/orders?key={one.id}").json["member"] for one in (sold, bought)]
    assert "points" in told[0] and told[1] == {"id": chen.id, "surname": "陈", "last_four": "5670"}


@pytest.mark.promise("P58")
def test_a_tablet_pays_back_to_the_fen_though_a_return_was_undone(browse, cast, sold, owner, session):
    first, _ = (back(sold, owner, {2: 300}) for _ in range(2))
    actions.reverse(first, by=owner, reason="打错了", device="W1")
    session.commit()
    browser = browse(cast.owner)
    apples = browser.get(f"/till/orders?key={sold.id}").json["lines"][1]
    assert apples["back"] == {"quantity": -300, "amount": -271, "discount": -28}, "the second one's, not the first's"
    rest = GROUPS["returnable"]({name: apples[name] for name in apples["back"]}, [apples["back"]], apples["left"])
    said = order({"of": 2} | {name: rest[name] for name in ("quantity", "amount")}, n=2, returns=sold.id)
    assert talk(browser)(said).states == ["stored"] and invariants.troubles() == []


@pytest.mark.pages
def test_the_owner_takes_lines_back_on_the_page(browse, cast, sold, session, visit):
    session.commit()
    browser, path = browse(cast.owner), f"/selling/orders/BJ-0001/{sold.id}"
    assert "按行退货" in visit(browser, path).text
    visit(browser, f"{path}/return")
    wrong = browser.post(f"{path}/return", {"line": ["1", "2"], "back": ["9", "x"], "payment": "cash", "reason": "坏"})
    assert wrong.status_code == 422 and "最多" in wrong.text
    done = browser.post(f"{path}/return", {"line": ["1", "2"], "back": ["1", ""], "payment": "cash", "reason": "坏了"})
    assert done.status_code == 303
    shown = visit(browser, done.location).text
    assert "退的是订单" in shown and sold.number in shown
    assert "退过货" in visit(browser, path).text
    paper = visit(browser, f"{done.location}/receipt").text
    assert "退 货" in paper and f"原单 {sold.number}" in paper
