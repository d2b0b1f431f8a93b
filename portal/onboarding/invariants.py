"""What must hold of plans and tasks, checked by `flask verify`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from portal.kernel.db import db
from portal.kernel.scope import House
from portal.onboarding.models import Plan, TaskState

HOUSE: Any = House("verify")


def troubles() -> list[str]:
    found = Plan.seen_by(HOUSE).options(joinedload(Plan.store), selectinload(Plan.tasks))
    return [trouble for plan in db.session.scalars(found) for trouble in troubles_of(plan)]


def troubles_of(plan: Plan) -> Iterator[str]:
    ids = {task.id for task in plan.tasks}
    for task in plan.tasks:
        name = f"task {task.id} of {plan.store.code}"
        if task.store_id != plan.store_id or (task.after_id is not None and task.after_id not in ids):
            yield f"{name}: belongs to another plan"
        if task.starts_on < task.planned_start or task.due_on < task.planned_due:
            yield f"{name}: its days lie before the planned ones"
        if task.state == TaskState.ACCEPTED and task.done_by is not None and task.done_by == task.accepted_by:
            yield f"{name}: accepted by whoever did it"
        if task.state in (TaskState.DONE, TaskState.ACCEPTED) and task.needs_photo and not task.photo_ids:
            yield f"{name}: done without the photo it needs"
        if task.state == TaskState.WAIVED and not task.waived_reason:
            yield f"{name}: waived without a reason"
