"""Onboarding's chapter: plans of the stores that prepare, each as far as its days are, and of stores opened lately."""

import random
from datetime import timedelta
from typing import Any

from portal.kernel import clock, files
from portal.kernel.db import db
from portal.kernel.files import File
from portal.network.models import SUPPORT, StoreState
from portal.onboarding import actions
from portal.onboarding.models import Plan, Task, TaskState
from portal.onboarding.outlook import Outlook
from portal.onboarding.template import seed_template
from portal.signing.demo import drawn, morning
from portal.story import Story, happened

ONE = timedelta(days=1)
LATELY = 100  # days: stores opened since then have a settled plan
NOTES = ("按图纸完成，现场清过。", "店主和施工队一起看过。", "四人都练过一遍。", "样稿已签字。", "缺的两块灯片已补。")
# the store that slips: how many days its shopfront lasts beyond the plan
SLIPS = 3


def tell(story: Story) -> None:
    seed_template()
    dice = story.rng("onboarding")
    preparing = [s for s in story.stores.values() if s.state == StoreState.PREPARING]
    preparing.sort(key=lambda store: store.planned_opening)
    for n, store in enumerate(preparing):
        under_way(story, store, dice, slips=n == 1)
    since = story.today - timedelta(days=LATELY)
    opened = [s for s in story.stores.values() if s.state == StoreState.OPEN and s.opened_on > since]
    for store in sorted(opened, key=lambda s: s.opened_on, reverse=True)[:2]:
        settled(story, store, dice)


def under_way(story: Story, store: Any, dice: random.Random, *, slips: bool) -> None:
    """Plan a store and take its tasks as far as its days are; one store's shopfront lasts too long."""
    begin = store.planned_opening - SUPPORT
    plan = planned(story, store, begin)
    for task in plan.tasks:
        late = slips and task.code == "shopfront"
        ended = task.planned_due + (SLIPS * ONE if late else 0 * ONE)
        before = next((t for t in plan.tasks if t.id == task.after_id), None)
        if before is not None and not before.is_finished:
            continue
        if late and task.planned_due < story.today:
            begun(task)
            hold_up(story, task)
        elif ended < story.today:
            done(story, task, store, dice, accepted=ended < story.today - ONE)
        elif task.planned_start <= story.today:
            begun(task)
    reckoned(plan)


def settled(story: Story, store: Any, dice: random.Random) -> None:
    """Write the plan of a store that opened: every task accepted in time, one let go by head office."""
    plan = planned(story, store, store.opened_on - SUPPORT)
    for task in plan.tasks:
        if task.code == "benefits" and dice.random() < 0.5:
            task.state, task.waived_reason = TaskState.WAIVED, "店长在邻店已通过同一课程"
            task.waived_by, task.settled_at = story.as_("office").id, morning(task.planned_due, 11)
        else:
            done(story, task, store, dice, accepted=True)
    reckoned(plan)


def planned(story: Story, store: Any, begin: Any) -> Plan:
    with happened(morning(begin - ONE, 10)):
        return actions.make_plan(store, by=story.as_("office"), starts_on=begin)


def begun(task: Task) -> None:
    task.state = TaskState.DOING


def hold_up(story: Story, task: Task) -> None:
    task.delayed_to = story.today + 2 * ONE
    task.delayed_by, task.delayed_at = story.people[story.rm_of(task.plan.store)].id, clock.now()
    task.delay_reason = "物业只准 9:00–17:00 施工，每天少 3 小时；已加一组工人。"


def done(story: Story, task: Task, store: Any, dice: random.Random, *, accepted: bool) -> None:
    """Write a task as its owner did it and its manager accepted it."""
    task.state, task.note, task.done_by = TaskState.DONE, dice.choice(NOTES), story.people[f"owner:{store.code}"].id
    task.done_at = morning(task.planned_due, 16)
    if task.needs_photo:
        task.photo_ids = [photo(story, task, store, dice).id]
    if accepted:
        task.state, task.accepted_by = TaskState.ACCEPTED, story.people[story.rm_of(store)].id
        task.accepted_at = task.settled_at = min(morning(task.planned_due + ONE, 9), clock.now())


def photo(story: Story, task: Task, store: Any, dice: random.Random) -> File:
    file = files.keep(drawn(f"{task.name}.jpg", dice), by=story.people[f"owner:{store.code}"], store_id=store.id)
    db.session.flush()
    return file


def reckoned(plan: Plan) -> None:
    """Write down the days as they stand."""
    outlook = Outlook(plan)
    for task in plan.tasks:
        slot = outlook.slot(task)
        task.starts_on, task.due_on = max(slot.first_day, task.planned_start), max(slot.last_day, task.planned_due)
    db.session.flush()
