"""Day reports: sealed, without sales, excused (C32, C40)."""

from datetime import date
from typing import Any

from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Store, StoreState
from portal.selling import calendar, queries
from portal.selling.models import DayExcuse, DayReport, Timeliness


def seal_day(store: Store, day: date, *, counted_cash: int, by: Any, note: str = "") -> DayReport:
    """Seal a business day by name: what the orders say against the cash counted."""
    total = _open_day(store, day)
    if counted_cash != total.cash and not note:
        raise Refused("Say where the difference comes from.", field="note")
    return _sealed(store, day, by=by, counted_cash=counted_cash, note=note)


def report_no_sales(store: Store, day: date, *, by: Any) -> DayReport:
    """Report that a day had no sales."""
    total = _open_day(store, day)
    if total.orders or total.reversals:
        raise Refused("There are %(n)s orders on this day, so it had sales.", n=total.orders + total.reversals)
    if any(sum_ for _, sum_ in queries.by_payment(total)):
        raise Refused("Money was taken or paid back on this day, so its report needs the cash counted.")
    return _sealed(store, day, by=by, no_sales=True)


def _open_day(store: Store, day: date) -> Any:
    """Return the totals of a day that can still be sealed; the store's orders wait meanwhile."""
    if day > clock.today():
        raise Refused("A day that has not come cannot be reported.")
    if store.state == StoreState.PREPARING or store.opened_on is None or day < store.opened_on:
        raise Refused("The store was not open that day.")
    trail.lock(db.session(), f"store:{store.id}")
    if queries.report_on(store, day) is not None:
        raise Refused("This day is sealed already.")
    return queries.total_on(store, day)


def _sealed(store: Store, day: date, *, by: Any, **facts: Any) -> DayReport:
    total = queries.total_on(store, day)
    report = DayReport(
        store_id=store.id,
        day=day,
        orders=total.orders,
        expected=total.total,
        expected_cash=total.cash,
        actor_id=by.id,
        late=clock.now() > calendar.deadline(day),
        **facts,
    )
    db.session.add(report)
    record("day_report.sealed", report, by=by)
    return report


def excuse_day(store: Store, day: date, *, reason: str, by: Any) -> DayExcuse:
    """Head office excuses a missed day."""
    if calendar.state_of(store, day) != Timeliness.MISSING:
        raise Refused("Only a missed day can be excused.")
    excuse = DayExcuse(store_id=store.id, day=day, reason=reason, actor_id=by.id)
    db.session.add(excuse)
    record("day.excused", excuse, by=by, reason=reason)
    return excuse
