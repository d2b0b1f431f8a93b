"""The page of the calendar: a month of day reports, of many stores or of one (C40)."""

from collections import Counter
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, request, url_for
from flask_babel import format_date

from portal.kernel import clock
from portal.kernel.listing import as_csv, as_xlsx
from portal.kernel.words import N_, say
from portal.network.models import Level, Region, Store
from portal.network.queries import regions, store_by_code, stores
from portal.selling.models import Timeliness
from portal.supervision import queries
from portal.supervision.queries import StoreMonth

PER_PAGE = 40
# a word's tone → how a day of the calendar is drawn
DRAWN = {"guess": "ahead", "now": "today"}


class CalendarPage:
    """What the address asks for: `?month=2026-11&region=3&store=BJ-0001&page=2&format=xlsx`."""

    def __init__(self, viewer: Any) -> None:
        self.viewer = viewer
        self.first = queries.month_named(request.args.get("month", ""))
        self.last = clock.next_month(self.first) - timedelta(days=1)
        self.format = request.args.get("format", "")
        if self.first > clock.today() or self.format not in ("", "xlsx", "csv"):
            abort(404)

    @cached_property
    def store(self) -> Store | None:
        """The one store that is asked for, or the only one there is."""
        if code := request.args.get("store", ""):
            return store_by_code(code, self.viewer)
        mine = stores(self.viewer) if self.viewer.store_ids else ()
        return mine[0] if len(mine) == 1 else None

    @property
    def alone(self) -> bool:
        return self.store is not None

    @cached_property
    def region(self) -> Region | None:
        asked = request.args.get("region", type=int)
        found = next((region for region in self.tree if region.id == asked), None)
        if asked and found is None:
            abort(404)
        return found

    @cached_property
    def tree(self) -> list[Region]:
        """The regions to choose from: those in reach."""
        return [r for r in regions() if self.viewer.sees_everything or r.id in self.viewer.region_ids]

    @property
    def choices(self) -> list[tuple[int, str]]:
        deep = {Level.AREA: 0, Level.PROVINCE: 1, Level.CITY: 2}
        return [(region.id, "　" * deep[region.level] + region.name) for region in self.tree]

    @cached_property
    def months(self) -> list[StoreMonth]:
        if self.store is not None:
            return queries.store_months([self.store], self.first, self.last)
        return queries.month_of(self.viewer, self.first, self.last, region=self.region)

    @cached_property
    def counts(self) -> Counter[Timeliness]:
        return sum((row.counts for row in self.months), Counter())

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def number(self) -> int:
        return max(request.args.get("page", 1, type=int), 1)

    @property
    def shown(self) -> list[StoreMonth]:
        return self.months[(self.number - 1) * PER_PAGE : self.number * PER_PAGE]

    @property
    def more_url(self) -> str:
        return self.url(page=self.number + 1) if len(self.months) > self.number * PER_PAGE else ""

    @property
    def title(self) -> str:
        return month_title(self.first)

    @property
    def prev_url(self) -> str:
        return self.url(month=f"{self.first - timedelta(days=1):%Y-%m}", page=None)

    @property
    def next_url(self) -> str:
        following = clock.next_month(self.first)
        return self.url(month=f"{following:%Y-%m}", page=None) if following <= clock.today() else ""

    @property
    def weeks(self) -> list[list[dict[str, Any] | None]]:
        """One store's month as `ui/calendar.html` draws it."""
        states = self.months[0].days if self.months else {}
        cells: list[dict[str, Any] | None] = [None] * self.first.weekday()
        cells += [self.cell(day, states.get(day)) for day in self.days]
        cells += [None] * (-len(cells) % 7)
        return [cells[i : i + 7] for i in range(0, len(cells), 7)]

    def cell(self, day: date, state: Timeliness | None) -> dict[str, Any]:
        today = day == clock.today()
        told = state not in (None, Timeliness.AHEAD, Timeliness.CLOSED)
        word = {"label": state.label, "tone": state.tone} if state and told and state != Timeliness.DUE else None
        url = day_reports_url(self.store, day) if self.store and (told or today) else ""
        return {"date": day, "word": word, "url": url, "today": today}

    @staticmethod
    def day_class(state: Timeliness | None) -> str:
        """Return the classes of a day of the calendar."""
        tone = state.tone if state is not None else "ahead"
        return f"day {DRAWN.get(tone, tone)}".strip()

    @staticmethod
    def day_url(store: Store, day: date) -> str:
        return day_reports_url(store, day)

    def url(self, **changes: Any) -> str:
        args = {**request.args.to_dict(), **changes}
        query = urlencode({name: value for name, value in args.items() if value})
        return url_for("supervision.show_calendar") + (f"?{query}" if query else "")

    def export(self) -> Response:
        """Return the month as a file: a row a store, a column a day."""
        heads = [say(N_("Store code")), say(N_("Store")), *(day.isoformat() for day in self.days)]
        rows = [
            [row.store.code, row.store.name, *(row.days[day].label if day in row.days else "" for day in self.days)]
            for row in self.months
        ]
        make = as_xlsx if self.format == "xlsx" else as_csv
        return make(f"day-reports-{self.first:%Y-%m}.{self.format}", heads, rows)


def month_title(first: date) -> str:
    """Return "2026年11月" or "November 2026"."""
    return format_date(first, say(N_("MMMM yyyy")))


def day_reports_url(store: Store, day: date) -> str:
    """Return the page of one day's report, which shows its month too."""
    return url_for("selling.show_day_report", store_code=store.code, day=day.isoformat())
