"""The lists of the selling room: what their columns show and how filters narrow them."""

from typing import Any

from flask import url_for
from sqlalchemy import exists
from sqlalchemy.orm import aliased

from portal.accounts.queries import person_name
from portal.kernel import clock
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.page import addresses, mask
from portal.kernel.scope import within
from portal.kernel.words import N_, Word, say
from portal.selling import queries, reading_queries
from portal.selling.forms import (
    MemberFilters,
    OrderFilters,
    ReadingFilters,
    ReportFilters,
    ReportWord,
    Since,
    Undone,
    YesNo,
)
from portal.selling.models import DayReport, IdleMember, Member, Order, Reading, ReadingState

THE_SYSTEM = N_("The system")


class OrderState(Word):
    POSTED = "posted", N_("Posted")
    REVERSED = "reversed", N_("Reversed"), "bad"
    REVERSAL = "reversal", N_("Reversal"), "bad"


def state_of_order(reverses_id: str | None, was_reversed: bool) -> OrderState:
    if reverses_id is not None:
        return OrderState.REVERSAL
    return OrderState.REVERSED if was_reversed else OrderState.POSTED


def masked_name(name: str) -> str:
    """Return 王* for 王秀兰: enough to ask back, too little to know."""
    return f"{name[:1]}*" if name else ""


def masked_member(member: Member | None) -> str | None:
    return None if member is None else masked(member.name, member.phone, not member.consents)


def masked(name: str, phone: str | None, is_gone: bool) -> str:
    """Return a member masked; nothing of one who was erased or took his consent back."""
    return "—" if is_gone else f"{masked_name(name)} {mask(phone)}"


def buyer(row: Any) -> str | None:
    """Return the member of a listed order, masked."""
    if row.member_id is None:
        return None
    return masked(row.member_name, row.member_phone, row.member_gone_at is not None)


def chosen_store(filters: Any) -> int | None:
    """Return the store a list is narrowed to; whoever has one only is not asked."""
    found: int | None = filters.chosen("store") if "store" in filters else None
    return found


order_url = addresses("selling.show_order", "store_code", "order_id")


def several(viewer: Any) -> bool:
    """Whether a column of stores tells this person anything."""
    return len(viewer.store_ids) != 1


def orders(viewer: Any) -> Listing:
    """Return the orders of the viewer's stores, newest first."""
    filters = OrderFilters(viewer)
    store, first, last = chosen_store(filters), filters.chosen("first"), filters.chosen("last")
    found = queries.orders(viewer, walked=several(viewer) and store is None and not (first or last))
    if store is not None:
        found = found.where(Order.store_id == store)
    # by the day they count in, so that the rows add up to the day's, the month's figure they are linked from
    if first:
        found = found.where(Order.booked_day >= first)
    if last:
        found = found.where(Order.booked_day <= last)
    if member := filters.chosen("member"):
        found = found.where(Order.member_id.is_not(None) if member == YesNo.YES else Order.member_id.is_(None))
    if payment := filters.chosen("payment"):
        found = found.where(Order.payment == payment)
    if undone := filters.chosen("undone"):
        found = found.where(undone_is(undone))
    store_column = [Column("store", N_("Store"), lambda row: row.store_name)] if several(viewer) else []
    return Listing(
        statement=found,
        columns=[
            Column("number", N_("Order no."), lambda row: f"{row.device}-{row.sequence}"),
            Column("placed_at", N_("Time"), lambda row: row.placed_at, "moment"),
            *store_column,
            Column("lines", N_("Lines"), lambda row: row.lines_count, "n"),
            Column("member", N_("Member"), buyer),
            Column("payment", N_("Payment"), lambda row: row.payment, "label"),
            Column("state", N_("State"), lambda row: state_of_order(row.reverses_id, row.reversed), "word"),
            Column("total", N_("Total"), lambda row: row.total, "money", lead=True),
        ],
        order=[Order.placed_at, Order.id, Order.store_id],
        holds_keys=True,
        descending=True,
        row_url=lambda row: order_url(row.store_code, row.id),
        filters=filters,
        name="orders",
        empty=Empty(
            "receipt", N_("No orders yet"), N_("Every sale posted at the till appears here at once."),
            *((url_for("selling.show_till"), N_("Open the till")) if viewer.store_ids else ()),
        ),
    )  # fmt: skip


def undone_is(undone: Word) -> Any:
    if undone == Undone.REVERSALS:
        return Order.reverses_id.is_not(None)
    undoing = aliased(Order)
    was_reversed = exists().where(undoing.store_id == Order.store_id, undoing.reverses_id == Order.id)
    return was_reversed if undone == Undone.REVERSED else Order.reverses_id.is_(None) & ~was_reversed


def members(viewer: Any) -> Listing:
    """Return the members registered in the viewer's reach, newest first; numbers masked."""
    filters = MemberFilters(viewer)
    store = chosen_store(filters)
    since = filters.chosen("since")
    asked = queries.withdrawn if since == Since.WITHDRAWN else queries.members
    found = asked(viewer, walked=several(viewer) and store is None)
    found = within(found, IdleMember, because="whether one of the viewer's members is idle")
    if store is not None:
        found = found.where(Member.store_id == store)
    if since and since != Since.WITHDRAWN:
        found = found.where(member_is(since))
    own = viewer.store_ids
    store_column = [Column("store", N_("Registered by"), lambda m: m.store.name)] if several(viewer) else []
    return Listing(
        statement=found,
        columns=[
            Column("name", N_("Name"), lambda m: m.name if m.store_id in own and m.consents else masked_name(m.name)),
            Column("phone", N_("Mobile number"), lambda m: mask(m.phone)),
            *store_column,
            Column("since", N_("Member since"), lambda m: clock.day_of(m.consent_at), "day"),
        ],
        order=[Member.id],
        descending=True,
        row_url=lambda m: url_for("selling.show_member", member_id=m.id),
        filters=filters,
        exports=False,
        name="members",
        empty=Empty(
            "members", N_("No members yet"), N_("A member pays the member price, and comes back for it."),
            *((url_for("selling.new_member"), N_("Register the first one")) if viewer.store_ids else ()),
        ),
    )  # fmt: skip


def member_is(since: Word) -> Any:
    if since == Since.IDLE:
        return exists().where(IdleMember.store_id == Member.store_id, IdleMember.member_id == Member.id)
    first = clock.at(clock.month_start(clock.today()))
    return Member.consent_at >= first if since == Since.NEW else Member.consent_at < first


def readings(viewer: Any) -> Listing:
    """Return the alerts about looking at very many members, newest first."""
    filters = ReadingFilters()
    found = reading_queries.readings(viewer)
    if state := filters.chosen("state"):
        found = found.where(
            Reading.closed_at.is_(None) if state == ReadingState.OPEN else Reading.closed_at.is_not(None)
        )
    return Listing(
        statement=found,
        columns=[
            Column("who", N_("Who"), lambda reading: person_name(reading.actor_id) or say(THE_SYSTEM)),
            Column("at", N_("Began"), lambda reading: reading.began_at, "moment"),
            Column("store", N_("Store"), lambda reading: reading.store.name if reading.store else None),
            Column("seen", N_("Looked at"), lambda reading: reading.seen, "n", lead=True),
            Column("exported", N_("Exported"), lambda reading: reading.exported, "n"),
            Column("state", N_("State"), lambda reading: reading.state, "word"),
        ],
        order=[Reading.id],
        descending=True,
        row_url=lambda reading: url_for("selling.show_reading", reading_id=reading.id),
        filters=filters,
        name="readings",
        empty=Empty(
            "eye", N_("Nobody has looked at very many members"),
            N_("When somebody looks at or exports very many members within an hour, it is shown here."),
        ),
    )  # fmt: skip


def reports(viewer: Any) -> Listing:
    """Return sealed day reports of the viewer's stores, newest first."""
    filters = ReportFilters(viewer)
    store = chosen_store(filters)
    found = queries.reports(viewer, walked=several(viewer) and store is None)
    if store is not None:
        found = found.where(DayReport.store_id == store)
    if day := filters.chosen("day"):
        found = found.where(DayReport.day == day)
    if word := filters.chosen("word"):
        found = found.where(report_is(word))
    return Listing(
        statement=found,
        columns=[
            Column("day", N_("Day"), lambda report: report.day, "day"),
            Column("store", N_("Store"), lambda report: report.store.name),
            Column("state", N_("Report"), lambda report: report.timeliness, "word"),
            Column("orders", N_("Orders"), lambda report: report.orders, "n"),
            Column("expected", N_("Sales"), lambda report: report.expected, "money", lead=True),
            Column("difference", N_("Cash difference"), lambda report: report.difference, "money"),
            Column("at", N_("Sealed at"), lambda report: report.submitted_at, "moment"),
        ],
        order=[DayReport.day, DayReport.store_id],
        descending=True,
        row_url=lambda report: url_for(
            "selling.show_day_report", store_code=report.store.code, day=report.day.isoformat()
        ),
        filters=filters,
        name="day-reports",
        empty=Empty("report", N_("No day is sealed yet"), N_("Each store seals its day in the evening.")),
    )


def report_is(word: Word) -> Any:
    match word:
        case ReportWord.LATE:
            return DayReport.late
        case ReportWord.NO_SALES:
            return DayReport.no_sales
        case ReportWord.DIFFERS:
            return ~DayReport.no_sales & (DayReport.counted_cash != DayReport.expected_cash)
    return ~DayReport.late & ~DayReport.no_sales
