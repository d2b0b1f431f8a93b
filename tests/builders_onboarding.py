"""Things of onboarding, made with keywords."""

import io
from datetime import date, timedelta
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import House
from portal.network import actions as network
from portal.network.models import Region, Store
from portal.onboarding import actions
from portal.onboarding.models import Plan, Task

HOUSE = House("tests")


def a_new_store(city: Region, *, name: str = "红旗街店", planned_opening: date | None = None) -> Store:
    store = network.create_store(city, name=name, by=HOUSE, planned_opening=planned_opening)
    db.session.flush()
    return store


def a_plan(city: Region, *, day: int = 1, **facts: Any) -> Plan:
    """A plan that is on its day `day` today."""
    starts_on = clock.today() - timedelta(days=day - 1)
    return actions.make_plan(a_new_store(city, **facts), by=HOUSE, starts_on=starts_on)


def task_of(plan: Plan, code: str) -> Task:
    return next(task for task in plan.tasks if task.code == code)


def a_photo(name: str = "shop.jpg") -> FileStorage:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "#88aacc").save(buffer, "JPEG")
    buffer.seek(0)
    return FileStorage(buffer, filename=name, content_type="image/jpeg")


def do(task: Task, *, by: Any) -> None:
    """Take a task to done, with all that it waits for."""
    before = next((t for t in task.plan.tasks if t.id == task.after_id), None)
    if before is not None and not before.is_finished:
        do(before, by=by)
    actions.start(task, by=by.viewer)
    actions.finish(task, by=by.viewer, note="按图纸完成", photos=[a_photo()] if task.needs_photo else [])


def settle(plan: Plan, *, by: Any, accepts: Any) -> None:
    """Take every task of a plan to accepted."""
    for task in plan.tasks:
        if not task.is_finished:
            do(task, by=by)
    for task in plan.tasks:
        if not task.is_settled:
            actions.accept(task, by=accepts.viewer)
