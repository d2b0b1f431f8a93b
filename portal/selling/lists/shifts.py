"""The list of shifts."""

from datetime import timedelta
from typing import Any

from flask import url_for

from portal.kernel import clock
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_
from portal.selling import queries
from portal.selling.forms import ShiftFilters
from portal.selling.lists.shared import chosen_store, several
from portal.selling.models import Shift, ShiftState


def shifts(viewer: Any) -> Listing:
    """Return the shifts of the viewer's stores, newest first."""
    filters, found = ShiftFilters(viewer), queries.shifts_with_names(viewer)
    if (store := chosen_store(filters)) is not None:
        found = found.where(Shift.store_id == store)
    if day := filters.chosen("day"):
        found = found.where(Shift.opened_at >= clock.at(day), Shift.opened_at < clock.at(day + timedelta(1)))
    if state := filters.chosen("state"):
        found = found.where(Shift.closed_at.is_(None) if state == ShiftState.OPEN else Shift.closed_at.is_not(None))
    store_column = [Column("store", N_("Store"), lambda row: row.Shift.store.name)] if several(viewer) else []
    return Listing(
        statement=found,
        columns=[
            Column("opened_at", N_("Begun"), lambda row: row.Shift.opened_at, "moment"),
            *store_column,
            Column("till", N_("Till no."), lambda row: row.Shift.device),
            Column("opener", N_("Opened by"), lambda row: row.opener),
            Column("state", N_("State"), lambda row: row.Shift.state, "word"),
            Column("closed_at", N_("Shift closed at"), lambda row: row.Shift.closed_at, "moment"),
            Column("closer", N_("Shift closed by"), lambda row: row.closer),
            Column("difference", N_("Difference"), lambda row: row.Shift.difference, "money", lead=True),
        ],
        order=[Shift.opened_at, Shift.id, Shift.store_id],
        descending=True,
        row_url=lambda row: url_for("selling.show_shift", **row.Shift.address),
        filters=filters,
        name="shifts",
        empty=Empty(
            "clock",
            N_("No shift yet"),
            N_("A shift says who answers for the cash in a till, from when to when."),
            *((url_for("selling.new_shift"), N_("Begin a shift")) if viewer.store_ids else ()),
        ),
    )
