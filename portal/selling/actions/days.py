"""Day reports: sealed, without sales, excused (C32, C40)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.kernel.words import N_
from portal.network.models import Store, StoreState
from portal.selling import calendar, queries
from portal.selling.counting import compared
from portal.selling.models import WAYS, DayExcuse, DayReport, Payment, Timeliness

LATE = N_("This report is late. Say why.")
HELD = N_("Tablet no. %(name)s still holds %(count)s orders. Bring it online; if it is lost, withdraw it first.")


def seal_day(
    store: Store,
    day: date,
    *,
    counted: Mapping[Payment, int],
    by: Any,
    reasons: Mapping[Payment, str] | None = None,
    late_reason: str = "",
) -> DayReport:
    """Seal a business day by name: what the orders say against what was counted, in fen, by each way of payment.

    A way that the orders do not name need not be counted; a difference needs its reason, and so does being late (C40).
    """
    total = _open_day(store, day)
    late = [Refused(LATE, field="late_reason")] if _is_late(day) and not late_reason else []
    found, said = compared(queries.by_payment(total), counted, reasons or {}, late)
    facts = {f"counted_{way.value}": fen for way, fen in found.items()}
    return _sealed(store, day, by=by, late_reason=late_reason, reasons=said, **facts)


def report_no_sales(store: Store, day: date, *, by: Any, late_reason: str = "") -> DayReport:
    """Report that a day had no sales; one that comes late says why."""
    total = _open_day(store, day)
    if total.orders or total.reversals:
        raise Refused("There are %(n)s orders on this day, so it had sales.", n=total.orders + total.reversals)
    if any(sum_ for _, sum_ in queries.by_payment(total)):
        raise Refused("Money was taken or paid back on this day, so its report needs the cash counted.")
    nothing = dict.fromkeys((f"counted_{way.value}" for way in WAYS), 0)
    return _sealed(store, day, by=by, no_sales=True, late_reason=late_reason, **nothing)


def _open_day(store: Store, day: date) -> Any:
    """Return the totals of a day that can still be sealed; the store's orders wait meanwhile."""
    if day > clock.today():
        raise Refused("A day that has not come cannot be reported.")
    if store.state == StoreState.PREPARING or store.opened_on is None or day < store.opened_on:
        raise Refused("The store was not open that day.")
    trail.lock(db.session(), f"store:{store.id}")
    if queries.report_on(store, day) is not None:
        raise Refused("This day is sealed already.")
    if (shift := queries.still_open(store, day)) is not None:
        raise Refused("A shift is still under way at till %(till)s. Close it first.", till=shift.device)
    if held := queries.tablets_holding(store):
        raise Refused(HELD, name=held[0].device.name, count=held[0].orders)
    return queries.total_on(store, day)


def _sealed(store: Store, day: date, *, by: Any, late_reason: str, **facts: Any) -> DayReport:
    total, figures = queries.total_on(store, day), queries.figures_on(store, day)
    if (late := _is_late(day)) and not late_reason:
        raise Refused(LATE, field="late_reason")
    report = DayReport(
        store_id=store.id,
        day=day,
        orders=total.orders,
        reversals=total.reversals,
        expected=total.total,
        **{f"expected_{way.value}": expected for way, expected in queries.by_payment(total)},
        **asdict(figures),
        actor_id=by.id,
        late=late,
        late_reason=late_reason if late else "",
        tails=queries.tails_of(store, day) or None,
        **facts,
    )
    db.session.add(report)
    record("day_report.sealed", report, by=by)
    return report


def _is_late(day: date) -> bool:
    return clock.now() > calendar.deadline(day)


def excuse_day(store: Store, day: date, *, reason: str, by: Any) -> DayExcuse:
    """Head office excuses a missed day."""
    if calendar.state_of(store, day) != Timeliness.MISSING:
        raise Refused("Only a missed day can be excused.")
    excuse = DayExcuse(store_id=store.id, day=day, reason=reason, actor_id=by.id)
    db.session.add(excuse)
    record("day.excused", excuse, by=by, reason=reason)
    return excuse
