"""What a plan will come to: each task's days as they stand now, what they move, and the predicted opening (C27, C30).

A task begins when the one before it is over, never before its planned day, and takes as long as planned; one that is
not done when its days are up lasts at least until today, or until the day someone said it would.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from portal.kernel import clock
from portal.onboarding.models import Plan, Task, TaskGroup, TaskState

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """The days a task has now."""

    first_day: date
    last_day: date


class Outlook:
    """A plan seen from today."""

    def __init__(self, plan: Plan, today: date | None = None) -> None:
        self.plan, self.today = plan, today or clock.today()
        self.tasks = {task.id: task for task in plan.tasks}
        self._slots: dict[int, Slot] = {}

    def slot(self, task: Task) -> Slot:
        if task.id not in self._slots:
            self._slots[task.id] = self._slot(task)
        return self._slots[task.id]

    def _slot(self, task: Task) -> Slot:
        before = self.tasks.get(task.after_id or 0)
        first_day = task.planned_start
        if before is not None:
            first_day = max(first_day, self.slot(before).last_day + ONE)
        if (ended := task.ended_on) is not None:
            return Slot(min(first_day, ended), ended)
        last_day = max(first_day + (task.days - 1) * ONE, task.delayed_to or first_day)
        return Slot(first_day, max(last_day, self.today) if first_day <= self.today else last_day)

    def slip(self, task: Task) -> int:
        """Days by which a task that is not over ends later than planned."""
        return 0 if task.is_finished else max(0, (self.slot(task).last_day - task.planned_due).days)

    def is_late(self, task: Task) -> bool:
        """Whether its own planned days are up and it is not done."""
        return not task.is_finished and task.planned_due < self.today

    def is_ready(self, task: Task) -> bool:
        """Whether nothing keeps it from being started."""
        before = self.tasks.get(task.after_id or 0)
        return before is None or before.is_finished

    @cached_property
    def opening(self) -> date:
        """The predicted opening: the day after the last required task, never before the planned day or today."""
        if self.plan.is_over:
            return self.plan.store.opened_on or self.plan.planned_opening
        ends = [self.slot(task).last_day + ONE for task in self.plan.tasks if task.required]
        return max([self.plan.planned_opening, self.today, *ends])

    @property
    def days_slipped(self) -> int:
        return max(0, (self.opening - self.plan.planned_opening).days)

    def below(self, task: Task) -> list[Task]:
        """Return every task that waits for this one, directly or not."""
        found: list[Task] = []
        for other in self.plan.tasks:
            if other.after_id == task.id:
                found += [other, *self.below(other)]
        return found

    def moved_by(self, task: Task) -> list[Task]:
        """Return what this task's slip moves."""
        return [other for other in self.below(task) if self.slip(other) > 0]

    @cached_property
    def holder(self) -> Task | None:
        """The one task that holds the plan up: it slips by itself, and most of all."""
        own = [task for task in self.plan.tasks if task.required and self.slip(task) > self._inherited(task)]
        return max(own, key=lambda t: (self._pushes_to(t), self.slip(t), -t.position)) if own else None

    def _inherited(self, task: Task) -> int:
        before = self.tasks.get(task.after_id or 0)
        return self.slip(before) if before is not None else 0

    def _pushes_to(self, task: Task) -> date:
        return max(self.slot(other).last_day for other in [task, *self.below(task)])

    @property
    def settled(self) -> int:
        return sum(task.is_settled for task in self.plan.tasks)

    @property
    def day_number(self) -> int:
        """Which day of the plan today is; 0 before it begins."""
        return max(0, (self.today - self.plan.starts_on).days + 1)

    @property
    def length(self) -> int:
        """Days from the plan's first day to its last."""
        return (self.ends_on - self.plan.starts_on).days + 1

    @property
    def ends_on(self) -> date:
        """The last day of the plan as it was made."""
        return max((t.planned_due for t in self.plan.tasks), default=self.plan.planned_opening - ONE)

    @property
    def days_short(self) -> int:
        """Days by which the planned opening came too early for the tasks even as they were planned."""
        ends = [task.planned_due + ONE for task in self.plan.tasks if task.required]
        return max(0, (max(ends, default=self.plan.planned_opening) - self.plan.planned_opening).days)

    def due(self) -> list[Task]:
        """Return what should be worked on today: under way, or ready and its day come."""
        return [task for task in self.plan.tasks if self.is_due(task)]

    def is_due(self, task: Task) -> bool:
        if task.state == TaskState.DOING:
            return True
        return task.state == TaskState.TODO and self.is_ready(task) and task.planned_start <= self.today

    def ahead(self) -> list[Task]:
        rest = [task for task in self.plan.tasks if not task.is_finished and not self.is_due(task)]
        return sorted(rest, key=lambda task: (self.slot(task).first_day, task.position))

    def to_accept(self) -> list[Task]:
        return [task for task in self.plan.tasks if task.state == TaskState.DONE]

    def over(self) -> list[Task]:
        return [task for task in self.plan.tasks if task.is_settled]

    def groups(self) -> list[tuple[TaskGroup, list[Task]]]:
        """Return the tasks by group, in the template's order."""
        grouped = [(group, [t for t in self.plan.tasks if t.group == group]) for group in TaskGroup]
        return [(group, tasks) for group, tasks in grouped if tasks]
