"""Time comes from here: UTC in storage, the network's zone on screen, business days for shops."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

# as a Chinese spreadsheet writes days into a csv file: 2026/1/5, and 2026/1/5 9:30
_WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})(:\d{2}.*))?", re.ASCII)
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Let a moment of the past be now, while the demo network's story tells of it: rows, steps and trail agree."""
    before = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(before)


def zone() -> ZoneInfo:
    """Return the network's zone (`PORTAL_TZ`)."""
    return ZoneInfo(current_app.config["PORTAL_TZ"] if has_app_context() else "Asia/Shanghai")


def local(moment: datetime) -> datetime:
    """Return the moment in the network's zone."""
    return moment.astimezone(zone())


def day_of(moment: datetime) -> date:
    """Return the business day of a moment: the local date on which it happened."""
    return local(moment).date()


def said_from(moment: datetime) -> str:
    """Return when something begins, as it is shown: what begins with a day has no hour."""
    return local(moment).strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")


def today() -> date:
    """Return today's business day."""
    return day_of(now())


def at(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """Return the UTC moment of a local wall-clock time."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=zone()).astimezone(UTC)


def month_start(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def parse_moment(text: str) -> datetime:
    """Read a moment, ISO's way or a spreadsheet's; one without an offset is local. Raises ValueError."""
    moment = _read(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone())).astimezone(UTC)


def parse_day(text: str) -> date:
    """Read a day, ISO's way or a spreadsheet's, which may have a time behind it. Raises ValueError."""
    return _read(text).date()


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        if (found := _WRITTEN.fullmatch(text.strip())) is None:
            raise
        year, month, day, hour, rest = found.groups()
        return datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}" + (f"T{hour:0>2}{rest}" if hour else ""))
