"""The list of orders."""

from typing import Any

from flask import url_for
from sqlalchemy import exists
from sqlalchemy.orm import aliased

from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.page import addresses
from portal.kernel.scope import within
from portal.kernel.words import N_, P_, Word
from portal.selling import queries
from portal.selling.forms import (
    OrderFilters,
    Undone,
    YesNo,
)
from portal.selling.lists.members import masked
from portal.selling.lists.shared import chosen_store, several
from portal.selling.models import Member, MemberTotal, Order, OrderPayment, Payment


class OrderState(Word):
    POSTED = "posted", N_("Posted")
    REVERSED = "reversed", N_("Reversed"), "bad"
    REVERSAL = "reversal", N_("Reversal"), "bad"
    RETURN = "return", P_("order", "Return"), "bad"
    SETTLEMENT = "settlement", N_("Account settled")


def state_of_order(order: Any, was_reversed: bool) -> OrderState:
    """Return what an order is; of one that is listed only columns are there."""
    if order.reverses_id is not None:
        return OrderState.REVERSAL
    if was_reversed:
        return OrderState.REVERSED
    if order.returns_id is not None:
        return OrderState.RETURN
    return OrderState.POSTED if order.lines_count else OrderState.SETTLEMENT


def buyer(row: Any) -> str | None:
    """Return the member of a listed order, masked."""
    if row.member_id is None:
        return None
    return masked(row.member_name, row.member_phone, row.member_gone_at is not None)


def number(row: Any) -> str:
    """Return the number of a listed order as receipts show it."""
    return f"{row.device}-{row.sequence}"


# by its number, which the row shows anyway: keys are random, and fifty of them were a sixth of the page on the wire
order_url = addresses("selling.show_order_by_number", "store_code", "number")


def orders(viewer: Any, of: Member | None = None) -> Listing:
    """Return the orders of the viewer's stores, newest first; with `of` those of one member."""
    filters = OrderFilters(viewer)
    if of is not None:
        del filters.member
    store, first, last = chosen_store(filters), filters.chosen("first"), filters.chosen("last")
    found = queries.orders(viewer, walked=several(viewer) and store is None and of is None and not (first or last))
    if of is not None:
        found = within(found.where(queries.bought_by(of)), MemberTotal, because="in which stores this member bought")
    if store is not None:
        found = found.where(Order.store_id == store)
    # by the day they count in, so that the rows add up to the day's, the month's figure they are linked from
    if first:
        found = found.where(Order.booked_day >= first)
    if last:
        found = found.where(Order.booked_day <= last)
    if of is None and (member := filters.chosen("member")):
        found = found.where(Order.member_id.is_not(None) if member == YesNo.YES else Order.member_id.is_(None))
    if payment := filters.chosen("payment"):
        found = within(found, OrderPayment, because="payments of the viewer's orders").where(paid_by(payment))
    if undone := filters.chosen("undone"):
        found = found.where(undone_is(undone))
    store_column = [Column("store", N_("Store"), lambda row: row.store_name)] if several(viewer) else []
    return Listing(
        statement=found,
        columns=[
            Column("number", N_("Order no."), number),
            Column("placed_at", N_("Time"), lambda row: row.placed_at, "moment"),
            *store_column,
            Column("lines", N_("Lines"), lambda row: row.lines_count, "n"),
            *([Column("member", N_("Member"), buyer)] if of is None else []),
            Column("payment", N_("Payment"), lambda row: row.payment, "label"),
            Column("state", N_("State"), lambda row: state_of_order(row, row.reversed), "word"),
            Column("total", N_("Total"), lambda row: row.total, "money", lead=True),
        ],
        order=[Order.placed_at, Order.id, Order.store_id],
        holds_keys=True,
        descending=True,
        row_url=lambda row: order_url(row.store_code, number(row)),
        filters=filters,
        name="orders",
        exports=of is None,  # what one person bought leaves the house as his copy, on the trail
        empty=Empty("receipt", N_("No order yet"), N_("What this member buys appears here.")) if of else Empty(
            "receipt", N_("No orders yet"), N_("Every sale posted at the till appears here at once."),
            *((url_for("selling.show_till"), N_("Open the till")) if viewer.store_ids else ()),
        ),
    )  # fmt: skip


def paid_by(way: Word) -> Any:
    """Return the condition that an order took something by this way, alone or among others."""
    if way == Payment.MIXED:
        return Order.payment == way
    part = exists().where(
        OrderPayment.store_id == Order.store_id, OrderPayment.order_id == Order.id, OrderPayment.way == way
    )
    return (Order.payment == way) | (Order.payment == Payment.MIXED) & part


def undone_is(undone: Word) -> Any:
    if undone == Undone.REVERSALS:
        return Order.reverses_id.is_not(None)
    undoing = aliased(Order)
    was_reversed = exists().where(undoing.store_id == Order.store_id, undoing.reverses_id == Order.id)
    return was_reversed if undone == Undone.REVERSED else Order.reverses_id.is_(None) & ~was_reversed
