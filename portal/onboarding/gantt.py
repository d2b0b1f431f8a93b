"""The plan as a drawing: rows in the order of the list beside it, days across, all in percent and rows (C27)."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.onboarding.models import Task, TaskGroup, TaskState
from portal.onboarding.outlook import Outlook

ONE = timedelta(days=1)
BEHIND = 2  # days drawn after the predicted opening


@dataclass(frozen=True)
class Bar:
    """A stretch of days: what it stands for, where it begins and how wide it is, in percent."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Line:
    """One line of the drawing: a group's heading, or a task with its bars."""

    row: int
    group: TaskGroup | None = None
    task: Task | None = None
    bars: tuple[Bar, ...] = ()
    slip: int = 0


@dataclass(frozen=True)
class Link:
    """The line from a task to one that waits for it."""

    x: float
    from_row: int
    to_row: int
    slips: bool


class Gantt:
    """A plan drawn over its days."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook = outlook
        plan = outlook.plan
        last_day = (
            max(outlook.opening, plan.planned_opening, *(outlook.slot(t).last_day for t in plan.tasks)) + BEHIND * ONE
        )
        first_day = min(plan.starts_on, *(outlook.slot(t).first_day for t in plan.tasks))
        self.days = [first_day + n * ONE for n in range((last_day - first_day).days + 1)]
        self.lines = self._lines()
        self.rows = {line.task.id: line.row for line in self.lines if line.task}

    def x(self, day: date) -> float:
        """Return where a day begins, in percent."""
        return round((day - self.days[0]).days * 100 / len(self.days), 3)

    @property
    def height(self) -> int:
        """Rows, the head and the opening included."""
        return len(self.lines) + 2

    @property
    def today_x(self) -> float | None:
        today = self.outlook.today
        return self.x(today) + 50 / len(self.days) if self.days[0] <= today <= self.days[-1] else None

    @property
    def opening_x(self) -> float:
        return self.x(self.outlook.opening) + 50 / len(self.days)

    def weekends(self) -> list[Bar]:
        width = 100 / len(self.days)
        return [Bar("rest", self.x(day), round(width, 3)) for day in self.days if day.weekday() >= 5]

    def ticks(self) -> list[tuple[float, str, bool]]:
        """Return (x, label, whether it is today): every day, or every other where they would crowd."""
        step = 1 if len(self.days) <= 28 else 2
        half = 50 / len(self.days)
        return [
            (self.x(day) + half, str(day.day), day == self.outlook.today)
            for n, day in enumerate(self.days)
            if n % step == 0 or day == self.outlook.today
        ]

    def _lines(self) -> list[Line]:
        lines: list[Line] = []
        for group, tasks in self.outlook.groups():
            lines.append(Line(len(lines) + 1, group=group))
            for task in tasks:
                slip = self.outlook.slip(task)
                lines.append(Line(len(lines) + 1, task=task, bars=tuple(self._bars(task)), slip=slip))
        return lines

    def _bars(self, task: Task) -> list[Bar]:
        slot, slip = self.outlook.slot(task), self.outlook.slip(task)
        if task.is_finished:
            return [self._bar("done", slot.first_day, slot.last_day)]
        bars = [self._bar("plan", task.planned_start, task.planned_due)] if slip else []
        # where only its own end slips, the solid part ends where it was planned to
        is_moved = slot.first_day > task.planned_start
        bars.append(self._bar("todo moved" if slip and is_moved else "todo", slot.first_day, slot.last_day))
        if task.state == TaskState.DOING:
            bars.append(self._bar("doing", slot.first_day, min(slot.last_day, self.outlook.today)))
        if slip and not is_moved:
            bars.append(self._bar("slip", task.planned_due + ONE, slot.last_day))
        return bars

    def _bar(self, kind: str, first_day: date, last_day: date) -> Bar:
        x = self.x(first_day)
        return Bar(kind, x, round(max(self.x(last_day + ONE) - x, 100 / len(self.days) / 2), 3))

    def links(self) -> list[Link]:
        found = []
        for task in self.outlook.plan.tasks:
            if task.after_id in self.rows and not task.is_finished:
                before = self.outlook.tasks[task.after_id]
                x = self.x(self.outlook.slot(before).last_day + ONE)
                slips = self.outlook.slip(before) > 0
                found.append(Link(x, self.rows[before.id], self.rows[task.id], slips))
        return found
