"""A store's month of day reports as the calendar draws it, and the page of one day (C32, C40)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from flask import abort, url_for
from flask_babel import format_date

from portal.kernel import clock
from portal.kernel.words import N_, say
from portal.network.models import Store, StoreState
from portal.selling import queries
from portal.selling.calendar import CalendarDay, calendar, deadline, state_of
from portal.selling.models import DayReport, Timeliness

QUIET = (Timeliness.DUE, Timeliness.AHEAD, Timeliness.CLOSED)
COUNTED = (Timeliness.ON_TIME, Timeliness.LATE, Timeliness.MISSING, Timeliness.NO_SALES)


def read_day(text: str) -> date:
    """Read a day of an address, or answer 404."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return day if date(2000, 1, 1) <= day <= date(2100, 1, 1) else abort(404)


def read_month(text: str) -> date:
    """Read "2026-11" as its first day, or answer 404; "" is this month."""
    return read_day(f"{text}-01") if text else clock.month_start(clock.today())


@dataclass
class Month:
    """One store's month, as `ui/calendar.html` wants it."""

    store: Store
    first: date
    days: list[CalendarDay]

    @property
    def title(self) -> str:
        return format_date(self.first, say(N_("MMMM yyyy")))

    @property
    def prev_url(self) -> str:
        return self.url(self.first - timedelta(days=1))

    @property
    def next_url(self) -> str:
        following = clock.next_month(self.first)
        return self.url(following) if following <= clock.today() else ""

    def url(self, day: date) -> str:
        return url_for("selling.show_month", store_code=self.store.code, month=f"{day:%Y-%m}")

    @property
    def counts(self) -> list[tuple[Timeliness, int]]:
        counted = Counter(day.word for day in self.days)
        return [(word, counted[word]) for word in COUNTED]

    @property
    def weeks(self) -> list[list[dict[str, Any] | None]]:
        cells: list[dict[str, Any] | None] = [None] * self.first.weekday()
        cells += [self.cell(day) for day in self.days]
        cells += [None] * (-len(cells) % 7)
        return [cells[i : i + 7] for i in range(0, len(cells), 7)]

    def cell(self, found: CalendarDay) -> dict[str, Any]:
        today = clock.today()
        # what is due since yesterday is said, today's report is not waited for yet
        told = found.word not in QUIET or self.rests(found) or (found.is_owed and found.day < today)
        url = url_for("selling.show_day_report", store_code=self.store.code, day=found.day.isoformat())
        return {
            "date": found.day,
            "word": {"label": found.word.label, "tone": found.word.tone} if told else None,
            "url": url if (told and found.day <= today) or found.is_owed else "",
            "today": found.day == today,
        }

    def rests(self, found: CalendarDay) -> bool:
        """Whether a store that trades is shut that day: by its week, a holiday or a closure that was agreed."""
        begun = self.store.opened_on
        trades = self.store.state == StoreState.OPEN and begun is not None and begun <= found.day
        return trades and found.word == Timeliness.CLOSED


def month_of(store: Store, first: date, viewer: Any) -> Month:
    """Return the month of a store in reach."""
    return Month(store, first, calendar(store, first, viewer))


class DayPage:
    """What the page of one store's day shows: totals by payment, the report or what is missing."""

    def __init__(self, store: Store, day: date, viewer: Any) -> None:
        self.store, self.day = store, day
        self.total = queries.total_on(store, day)
        self.report: DayReport | None = queries.report_on(store, day)
        self.word = state_of(store, day)
        self.excuse = queries.excuse_on(store, day) if self.word == Timeliness.EXCUSED else None
        self.deadline = deadline(day)
        self.may_seal = queries.may_seal(viewer, store)
        self.shifts = queries.shifts_of_day(store, day)

    @cached_property
    def holding(self) -> list[queries.Holding]:
        """The tablets whose orders keep this day from being sealed."""
        return queries.tablets_holding(self.store)

    @property
    def tails(self) -> list[tuple[str, datetime]]:
        """Which tablets may have sold unheard, and since when: as sealed, else as it is now."""
        told = self.report.tails if self.report else queries.tails_of(self.store, self.day)
        return [(one["device"], datetime.fromisoformat(one["since"])) for one in told or []]

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    @property
    def has_come(self) -> bool:
        return self.day <= clock.today()

    @property
    def is_late(self) -> bool:
        return clock.now() > self.deadline

    @property
    def title(self) -> str:
        return format_date(self.day, say(N_("EEEE, d MMMM yyyy")))

    @property
    def payments(self) -> list[Any]:
        return queries.by_payment(self.total)

    @property
    def movements(self) -> int:
        return self.total.orders + self.total.reversals

    @property
    def minutes_left(self) -> int:
        return max(0, int((self.deadline - clock.now()).total_seconds() // 60))

    @property
    def figures(self) -> queries.DayFigures:
        """What was sold by category, brought back, settled, and who registered: as sealed, else as it is now."""
        told = self.report
        if told is None or told.by_category is None:  # older reports did not keep it
            return queries.figures_on(self.store, self.day)
        return queries.DayFigures(told.members or 0, told.returns or 0, told.settled or 0, told.by_category)
