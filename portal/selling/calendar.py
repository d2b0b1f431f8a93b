"""The calendar of day reports: the one place of the rule that says on time, late, missing … (C32, C40).

A store owes a report for each day of its life that its week says it is open, unless a closure was agreed or it is a
holiday there. The report is due until an hour of the next morning, ten unless an administrator set another; silence
after that is a missed report, which head office may excuse.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.accounts.queries import policy
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import House, Sees
from portal.network.models import Closure, Lifetime, Store
from portal.network.queries import holidays_between, with_city
from portal.selling.models import DayExcuse, DayReport, Timeliness

POLICY, HOUR = "day_reports", 10
HOUSE = House("calendar")

States = dict[tuple[int, date], Timeliness]


@dataclass(frozen=True)
class CalendarDay:
    """One day of one store's calendar."""

    day: date
    word: Timeliness
    report: DayReport | None = None

    @property
    def is_owed(self) -> bool:
        """Whether the store still has to report this day."""
        return self.word.is_owed


def deadline_hour() -> int:
    """Return the hour of the next morning until which reports are due, as an administrator set it."""
    return int(policy(POLICY).get("hour", HOUR))


def deadline(day: date, hour: int | None = None) -> datetime:
    """Return the moment until which a day's report is on time; whoever asks for many days reads the hour once."""
    return clock.at(day + timedelta(days=1), deadline_hour() if hour is None else hour)


def first_due() -> date:
    """Return the first day whose report is not overdue yet."""
    today, now, hour = clock.today(), clock.now(), deadline_hour()
    return next(day for day in days_between(today - timedelta(days=2), today) if now <= deadline(day, hour))


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from first to last, both included."""
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def calendar(store: Store, month: date, viewer: Sees) -> list[CalendarDay]:
    """Return every day of the month that `month` lies in, with its word."""
    first = clock.month_start(month)
    last = clock.next_month(first) - timedelta(days=1)
    states = report_states([store.id], first, last)
    found = DayReport.seen_by(viewer).where(DayReport.store_id == store.id, DayReport.day.between(first, last))
    reports = {report.day: report for report in db.session.scalars(found)}
    return [CalendarDay(day, states[store.id, day], reports.get(day)) for day in days_between(first, last)]


def report_states(of: Sees | Collection[int], first: date, last: date) -> States:
    """Return the word of every day from first to last, for all stores a viewer sees or for those with these ids.

    Who names ids has found the stores in his reach. Seven statements, whatever the number of stores and days.
    """
    # asked by its attribute: a proxy of the current user counts as a collection, too
    ids = None if hasattr(of, "sees_everything") else of
    facts = Facts(HOUSE if ids is not None else of, first, last, ids)
    today, due_from = clock.today(), first_due()
    return {
        (store.id, day): word_of(facts, store, day, today, due_from)
        for store in facts.stores
        for day in days_between(first, last)
    }


def state_of(store: Store, day: date) -> Timeliness:
    """Return the word of one day of one store."""
    return report_states([store.id], day, day)[store.id, day]


def word_of(facts: "Facts", store: Store, day: date, today: date, due_from: date) -> Timeliness:
    """The rule itself."""
    if (reported := facts.reports.get((store.id, day))) is not None:
        return reported
    if not facts.owes(store, day):
        return Timeliness.CLOSED
    if (store.id, day) in facts.excuses:
        return Timeliness.EXCUSED
    if day > today:
        return Timeliness.AHEAD
    return Timeliness.DUE if day >= due_from else Timeliness.MISSING


class Facts:
    """What the rule needs to know of some stores in a stretch of days."""

    def __init__(self, viewer: Any, first: date, last: date, store_ids: Collection[int] | None) -> None:
        def rows(model: Any, *conditions: Any) -> Any:
            found = model.seen_by(viewer).where(*conditions)
            return db.session.scalars(found if store_ids is None else found.where(model.store_id.in_(store_ids)))

        stores = Store.seen_by(viewer).options(with_city()).order_by(Store.code)
        self.stores = db.session.scalars(stores if store_ids is None else stores.where(Store.id.in_(store_ids))).all()
        self.lives: dict[int, list[Lifetime]] = defaultdict(list)
        for life in rows(Lifetime, Lifetime.first_day <= last):
            self.lives[life.store_id].append(life)
        self.closures: dict[int, list[Closure]] = defaultdict(list)
        for closure in rows(Closure, Closure.first_day <= last, Closure.last_day >= first):
            self.closures[closure.store_id].append(closure)
        self.holidays = holidays_between(first, last)
        self.excuses = {(excuse.store_id, excuse.day) for excuse in rows(DayExcuse, DayExcuse.day.between(first, last))}
        self.reports = {(r.store_id, r.day): r.timeliness for r in rows(DayReport, DayReport.day.between(first, last))}

    def owes(self, store: Store, day: date) -> bool:
        """Whether the store trades that day: alive, open by its week, no closure agreed, and no holiday there."""
        lives, day_open = self.lives[store.id], store.opening_days[day.weekday()] == "1"
        alive = any(life.first_day <= day and (life.last_day is None or day <= life.last_day) for life in lives)
        shut = any(closure.first_day <= day <= closure.last_day for closure in self.closures[store.id])
        return alive and day_open and not shut and not any(holiday.holds(store, day) for holiday in self.holidays)
