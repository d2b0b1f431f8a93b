"""Sums of sales over days, from the roll-up that is written with each order; never from orders (C46)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, cast, func, literal, select, union_all

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.network.models import Store
from portal.selling.models import DayTotal


class Sums(NamedTuple):
    """What was sold: fen, orders (without reversals), orders of members."""

    total: int = 0
    orders: int = 0
    member_orders: int = 0

    @property
    def average(self) -> int | None:
        """Fen an order."""
        return self.total // self.orders if self.orders else None

    @property
    def member_share(self) -> float | None:
        return self.member_orders / self.orders if self.orders else None


NONE = Sums()
NAMES = Sums._fields


@dataclass(frozen=True)
class Span:
    """Days from first to last."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Months:
    """A month and the one before it: in full, or both up to today's day of the month."""

    now: Span
    before: Span

    @classmethod
    def around(cls, first: date) -> "Months":
        """Return the month that begins on `first`, and the one before, as far as the month has come."""
        today = clock.today()
        last = clock.next_month(first) - timedelta(days=1)
        start = clock.month_start(first - timedelta(days=1))
        end = first - timedelta(days=1)
        if today < last:
            last = max(today, first)
            end = min(end, start + (last - first))
        return cls(Span(first, last), Span(start, end))

    @property
    def so_far(self) -> bool:
        """Whether the month is still under way."""
        return self.now.last < clock.next_month(self.now.first) - timedelta(days=1)


def change(now: int | None, before: int | None) -> float | None:
    """Return the change as a share of what was before, or None where nothing was."""
    return (now - before) / before if now is not None and before else None


def by_store(viewer: Sees, months: Months) -> dict[int, tuple[Sums, Sums]]:
    """Return {store id: (sums of the month, sums of the month before)} in one statement.

    Each month is a stretch of the key and added up as it is read; telling the months apart row by row takes twice
    as long.
    """
    halves = [month_by_store(viewer, span, n) for n, span in enumerate((months.now, months.before))]
    both = within(union_all(*halves), DayTotal, because="the stores are those in reach")
    found: dict[int, list[Sums]] = {}
    for half, store_id, *sums in db.session.execute(both):
        found.setdefault(store_id, [NONE, NONE])[half] = Sums(*sums)
    return {store_id: (now, before) for store_id, (now, before) in found.items()}


def month_by_store(viewer: Sees, span: Span, half: int) -> Any:
    names = [whole(func.sum(getattr(DayTotal, name))).label(name) for name in NAMES]
    rows = _rows(viewer, span).with_only_columns(literal(half).label("half"), DayTotal.store_id, *names)
    return rows.group_by(DayTotal.store_id)


def by_day(viewer: Sees, months: Months, *, region_ids: Collection[int] | None = None) -> dict[date, int]:
    """Return {day: fen sold by the stores in reach, or in these regions} over both months, in one statement."""
    wanted = _rows(viewer, Span(months.before.first, months.now.last), region_ids)
    rows = wanted.with_only_columns(DayTotal.day, whole(func.sum(DayTotal.total))).group_by(DayTotal.day)
    return dict(db.session.execute(rows).all())


def of_days(viewer: Sees, first: date, last: date, store_ids: Iterable[int]) -> dict[tuple[int, date], Sums]:
    """Return {(store id, day): sums} of a few stores over a stretch of days."""
    rows = (
        DayTotal.seen_by(viewer)
        .where(DayTotal.store_id.in_(sorted(store_ids)), DayTotal.day.between(first, last))
        .with_only_columns(DayTotal.store_id, DayTotal.day, *(getattr(DayTotal, name) for name in NAMES))
    )
    return {(store_id, day): Sums(*sums) for store_id, day, *sums in db.session.execute(rows)}


def month_sales(viewer: Sees, months: Months) -> Any:
    """Return a scalar subquery: a store's sales of the month, for lists of stores."""
    return (
        DayTotal.seen_by(viewer)
        .with_only_columns(whole(func.coalesce(func.sum(DayTotal.total), 0)))
        .where(DayTotal.store_id == Store.id, DayTotal.day.between(months.now.first, months.now.last))
        .correlate(Store)
        .scalar_subquery()
    )


def add_up(sums: Iterable[Sums]) -> Sums:
    columns = list(zip(*sums, strict=True))
    return Sums(*map(sum, columns)) if columns else NONE


def lines(days: dict[date, int], months: Months) -> dict[str, list[Any]]:
    """Return what the chart of days needs, in whole yuan: labels, the days that are over, the month before.

    Today is left out while other days can be shown: half a day would look like a fall.
    """
    end = clock.next_month(months.now.first) - timedelta(days=1)
    month = Span(months.now.first, end).days
    today = clock.today()
    over = [day <= months.now.last and (day != today or day == months.now.first) for day in month]
    was = [months.before.first + timedelta(days=n) for n in range(len(month))]

    def yuan(day: date) -> int:
        return round(days.get(day, 0) / 100)

    return {
        "labels": [str(day.day) for day in month],
        "points": [yuan(day) if shown else None for day, shown in zip(month, over, strict=True)],
        "was": [yuan(day) if day < months.now.first else None for day in was],
    }


def _rows(viewer: Sees, span: Span, region_ids: Collection[int] | None = None) -> Any:
    """Return a select of the roll-up's rows; naming the stores lets each be read by its key, one after the other."""
    stores = Store.seen_by(viewer).with_only_columns(Store.id)
    if region_ids is not None:
        stores = stores.where(Store.region_id.in_(sorted(region_ids)))
    rows = select(DayTotal).where(DayTotal.store_id.in_(stores), DayTotal.day.between(span.first, span.last))
    return within(rows, DayTotal, because="the stores are those in reach")


def whole(column: Any) -> Any:
    """Return a sum as a whole number, which PostgreSQL would make a decimal one."""
    return cast(column, BigInteger)
