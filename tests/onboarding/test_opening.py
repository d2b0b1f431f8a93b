"""The store opens when every required task is settled (C30)."""

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.network.models import StoreState
from portal.onboarding import actions, invariants, queries
from tests.builders_onboarding import a_plan, settle, task_of

covers = ("C27", "C30")


def test_a_store_opens_when_every_required_task_is_settled(cast, places):
    plan = a_plan(places.taiyuan, day=18)
    settle(plan, by=cast.owner, accepts=cast.rm_north)
    actions.open_store(plan, by=cast.rm_north.viewer)
    assert (plan.store.state, plan.store.opened_on) == (StoreState.OPEN, clock.today())
    assert queries.live(cast.rm_north.viewer) == []
    assert list(queries.recently_over(cast.rm_north.viewer)) == [plan]
    assert invariants.troubles() == []


@pytest.mark.promise("P28")
def test_an_open_task_keeps_the_store_closed_and_is_named(cast, places):
    plan = a_plan(places.taiyuan, day=18)
    for task in plan.tasks[:-1]:
        actions.waive(task, by=cast.office.viewer, reason="略")
    with pytest.raises(Refused, match="试营业"):
        actions.open_store(plan, by=cast.rm_north.viewer)
    assert plan.store.state == StoreState.PREPARING


@pytest.mark.promise("P28")
def test_what_is_done_but_not_accepted_still_keeps_it_closed(cast, places):
    plan = a_plan(places.taiyuan, day=18)
    for task in plan.tasks:
        if task.code not in ("entry", "reporting"):
            actions.waive(task, by=cast.office.viewer, reason="略")
    actions.start(task_of(plan, "entry"), by=cast.owner.viewer)
    actions.finish(task_of(plan, "entry"), by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.open_store(plan, by=cast.rm_north.viewer)


def test_what_is_not_required_does_not_keep_it_closed(cast, places):
    plan = a_plan(places.taiyuan, day=18)
    for task in plan.tasks:
        task.required = False
    actions.open_store(plan, by=cast.rm_north.viewer)
    assert plan.store.state == StoreState.OPEN


def test_a_store_that_is_open_does_not_open_again_and_its_tasks_rest(cast, places):
    plan = a_plan(places.taiyuan, day=18)
    for task in plan.tasks:
        task.required = False
    actions.open_store(plan, by=cast.rm_north.viewer)
    with pytest.raises(Refused):
        actions.open_store(plan, by=cast.rm_north.viewer)
    with pytest.raises(Refused):
        actions.start(plan.tasks[0], by=cast.owner.viewer)
