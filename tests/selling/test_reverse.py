"""Reversing an order: exactly, once, in today's figures."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.kernel import clock
from portal.kernel.db import is_sqlite
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants, queries
from tests.builders_selling import member, post, product, row_of, said, sale, sealed

covers = ("C32",)


@pytest.fixture
def order(owner, places):
    who = member(places.store, owner)
    return sale(places.store, owner, product(), (product("苹果", price=996, weighed=True), 1362), member_id=who.id)


def reverse(order, owner, reason="拿错了"):
    return row_of(actions.reverse(order, by=owner, reason=reason, device="W1"))


@pytest.mark.promise("P12", "P13")
def test_a_reversal_undoes_every_line_exactly(order, owner, places):
    undone = reverse(order, owner)
    assert [(x.product_id, x.quantity, x.amount, x.discount) for x in undone.lines] == [
        (x.product_id, -x.quantity, -x.amount, -x.discount) for x in order.lines
    ]
    assert undone.total == -order.total and undone.member_id == order.member_id
    total = queries.total_on(places.store, clock.today())
    assert (total.orders, total.reversals, total.total, total.quantity) == (1, 1, 0, 0)
    assert invariants.troubles() == []


@pytest.mark.promise("P13")
def test_an_order_is_reversed_once_only(order, owner):
    reverse(order, owner)
    with pytest.raises(Refused, match=r"红冲过|already"):
        reverse(order, owner)


@pytest.mark.promise("P13")
def test_a_reversal_cannot_be_reversed(order, owner):
    with pytest.raises(Refused):
        reverse(reverse(order, owner), owner)


@pytest.mark.promise("P13")
def test_a_reversal_that_states_other_lines_is_refused(order, owner, places):
    exact = [(line.product, -line.quantity) for line in order.lines]
    halved = [(exact[0][0], -500), exact[1]]
    for stated in (exact[:1], halved, exact[::-1], [*exact, exact[0]]):
        undoing = said(*stated, reverses_id=order.id, reason="拿错了")
        assert post(places.store, owner, undoing)[0].reason == "lines"
    assert post(places.store, owner, said(*exact, reverses_id=order.id, reason="拿错了"))[0].fate == "stored"


@pytest.mark.promise("P13")
def test_another_stores_order_is_not_reversed(order, cast, places):
    undoing = said(reverses_id=order.id, reason="拿错了")
    assert post(places.store_south, cast.owner_south.viewer, undoing)[0].reason == "reverses"


def test_it_needs_a_reason(order, owner):
    with pytest.raises(Refused) as refused:
        reverse(order, owner, reason="")
    assert refused.value.field == "reason"


def test_a_clerk_may_not(order, cast, places):
    undoing = said(reverses_id=order.id, reason="x")
    assert post(places.store, cast.clerk.viewer, undoing)[0].reason == "right"


def test_after_the_day_is_sealed_it_counts_in_the_next(order, owner, places):
    sealed(places.store, owner)
    undone = reverse(order, owner)
    assert undone.booked_day > order.booked_day
    assert invariants.troubles() == []


@pytest.mark.promise("P11")
@pytest.mark.parametrize("table", ["orders", "order_line", "day_report"])
def test_posted_rows_refuse_to_change(table, order, owner, places, session):
    sealed(places.store, owner)
    verbs = [f"UPDATE {table} SET store_id = store_id", f"DELETE FROM {table}"]
    if is_sqlite():
        verbs.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        verbs.append(f"TRUNCATE {table} CASCADE")
    for verb in verbs:
        with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
            session.connection().execute(text(verb))


def test_a_receipt_printed_again_says_so_and_why(order, owner, session, count_statements):
    """Two that print it at the same moment are counted one after the other: the store's book is held."""
    session.commit()
    with count_statements() as seen:
        assert actions.print_receipt(order, by=owner) == 1
    counted = next(n for n, text in enumerate(seen) if "FROM trail" in text)
    assert any("FROM book" in text for text in seen[:counted])
    session.commit()
    with pytest.raises(Refused):
        actions.print_receipt(order, by=owner)
    assert actions.print_receipt(order, by=owner, reason="卡纸") == 2


def test_a_tablet_says_why_too(order, owner, places):
    assert post(places.store, owner, said(reverses_id=order.id))[0].reason == "reason"
