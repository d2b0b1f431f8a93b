"""The list of sealed day reports."""

from typing import Any

from flask import url_for
from sqlalchemy import or_

from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_, Word
from portal.selling import queries
from portal.selling.forms import (
    ReportFilters,
    ReportWord,
)
from portal.selling.lists.shared import chosen_store, several
from portal.selling.models import WAYS, DayReport


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
            Column("difference", N_("Difference"), lambda report: report.difference, "money"),
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
            counted = {column.name: getattr(DayReport, column.name) for column in DayReport.__table__.columns}
            return or_(*(counted[f"counted_{way.value}"] != counted[f"expected_{way.value}"] for way in WAYS))
    return ~DayReport.late & ~DayReport.no_sales
