"""What the one hot function hands to the driver reads back as what was booked, by few rows or by many."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.selling.booking import book
from portal.selling.models import Order, OrderLine, Payment
from portal.selling.new_orders import NewLine, NewOrder
from portal.selling.order_file import order_id
from tests.builders_goods import a_product
from tests.cast import HOUSE

AT = datetime(2026, 2, 3, 1, 30, 0, 123000, tzinfo=UTC)


def an_order(store, product, n, **facts):
    line = NewLine(product.id, 2000, 3990, 7980, discount=1)
    usual = {"device": "T1", "sequence": n, "placed_at": AT, "lines": (line, line), "payment": Payment.ALIPAY}
    return NewOrder(store_id=store.id, id=order_id(store.code, f"K{n}", AT), **{**usual, **facts})


@pytest.mark.parametrize("many", [1, 80])
def test_every_column_reads_back_as_it_was_given(many, session, places):
    product = a_product()
    orders = [an_order(places.store, product, n, source_key=f"K{n}", flags="imported") for n in range(1, many + 1)]
    assert book(orders).stored == [order.id for order in orders]
    found = session.scalars(Order.seen_by(HOUSE).order_by(Order.sequence)).all()
    for given, row in zip(orders, found, strict=True):
        assert (row.id, row.placed_at, row.payment, row.source_key) == (given.id, AT, Payment.ALIPAY, given.source_key)
        assert (row.total, row.quantity, row.discount, row.lines_count) == (15960, 4000, 2, 2)
        assert str(row.business_day) == str(row.booked_day) == "2026-02-03" and row.received_at.tzinfo
        assert [line.position for line in row.lines] == [1, 2] and row.lines[0].amount == 7980


def test_the_same_key_is_known_and_another_body_under_it_clashes(session, places):
    product = a_product()
    first = an_order(places.store, product, 1)
    again = an_order(places.store, product, 1, payment=Payment.CASH)
    booked = book([first, first, again])
    assert (booked.stored, booked.known, booked.clashing) == ([first.id], [first.id], [first.id])
    later = book([again, first])
    assert (later.stored, later.known, later.clashing) == ([], [first.id], [first.id])
    lines = select(OrderLine.position).execution_options(scoped=OrderLine.reach())
    assert len(session.scalars(lines).all()) == 2
