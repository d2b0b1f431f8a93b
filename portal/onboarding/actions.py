"""What is done to plans and their tasks (C27–C30)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from werkzeug.datastructures import FileStorage

from portal.kernel import clock, files
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.kernel.words import P_, say
from portal.network import actions as network
from portal.network.models import Store
from portal.onboarding.models import Plan, Task, TaskState, TemplateTask
from portal.onboarding.outlook import Outlook
from portal.onboarding.template import seed_template, template

ONE = timedelta(days=1)
MOST_PHOTOS = 12
LONGEST_DELAY = timedelta(days=120)


def make_plan(store: Store, *, by: Any, starts_on: date | None = None) -> Plan:
    """Make the dated plan of a new store from the template (C27).

    It begins tomorrow at the earliest; where the planned opening leaves more time, so that it ends right before it.
    Where it leaves less, the planned day stays what was promised and the plan is late from its first day.
    """
    rows = template() or seed_template()
    length = max(row.last_day for row in rows)
    earliest = starts_on or clock.today() + ONE
    promised = store.planned_opening or earliest + length * ONE
    begins = starts_on or max(earliest, promised - length * ONE)
    plan = Plan(store_id=store.id, store=store, starts_on=begins, planned_opening=promised)
    plan.tasks = [_task(row, plan) for row in rows]
    db.session.add(plan)
    record("plan.made", plan, by=by, tasks=len(rows))
    ids = {task.code: task.id for task in plan.tasks}
    for row, task in zip(rows, plan.tasks, strict=True):
        task.after_id = ids.get(row.after_code)
    db.session.flush()
    return plan


def _task(row: TemplateTask, plan: Plan) -> Task:
    first_day, last_day = (plan.starts_on + (day - 1) * ONE for day in (row.first_day, row.last_day))
    return Task(
        store_id=plan.store_id,
        code=row.code,
        position=row.position,
        group=row.group,
        title=row.title,
        guidance=row.guidance,
        required=row.required,
        needs_photo=row.needs_photo,
        planned_start=first_day,
        planned_due=last_day,
        starts_on=first_day,
        due_on=last_day,
    )


def start(task: Task, *, by: Any) -> None:
    """Begin a task; what it waits for must be done first."""
    _refuse_over(task)
    if task.state != TaskState.TODO:
        raise Refused("Only a task that is to do can be started.")
    outlook = Outlook(task.plan)
    if not outlook.is_ready(task):
        raise Refused("First comes: %(task)s.", task=outlook.tasks[task.after_id or 0].name)
    task.state = TaskState.DOING
    record("task.started", task, by=by)
    _reckon(task.plan)


def finish(task: Task, *, by: Any, note: str = "", photos: Sequence[FileStorage] = ()) -> None:
    """Say that a task is done, with a note and photos; fit-out is shown by photos (C28)."""
    _refuse_over(task)
    if task.state != TaskState.DOING:
        raise Refused("Only a task that was started can be done.")
    if task.needs_photo and not photos and not task.photo_ids:
        raise Refused("This task is shown by a photo: add at least one.", field="photos")
    if len(photos) + len(task.photo_ids) > MOST_PHOTOS:
        raise Refused("At most %(most)s photos.", field="photos", most=MOST_PHOTOS)
    task.photo_ids = [*task.photo_ids, *_kept(task, photos, by)]
    task.state, task.note, task.done_by, task.done_at = TaskState.DONE, note, by.id, clock.now()
    record("task.done", task, by=by, photos=len(task.photo_ids))
    _reckon(task.plan)


def accept(task: Task, *, by: Any) -> None:
    """Accept what someone else did (C30)."""
    _refuse_over(task)
    _refuse_unless_done(task)
    if task.done_by == by.id:
        raise Refused("Whoever did a task does not accept it himself: the director or head office does.")
    task.state, task.accepted_by, task.accepted_at = TaskState.ACCEPTED, by.id, clock.now()
    task.settled_at = task.accepted_at
    record("task.accepted", task, by=by)


def send_back(task: Task, *, by: Any, reason: str) -> None:
    """Send a task back to be put right, saying why (C30)."""
    _refuse_over(task)
    _refuse_unless_done(task)
    if not reason:
        raise Refused("Say what has to be put right.", field="return_reason")
    task.state, task.done_by, task.done_at = TaskState.DOING, None, None
    task.returned_reason, task.returned_by, task.returned_at = reason, by.id, clock.now()
    record("task.returned", task, by=by, reason=reason)
    _reckon(task.plan)


def waive(task: Task, *, by: Any, reason: str) -> None:
    """Head office lets a task go, saying why."""
    _refuse_over(task)
    if task.is_settled:
        raise Refused("This task is settled already.")
    if not reason:
        raise Refused("Say why it is not needed.", field="waive_reason")
    task.state, task.waived_reason, task.waived_by, task.settled_at = TaskState.WAIVED, reason, by.id, clock.now()
    record("task.waived", task, by=by, reason=reason)
    _reckon(task.plan)


def delay(task: Task, *, by: Any, until: date | None, reason: str) -> None:
    """Say that a task will last longer, until when and why: what waits for it and the opening move along (C30)."""
    _refuse_over(task)
    if task.is_finished:
        raise Refused("This task is done already.")
    if until is None or not max(clock.today(), task.planned_due) <= until <= clock.today() + LONGEST_DELAY:
        raise Refused("Give a day from today on, not before the planned one.", field="until")
    if not reason:
        raise Refused("Say what holds it up.", field="delay_reason")
    task.delayed_to, task.delay_reason, task.delayed_by, task.delayed_at = until, reason, by.id, clock.now()
    record("task.delayed", task, by=by, reason=reason)
    _reckon(task.plan)


def open_store(plan: Plan, *, by: Any) -> None:
    """Open the store once every required task is settled; names those that are not (C30)."""
    _refuse_over_plan(plan)
    if plan.open_required:
        names = say(P_("between listed things", ", ")).join(task.name for task in plan.open_required)
        raise Refused("Not yet settled: %(tasks)s.", tasks=names)
    network.open_store(plan.store, by=by)
    record("plan.completed", plan, by=by)


def _refuse_over(task: Task) -> None:
    _refuse_over_plan(task.plan)


def _refuse_over_plan(plan: Plan) -> None:
    if plan.is_over:
        raise Refused("This onboarding is over.")


def _refuse_unless_done(task: Task) -> None:
    if task.state != TaskState.DONE:
        raise Refused("This task does not wait to be accepted.")


def _reckon(plan: Plan) -> None:
    """Write down each task's days as they stand now: a late one moves those that wait for it."""
    outlook = Outlook(plan)
    for task in plan.tasks:
        slot = outlook.slot(task)
        task.starts_on, task.due_on = max(slot.first_day, task.planned_start), max(slot.last_day, task.planned_due)


def _kept(task: Task, photos: Sequence[FileStorage], by: Any) -> list[int]:
    kept = [files.keep(photo, by=by, store_id=task.store_id) for photo in photos]
    db.session.flush()
    return [file.id for file in kept]
