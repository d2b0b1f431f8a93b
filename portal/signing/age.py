"""The age of an application in working days: holidays do not count, and it stands still while returned (C25)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from portal.kernel import clock
from portal.kernel.words import N_, say
from portal.signing.models import Application, Verdict

DECIDE_WITHIN = 5  # working days
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A stretch of the clock: it ran, it stood still, or it is what is left."""

    kind: str
    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True)
class Age:
    """How long head office has had an application."""

    used: int
    due: date
    is_running: bool
    spans: tuple[Span, ...] = ()
    limit: int = DECIDE_WITHIN

    @property
    def days_late(self) -> int:
        """Working days past the limit, today not counted."""
        return max(0, self.used - self.limit) if self.is_running else 0

    @property
    def is_due(self) -> bool:
        """Whether today is the last day, or it is past."""
        return self.is_running and self.used >= self.limit - 1 and clock.today() >= self.due

    @property
    def said(self) -> str:
        if not self.is_running:
            return say(N_("The clock stands still"))
        today = clock.today()
        if today > self.due:
            return say(N_("Overdue since %(day)s"), day=self.due.isoformat())
        if today == self.due:
            return say(N_("Due today"))
        return say(N_("Due on %(day)s"), day=self.due.isoformat())

    def bars(self) -> list[tuple[str, float, float]]:
        """Return (kind, x, width) of each span in percent of the whole."""
        total = sum(span.days for span in self.spans) or 1
        found, x = [], 0.0
        for span in self.spans:
            width = span.days * 100 / total
            found.append((span.kind, round(x, 2), round(width, 2)))
            x += width
        return found


def is_working_day(day: date) -> bool:
    """Whether head office works that day: by the state's calendar, by plain weeks where it is not known yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def days_between(first_day: date, last_day: date) -> Iterator[date]:
    day = first_day
    while day <= last_day:
        yield day
        day += ONE


def age_of(application: Application) -> Age | None:
    """Return the age of an application, or None while it was never handed in."""
    if not application.submissions:
        return None
    today, worked, spans = clock.today(), set[date](), list[Span]()
    for submission in application.submissions:
        begin, end = clock.day_of(submission.at), end_of_round(application, submission.round)
        if spans and (gap := spans[-1].last_day + ONE) < begin:
            spans.append(Span("stopped", gap, begin - ONE))
        # a day that is not over has not been used
        last_day = end or today - ONE
        worked |= {day for day in days_between(begin, last_day) if is_working_day(day)}
        if last_day >= begin:
            spans.append(Span("ran", begin, last_day))
    running = application.awaits_decision
    due = due_day(sorted(worked), today)
    if running and due >= today:
        spans.append(Span("left", today, due))
    return Age(len(worked), due, running, tuple(spans))


def end_of_round(application: Application, round: int) -> date | None:
    """Return the day on which a round was answered; None while it waits."""
    mine = [d for d in application.decisions if d.round == round]
    closing = [d for d in mine if d.verdict != Verdict.APPROVED]
    if not closing and round == application.round and application.awaits_decision:
        return None
    answered = closing or mine
    return clock.day_of(answered[-1].at) if answered else clock.day_of(application.submissions[round - 1].at)


def due_day(worked: list[date], today: date) -> date:
    """Return the last day for an answer: the limit's last working day, those already used counted first."""
    if len(worked) >= DECIDE_WITHIN:
        return worked[DECIDE_WITHIN - 1]
    left, day = DECIDE_WITHIN - len(worked), today
    while True:
        left -= is_working_day(day)
        if left == 0:
            return day
        day += ONE
