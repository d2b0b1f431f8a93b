"""Missed reports found in one statement, for pages that look at every store (C40).

The rule is that of `selling.calendar`, which a test holds these reads to; here it is said in SQL, because
a home page may not read each report of the whole network.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Interval, and_, exists, extract, func, literal, or_, select

from portal.kernel import clock
from portal.kernel.db import db, is_sqlite
from portal.kernel.scope import Sees, within
from portal.network.models import Closure, Lifetime, Store
from portal.network.queries import is_holiday
from portal.selling.calendar import States, first_due
from portal.selling.models import DayExcuse, DayReport, Timeliness


@dataclass(frozen=True)
class Owed:
    """A day whose report a store still has to make: due, or missing."""

    store_id: int
    code: str
    name: str
    day: date
    word: Timeliness

    @property
    def is_missing(self) -> bool:
        return self.word == Timeliness.MISSING


@dataclass(slots=True)
class Missed:
    """How many reports a store missed, and the first of them."""

    code: str
    name: str
    day: date
    count: int


def missed_by_store(viewer: Sees, since: date) -> list[Missed]:
    """Return the stores with missed reports from a day on, those with the most first."""
    rows = duties(viewer, since, first_due() - timedelta(days=1))
    day = rows.selected_columns.day
    counted = (
        rows.where(DayReport.id.is_(None), DayExcuse.id.is_(None))
        .with_only_columns(Store.code, Store.name, func.min(day), func.count())
        .group_by(Store.id)
        .order_by(None)
        .order_by(func.count().desc(), Store.code)
    )
    return [Missed(*row) for row in db.session.execute(counted)]


def owed_days(viewer: Sees, since: date) -> list[Owed]:
    """Return every report, from a day until today, that is due or missing, oldest first."""
    silent = duties(viewer, since, clock.today()).where(DayReport.id.is_(None), DayExcuse.id.is_(None))
    due_from = first_due()
    return [
        Owed(store_id, code, name, day, Timeliness.DUE if day >= due_from else Timeliness.MISSING)
        for store_id, code, name, day, *_rest in db.session.execute(silent)
    ]


def states_of(viewer: Sees, first: date, last: date, store_ids: Collection[int]) -> States:
    """Return the words of the days on which these stores owe a report; other days are left out."""
    due_from, states = first_due(), {}
    rows = duties(viewer, first, min(last, clock.today())).where(Store.id.in_(sorted(store_ids)))
    for store_id, _code, _name, day, late, no_sales, excuse in db.session.execute(rows):
        if late is not None:
            states[store_id, day] = Timeliness.LATE if late else Timeliness.NO_SALES if no_sales else Timeliness.ON_TIME
        elif excuse is not None:
            states[store_id, day] = Timeliness.EXCUSED
        else:
            states[store_id, day] = Timeliness.DUE if day >= due_from else Timeliness.MISSING
    return states


def duties(viewer: Sees, first: date, last: date) -> Any:
    """Return a select of (store id, code, name, day, late, no sales, excuse) of each owed day, by day and code."""
    day = days_table(first, last)
    closed = exists().where(Closure.store_id == Store.id, day.c.day.between(Closure.first_day, Closure.last_day))
    alive = and_(
        Lifetime.store_id == Store.id,
        Lifetime.first_day <= day.c.day,
        or_(Lifetime.last_day.is_(None), Lifetime.last_day >= day.c.day),
    )
    rows = (
        Store.seen_by(viewer)
        .with_only_columns(
            Store.id, Store.code, Store.name, day.c.day, DayReport.late, DayReport.no_sales, DayExcuse.id
        )
        .join(day, func.substr(Store.opening_days, day.c.weekday, 1) == "1")
        .join(Lifetime, alive)
        .outerjoin(DayReport, and_(DayReport.store_id == Store.id, DayReport.day == day.c.day))
        .outerjoin(DayExcuse, and_(DayExcuse.store_id == Store.id, DayExcuse.day == day.c.day))
        .where(~closed, ~is_holiday(day.c.day))
        .order_by(day.c.day, Store.code)
    )
    return within(rows, Lifetime, Closure, DayReport, DayExcuse, because="joined to the stores the viewer sees")


def days_table(first: date, last: date) -> Any:
    """Return the days as rows of (day, weekday counted from one); none when last lies before first.

    The database counts them up itself: a list of days would make another statement of every stretch.
    """
    if is_sqlite():
        anchor = select(literal(first, Date).label("day")).where(literal(first, Date) <= last)
        begun: Any = anchor.cte("each", recursive=True)
        each: Any = begun.union_all(select(func.date(begun.c.day, "+1 day", type_=Date)).where(begun.c.day < last))
        weekday = (func.strftime("%w", each.c.day).cast(Integer) + 6) % 7 + 1
    else:
        counted = func.generate_series(literal(first, Date), literal(last, Date), literal("1 day").cast(Interval))
        each = select(counted.column_valued("at").cast(Date).label("day")).cte("each")
        weekday = extract("isodow", each.c.day).cast(Integer)
    return select(each.c.day, weekday.label("weekday")).cte("days")
