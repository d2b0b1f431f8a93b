"""The revision that keeps who sent back, let go and held up: what the trail knew before is filled in."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from portal.kernel.db import db, transaction
from portal.kernel.migrations import downgrade, upgrade
from portal.onboarding import actions
from portal.onboarding.models import Plan, Task
from tests.builders_onboarding import a_plan, do, task_of
from tests.cast import Cast, Places

KEPT = ("returned_by", "returned_at", "waived_by", "delayed_by", "delayed_at")


@pytest.mark.promise("P14")
def test_who_settled_a_task_survives_the_way_down_and_up(own_app):
    cast = Cast()
    with own_app.app_context():
        with transaction():
            plan = a_plan(Places().taiyuan, day=9)
            do(task_of(plan, "sign_design"), by=cast.owner)
            actions.send_back(task_of(plan, "sign_design"), by=cast.rm_north.viewer, reason="颜色不对")
            actions.waive(task_of(plan, "features"), by=cast.office.viewer, reason="不需要")
            late = task_of(plan, "interior")
            actions.delay(late, by=cast.owner.viewer, until=late.planned_due, reason="物业不让施工")
        before = kept()
        assert {name for task in before for name, value in zip(KEPT, task[1:], strict=True) if value} == set(KEPT)
        for move in (partial(downgrade, "0009", drop=True), upgrade):
            db.session.remove()
            db.engine.dispose()
            move()
        # the trail notes a deed a moment after its row
        for task, was in zip(kept(), before, strict=True):
            for value, old in zip(task, was, strict=True):
                assert value == old or abs(value - old) < timedelta(seconds=5)


def kept():
    found = select(Task.code, *(getattr(Task, name) for name in KEPT)).order_by(Task.id)
    return db.session.execute(found.execution_options(scoped=Plan.reach() | Task.reach())).all()
