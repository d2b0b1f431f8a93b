"""The list of orders."""

from typing import Any

from flask import request, url_for
from sqlalchemy import false

from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.page import addresses
from portal.kernel.rights import Can
from portal.kernel.scope import within
from portal.kernel.words import N_, P_, Word, say
from portal.selling import queries
from portal.selling.forms import OrderFilters
from portal.selling.lists.narrowing import Part, far_back, narrowed
from portal.selling.lists.shared import chosen_store, several
from portal.selling.masks import masked
from portal.selling.models import FLAGS, Member, MemberTotal, Order


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
    return masked(row.member_name, row.member_phone, row.member_erased_at, row.member_withdrawn_at)


def number(row: Any) -> str:
    """Return the number of a listed order as receipts show it."""
    return f"{row.device}-{row.sequence}"


def flags_of(row: Any) -> str:
    """Return in words what a listed order is flagged for."""
    return " · ".join(say(FLAGS[flag]) for flag in row.flags.split() if flag in FLAGS)


# by its number, which the row shows anyway: keys are random, and fifty of them were a sixth of the page on the wire
order_url = addresses("selling.show_order_by_number", "store_code", "number")


def orders(viewer: Any, of: Member | None = None) -> Listing:
    """Return the orders of the viewer's stores, newest first; with `of` those of one member.

    A clerk's are those he sold himself, since what colleagues sell is none of his figures; the receipt that a customer
    holds is found by its number, whoever sold it, and a member's file holds all that he bought.
    """
    filters = OrderFilters(viewer)
    store, days = chosen_store(filters), filters.chosen("first") or filters.chosen("last")
    many = several(viewer) and store is None
    found = queries.orders(viewer, walked=many and of is None and not days)
    if of is not None:
        del filters.member
        found = within(found.where(queries.bought_by(of)), MemberTotal, because="in which stores this member bought")
    if store is not None:
        found = found.where(Order.store_id == store)
    if printed := queries.number_typed(request.args.get("q", "")):
        found = found.where(Order.device == printed[0], Order.sequence == printed[1])
    elif of is None and not viewer.may(Can.SEE_DAY_REPORTS):
        found = found.where(Order.actor_id == viewer.id)
    found = narrowed(found, filters)
    looks_back = many and of is None and not days and filters.looks_far
    part, found = Part(filters), found.where(far_back()) if looks_back else found
    store_column = [Column("store", N_("Store"), lambda row: row.store_name)] if several(viewer) else []
    return Listing(
        statement=found,
        columns=[
            Column("number", N_("Order no."), number),
            Column("placed_at", N_("Time"), lambda row: row.placed_at, "moment"),
            *store_column,
            Column("lines", N_("Lines"), lambda row: row.lines_count, "n"),
            *([Column("member", N_("Member"), buyer)] if of is None else []),
            # a settlement was paid by one way and taken off another, which is no way of paying
            Column("payment", N_("Payment"), lambda row: row.payment if row.lines_count else None, "label"),
            Column("state", N_("State"), lambda row: state_of_order(row, row.reversed), "word"),
            *([Column("flags", N_("Flag"), flags_of)] if filters.chosen("flag") else []),
            *part.columns,
            Column("total", N_("Total"), lambda row: row.total, "money", lead=True),
        ],
        order=[Order.placed_at, Order.id, Order.store_id],
        holds_keys=True,
        descending=True,
        row_url=lambda row: order_url(row.store_code, number(row)),
        filters=filters,
        search=lambda rows, q: rows if printed else rows.where(false()),
        search_hint=N_("Number on the receipt"),
        complete=part.complete,
        note=say(N_("Of the last 31 days. Choose a store or days to look further.")) if looks_back else "",
        name="orders",
        exports=of is None,  # what one person bought leaves the house as his copy, on the trail
        empty=Empty("receipt", N_("No order yet"), N_("What this member buys appears here.")) if of else Empty(
            "receipt", N_("No orders yet"), N_("Every sale posted at the till appears here at once."),
            *((url_for("selling.show_till"), N_("Open the till")) if viewer.store_ids else ()),
        ),
    )  # fmt: skip
