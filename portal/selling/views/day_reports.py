"""Doors of day reports (C32, C40)."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.network.models import Store
from portal.network.queries import store_by_code
from portal.selling import actions, lists, queries, room
from portal.selling.counts import counted_so_far, counts_of, told_counts
from portal.selling.forms import ExcuseForm, NoSalesForm, SealForm
from portal.selling.history import told
from portal.selling.month import DayPage, month_of, read_day, read_month


@room.get("/selling/day-reports", needs=Can.SEE_DAY_REPORTS)
def list_day_reports() -> Any:
    if current_user.store_ids and not request.args.keys() & {"store", "format"}:
        return month_page(queries.shop_of(current_user))
    return list_page("selling/day_reports/index.html", lists.reports(current_user))


@room.get("/selling/day-reports/<store_code>", needs=Can.SEE_DAY_REPORTS)
def show_month(store_code: str) -> Any:
    return month_page(store_by_code(store_code, current_user))


def month_page(store: Store) -> Response:
    """Draw a store's month; in this month with the day whose report is to be written now."""
    first = read_month(request.args.get("month", ""))
    if first == clock.month_start(clock.today()) and queries.may_seal(current_user, store):
        return day_page(store, queries.next_due(store))
    month = month_of(store, first, current_user)
    return page("selling/day_reports/month.html", store=store, month=month)


@room.get("/selling/day-reports/<store_code>/<day>", needs=Can.SEE_DAY_REPORTS)
def show_day_report(store_code: str, day: str) -> Any:
    return day_page(store_by_code(store_code, current_user), read_day(day))


def day_page(store: Store, day: Any, status: int = 200, **forms: Any) -> Response:
    facts = DayPage(store, day, current_user)
    form = forms.get("form") or SealForm(formdata=None, data=counted_so_far())
    counts = counts_of(facts.payments, form)
    answers = {
        "form": form,
        "counts": counts,
        "count": told_counts(counts, request.args.get("way", "")),
        "no_sales": forms.get("no_sales") or NoSalesForm(formdata=None),
        "excuse": forms.get("excuse") or ExcuseForm(formdata=None),
        "links": told(about, current_user) if (about := facts.report or facts.excuse) else [],
        "month": month_of(store, clock.month_start(day), current_user),
        "open_day": day,
    }
    return page("selling/day_reports/show.html", status=status, store=store, day=facts, **answers)


@room.post("/selling/day-reports/<store_code>/<day>", needs=Can.CLOSE_DAYS)
def create_day_report(store_code: str, day: str) -> Any:
    store, date, form = store_by_code(store_code, current_user), read_day(day), SealForm()
    if form.accepts(lambda: sealed(store, date, form)):
        flash(_("The day is sealed in your name."))
        return see_other("selling.show_day_report", store_code=store.code, day=date.isoformat())
    return day_page(store_by_code(store_code, current_user), date, 422, form=form)


def sealed(store: Store, day: Any, form: SealForm) -> Any:
    late = form.late_reason.data or ""
    return actions.seal_day(store, day, counted=form.counted, reasons=form.reasons, late_reason=late, by=current_user)


@room.post("/selling/day-reports/<store_code>/<day>/no-sales", needs=Can.CLOSE_DAYS)
def create_no_sales(store_code: str, day: str) -> Any:
    store, date, form = store_by_code(store_code, current_user), read_day(day), NoSalesForm()
    why = form.why_late.data or ""
    if form.accepts(lambda: actions.report_no_sales(store, date, late_reason=why, by=current_user)):
        flash(_("Reported: no sales on this day."))
        return see_other("selling.show_day_report", store_code=store.code, day=date.isoformat())
    return day_page(store_by_code(store_code, current_user), date, 422, no_sales=form)


@room.post("/selling/day-reports/<store_code>/<day>/excuse", needs=Can.EXCUSE_DAYS)
def create_excuse(store_code: str, day: str) -> Any:
    store, date, form = store_by_code(store_code, current_user), read_day(day), ExcuseForm()
    if form.accepts(lambda: actions.excuse_day(store, date, reason=form.reason.data or "", by=current_user)):
        flash(_("The day is excused."))
        return see_other("selling.show_day_report", store_code=store.code, day=date.isoformat())
    return day_page(store_by_code(store_code, current_user), date, 422, excuse=form)
