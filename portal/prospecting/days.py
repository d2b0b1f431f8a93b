"""Working time: what a manager planned and did on a day, and a week of all whom one answers for (C20)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import format_date

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.words import P_, Word
from portal.prospecting import queries
from portal.prospecting.models import Appointment, AppointmentState, Contact, DaySheet, Prospect


class Outcome(Word):
    """What became of something that was planned for a day."""

    AHEAD = "ahead", P_("plan", "To do")
    DONE = "done", P_("plan", "Done")
    MOVED = "moved", P_("plan", "Put off"), "late"
    CANCELLED = "cancelled", P_("plan", "Cancelled"), "off"
    OPEN = "open", P_("plan", "Not done"), "bad"


@dataclass(frozen=True)
class Plan:
    """One thing planned for a day: a time that was agreed, or a step that was promised."""

    prospect: Prospect
    what: str
    outcome: Outcome
    at: datetime | None = None
    appointment: Appointment | None = None


@dataclass(frozen=True)
class Day:
    """A person's day: what was planned, what was done, what he says of it."""

    user: User
    day: date
    plans: Sequence[Plan]
    done: Sequence[tuple[Contact, Prospect]]
    sheet: DaySheet | None

    @property
    def planned(self) -> list[Plan]:
        """What counts as planned for it: not what was put off in time, or cancelled."""
        gone = (Outcome.MOVED, Outcome.CANCELLED)
        return [plan for plan in self.plans if plan.appointment is None or plan.outcome not in gone]

    @property
    def open(self) -> list[Plan]:
        return [plan for plan in self.plans if plan.outcome == Outcome.OPEN]

    @property
    def minutes(self) -> int:
        """How long its contacts took, as far as that was said."""
        return sum(contact.minutes or 0 for contact, _prospect in self.done)


def day_of(user: User, day: date, viewer: Any) -> Day:
    """Read a person's day; the same number of statements whatever it held."""
    agreed, promised = queries.agreed_on(user.id, day, viewer), queries.promised_on(user.id, day, viewer)
    until = clock.at(day + timedelta(days=1))
    last = queries.last_contacts({prospect.id for prospect, _step, _at in promised}, until, viewer)
    plans = [of_appointment(one, day) for one in agreed]
    met = {one.prospect_id for one in agreed if one.day == day and one.state != AppointmentState.CANCELLED}
    for prospect, step, said in promised:
        if prospect.id not in met:
            plans.append(Plan(prospect, step, outcome_of(prospect, day, said, last.get(prospect.id))))
    done = [(contact, prospect) for contact, prospect in queries.done_on(user.id, day, viewer)]
    return Day(user, day, plans, done, queries.sheet_of(user.id, day, viewer))


def of_appointment(one: Appointment, day: date) -> Plan:
    """Say what became of a time that was agreed for a day."""
    moved = next((move for move in one.moves if clock.day_of(move.was) == day), None)
    if one.day != day and moved:
        return Plan(one.prospect, one.about, Outcome.MOVED, moved.was, one)
    of = {AppointmentState.KEPT: Outcome.DONE, AppointmentState.CANCELLED: Outcome.CANCELLED}
    left = Outcome.OPEN if one.is_overdue else Outcome.AHEAD
    return Plan(one.prospect, one.about, of.get(one.state, left), one.at, one)


def outcome_of(prospect: Prospect, day: date, said: datetime | None, last: datetime | None) -> Outcome:
    """Say what became of a promise: it is kept by any contact after it was given."""
    if prospect.is_live and prospect.next_on == day:
        return Outcome.OPEN if day < clock.today() else Outcome.AHEAD
    return Outcome.DONE if said is not None and last is not None and last > said else Outcome.MOVED


def weekday(day: date) -> str:
    """Return the short name of a day: 周四, Thu."""
    return format_date(day, "EEE")


@dataclass
class Cell:
    """What one person's day comes to."""

    planned: int = 0
    done: int = 0
    visits: int = 0
    overdue: int = 0
    sentence: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.planned or self.done)


@dataclass
class Row:
    """A person's week, and its sums."""

    user: User
    cells: list[Cell]

    @property
    def total(self) -> Cell:
        names = ("planned", "done", "visits", "overdue")
        return Cell(*(sum(getattr(cell, name) for cell in self.cells) for name in names))


@dataclass
class Week:
    """A week of all whom a viewer answers for: rows are managers, columns days."""

    first: date
    rows: list[Row] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(7)]

    @property
    def before(self) -> date:
        return self.first - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.first + timedelta(days=7)


def week_of(day: date, viewer: Any) -> Week:
    """Count the week that a day lies in; the same number of statements whatever it held."""
    week = Week(day - timedelta(days=day.weekday()))
    week.rows = [Row(user, [Cell() for _ in week.days]) for user in queries.below(viewer)]
    ids, days, today = [row.user.id for row in week.rows], week.days, clock.today()
    if not ids:
        return week
    cells = {row.user.id: row.cells for row in week.rows}
    met = set()
    for who, on, prospect_id, state in queries.week_of_appointments(ids, days, viewer):
        cell = cells[who][days.index(on)]
        cell.planned += 1
        cell.overdue += state == AppointmentState.PLANNED and on < today
        met.add((who, on, prospect_id))
    for who, n, count, visits in queries.week_of_contacts(ids, days, viewer):
        cells[who][n].done, cells[who][n].visits = count, visits
    for who, on, prospect_id, stands in queries.week_of_promises(ids, days, viewer):
        if (who, on, prospect_id) not in met:
            cell = cells[who][days.index(on)]
            cell.planned += 1
            cell.overdue += stands and on < today
    for (who, on), sentence in queries.written_in(ids, days, viewer).items():
        cells[who][days.index(on)].sentence = sentence
    return week
