"""Goods from head office: ordered, shipped, taken in, with what came otherwise."""

import pytest

from portal.goods import actions, invariants, queries
from portal.goods.models import Deviation, SupplyState
from portal.kernel import clock
from portal.kernel.refusals import Refused
from tests.cast import HOUSE

covers = ("C31", "C33")


@pytest.fixture
def order(session, goods, cast, places):
    tea, milk = goods
    return actions.order_goods(places.store, [(tea, 6000), (milk, 12_000), (tea, 4000)], by=cast.owner.viewer)


def on_hand(places, product):
    return queries.balance(places.store, product.id, HOUSE)


def shipped(order, cast, **facts):
    actions.ship_goods(order, facts.pop("lines", {}), by=cast.office.viewer, **facts)
    return order


def test_a_product_written_twice_is_ordered_once(order):
    assert [line.ordered for line in order.lines] == [10_000, 12_000] and order.state == SupplyState.ORDERED


def test_what_came_as_shipped_is_taken_in_with_nothing_said(order, goods, cast, places, app):
    shipped(order, cast, expected_on=clock.today())
    actions.take_in_goods(order, {}, by=cast.owner.viewer)
    assert [on_hand(places, one) for one in goods] == [10_000, 12_000]
    assert order.state == SupplyState.RECEIVED and invariants.troubles() == []
    with app.test_request_context():
        newest = queries.moves(places.store, goods[0].id, HOUSE)[0]
    assert newest.kind == "received" and newest.quantity == 10_000


def test_only_what_came_is_taken_in_and_what_went_otherwise_is_said(order, goods, cast, places):
    tea, milk = order.lines
    shipped(order, cast, lines={milk.id: 6000})
    with pytest.raises(Refused, match="高山绿茶"):
        actions.take_in_goods(order, {tea.id: (9000, None, "")}, by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.take_in_goods(order, {tea.id: (9000, Deviation.OVER, "")}, by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.take_in_goods(order, {tea.id: (11_000, Deviation.SHORT, "")}, by=cast.owner.viewer)
    arrived = {tea.id: (9000, Deviation.BROKEN, "压破一袋"), milk.id: (0, Deviation.WRONG, "来的是酸奶")}
    actions.take_in_goods(order, arrived, by=cast.owner.viewer)
    assert [on_hand(places, one) for one in goods] == [9000, 0]
    assert [line.differs for line in order.lines] == [True, True] and invariants.troubles() == []


def test_an_order_goes_its_steps_once(order, cast):
    with pytest.raises(Refused):
        actions.take_in_goods(order, {}, by=cast.owner.viewer)
    with pytest.raises(Refused):
        shipped(order, cast, lines={line.id: 0 for line in order.lines})
    with pytest.raises(Refused):
        shipped(order, cast, expected_on=clock.today().replace(year=2001))
    shipped(order, cast)
    with pytest.raises(Refused):
        shipped(order, cast)
    with pytest.raises(Refused):
        actions.cancel_goods_order(order, by=cast.owner.viewer, reason="不要了")
    actions.take_in_goods(order, {}, by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.take_in_goods(order, {}, by=cast.owner.viewer)


def test_what_is_not_shipped_yet_is_cancelled_with_a_reason(order, cast, places):
    actions.cancel_goods_order(order, by=cast.office.viewer, reason="仓库缺货")
    assert (order.state, order.reason) == (SupplyState.CANCELLED, "仓库缺货")
    assert queries.under_way(places.store.id, HOUSE) == {}


def test_what_is_under_way_is_what_was_ordered_until_it_is_shipped(order, goods, cast, places):
    tea, milk = goods
    assert queries.under_way(places.store.id, HOUSE) == {tea.id: 10_000, milk.id: 12_000}
    shipped(order, cast, lines={order.lines[1].id: 3000})
    assert queries.under_way(places.store.id, HOUSE) == {tea.id: 10_000, milk.id: 3000}
    actions.take_in_goods(order, {}, by=cast.owner.viewer)
    assert queries.under_way(places.store.id, HOUSE) == {}


def test_an_order_is_of_something_that_is_sold(goods, cast, places):
    tea, milk = goods
    for lines in ([], [(tea, 0)], [(tea, 1500)]):
        with pytest.raises(Refused):
            actions.order_goods(places.store, lines, by=cast.owner.viewer)
    actions.withdraw(milk, by=cast.office.viewer, reason="停产")
    with pytest.raises(Refused):
        actions.order_goods(places.store, [(milk, 1000)], by=cast.owner.viewer)


def test_a_line_that_is_not_what_its_move_says_is_found(order, cast, session):
    shipped(order, cast)
    actions.take_in_goods(order, {}, by=cast.owner.viewer)
    order.lines[0].received = 9000
    session.flush()
    assert len(invariants.troubles()) == 1
