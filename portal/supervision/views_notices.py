"""Doors of the notices of day reports that are not in, and of the rule behind them (C40)."""

from dataclasses import asdict
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import and_
from sqlalchemy.orm import contains_eager

from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.scope import Sees, within
from portal.kernel.words import N_, Word
from portal.selling.models import DayExcuse, DayReport
from portal.supervision import room
from portal.supervision.forms import NoticeFilters, NoticeRulesForm, Since
from portal.supervision.models import ReportNotice
from portal.supervision.rules import rules, set_rules

room.place(
    N_("Day report rules"), "show_notice_rules", "clock", needs=Can.MANAGE_POLICY, group=N_("Settings"), order=943
)


def notices(viewer: Sees) -> Any:
    """Return a select of (notice, number of the report handed in, number of the excuse) of the viewer's stores."""
    reported = and_(DayReport.store_id == ReportNotice.store_id, DayReport.day == ReportNotice.day)
    excused = and_(DayExcuse.store_id == ReportNotice.store_id, DayExcuse.day == ReportNotice.day)
    rows = (
        ReportNotice.seen_by(viewer)
        .join(ReportNotice.store)
        .options(contains_eager(ReportNotice.store))
        .outerjoin(DayReport, reported)
        .outerjoin(DayExcuse, excused)
        .add_columns(DayReport.id.label("report_id"), DayExcuse.id.label("excuse_id"))
    )
    return within(rows, DayReport, DayExcuse, because="of the same store and day as the notice")


def since(row: Any) -> Since:
    if row.report_id is not None:
        return Since.IN
    return Since.OPEN if row.excuse_id is None else Since.EXCUSED


def is_since(word: Word) -> Any:
    match word:
        case Since.IN:
            return DayReport.id.is_not(None)
        case Since.EXCUSED:
            return DayReport.id.is_(None) & DayExcuse.id.is_not(None)
    return DayReport.id.is_(None) & DayExcuse.id.is_(None)


def listed(viewer: Any) -> Listing:
    """Return who was told of which report, the newest days first."""
    filters, rows = NoticeFilters(viewer), notices(viewer)
    if (store_id := filters.chosen("store")) is not None:
        rows = rows.where(ReportNotice.store_id == store_id)
    if step := filters.chosen("step"):
        rows = rows.where(ReportNotice.step == step)
    if word := filters.chosen("since"):
        rows = rows.where(is_since(word))
    return Listing(
        statement=rows,
        columns=[
            Column("day", N_("Day"), lambda row: row.ReportNotice.day, "day"),
            Column("store", N_("Store"), lambda row: f"{row.ReportNotice.store.name} {row.ReportNotice.store.code}"),
            Column("step", N_("Step"), lambda row: row.ReportNotice.step, "word"),
            Column("at", N_("At"), lambda row: row.ReportNotice.at, "moment"),
            Column("told", N_("People"), lambda row: row.ReportNotice.told, "n"),
            Column("mailed", N_("Mails"), lambda row: row.ReportNotice.mailed, "n"),
            Column("since", N_("Report"), since, "word"),
        ],
        order=[ReportNotice.day, ReportNotice.id],
        descending=True,
        row_url=lambda row: url_for(
            "selling.show_day_report",
            store_code=row.ReportNotice.store.code,
            day=row.ReportNotice.day.isoformat(),
        ),
        filters=filters,
        empty=Empty("report", N_("Nobody was told"), N_("Every report came before its time.")),
        name="report-notices",
    )


@room.get("/notices", needs=Can.SEE_DAY_REPORTS)
def list_notices() -> Any:
    return list_page("supervision/notices/index.html", listed(current_user))


@room.get("/rules", needs=Can.MANAGE_POLICY)
def show_notice_rules() -> Any:
    return page("supervision/notices/rules.html", form=NoticeRulesForm(formdata=None, data=asdict(rules())))


@room.post("/rules", needs=Can.MANAGE_POLICY)
def update_notice_rules() -> Any:
    form = NoticeRulesForm()
    if form.accepts(lambda: set_rules(form.rules, by=current_user)):
        flash(_("Saved."))
        return see_other("supervision.show_notice_rules")
    return page("supervision/notices/rules.html", status=422, form=form)
