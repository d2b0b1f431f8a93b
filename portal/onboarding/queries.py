"""Reads of plans and tasks, each for a viewer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store, StoreState
from portal.onboarding.models import Plan, Task
from portal.onboarding.outlook import Outlook

RECENT = timedelta(days=90)


class Ask(Word):
    """Why a task stands before someone."""

    LATE = "late", P_("task", "Late"), "late"
    DO = "do", N_("To do now"), "now"
    ACCEPT = "accept", N_("To be accepted"), "now"


@dataclass(frozen=True)
class OpenTask:
    """A task that waits for this person, and why."""

    task: Task
    store: Store
    ask: Ask
    due: date
    days_late: int = 0

    @property
    def name(self) -> str:
        return self.task.name


def plans(viewer: Sees) -> Any:
    """Return a select of the viewer's plans with their stores and tasks, in two statements."""
    return (
        Plan.seen_by(viewer)
        .join(Plan.store)
        .options(joinedload(Plan.store).joinedload(Store.region), selectinload(Plan.tasks))
    )


def live(viewer: Sees) -> list[Outlook]:
    """Return the plans of stores that prepare, the next opening first."""
    found: Sequence[Plan] = db.session.scalars(plans(viewer).where(Store.state == StoreState.PREPARING)).all()
    return sorted((Outlook(plan) for plan in found), key=lambda o: (o.opening, o.plan.store.code))


def recently_over(viewer: Sees) -> Sequence[Plan]:
    """Return the plans of stores opened in the last weeks, newest first."""
    since = clock.today() - RECENT
    done = plans(viewer).where(Store.state != StoreState.PREPARING, Store.opened_on >= since)
    return db.session.scalars(done.order_by(Store.opened_on.desc(), Store.code)).all()


def plan_of(code: str, viewer: Sees) -> Plan:
    """Return the plan of a store of the viewer's, or answer 404."""
    found: Plan | None = db.session.scalar(plans(viewer).where(Store.code == code))
    if found is None:
        abort(404)
    return found


def task_of(plan: Plan, task_id: int) -> Task:
    """Return a task of a plan, or answer 404."""
    found = next((task for task in plan.tasks if task.id == task_id), None)
    if found is None:
        abort(404)
    return found


def task(code: str, task_id: int, viewer: Sees) -> Task:
    """Return a task of a store of the viewer's, with its plan, or answer 404."""
    return task_of(plan_of(code, viewer), task_id)


def of_plan(outlook: Outlook, viewer: Any, accepts: bool) -> list[OpenTask]:
    """Return what of a plan waits for this person.

    Who accepts: what others say is done, and what is late. Who only does: what is under way or may begin today.
    """

    def asked(task: Task, ask: Ask) -> OpenTask:
        late = (outlook.today - task.planned_due).days if outlook.is_late(task) else 0
        return OpenTask(task, outlook.plan.store, ask, outlook.slot(task).last_day, late)

    if not accepts:
        return [asked(t, Ask.LATE if outlook.is_late(t) else Ask.DO) for t in outlook.due()]
    waiting = [asked(t, Ask.ACCEPT) for t in outlook.to_accept() if t.done_by != viewer.id]
    return waiting + [asked(t, Ask.LATE) for t in outlook.plan.tasks if outlook.is_late(t) and outlook.is_ready(t)]


def slipping(outlooks: Iterable[Outlook]) -> list[Outlook]:
    """Return those whose predicted opening lies after the planned one, the worst first."""
    return sorted((o for o in outlooks if o.days_slipped), key=lambda o: (-o.days_slipped, o.plan.store.code))
