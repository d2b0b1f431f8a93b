"""A task's life: todo → doing → done → accepted, or waived (C28, C30)."""

import pytest
import time_machine

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.onboarding import actions, queries
from portal.onboarding.models import TaskState
from tests.builders_onboarding import a_photo, a_plan, do, task_of

covers = ("C28", "C29", "C30")


@pytest.fixture
def plan(cast, places):
    return a_plan(places.taiyuan, day=9)


def test_a_task_is_started_done_and_accepted(cast, plan):
    task = task_of(plan, "sign_design")
    actions.start(task, by=cast.owner.viewer)
    assert task.state == TaskState.DOING
    actions.finish(task, by=cast.owner.viewer, note="样稿已定", photos=[a_photo()])
    assert (task.state, task.done_by, len(task.photo_ids)) == (TaskState.DONE, cast.owner.user.id, 1)
    actions.accept(task, by=cast.rm_north.viewer)
    assert (task.state, task.accepted_by) == (TaskState.ACCEPTED, cast.rm_north.user.id)


@pytest.mark.promise("P28")
def test_what_waits_for_another_task_is_not_started_before_it(cast, plan):
    with pytest.raises(Refused, match="牌匾设计"):
        actions.start(task_of(plan, "sign_hung"), by=cast.owner.viewer)
    do(task_of(plan, "sign_design"), by=cast.owner)
    actions.start(task_of(plan, "sign_hung"), by=cast.owner.viewer)


@pytest.mark.promise("P28")
def test_fit_out_without_its_photo_is_not_done(cast, plan):
    task = task_of(plan, "shopfront")
    actions.start(task, by=cast.owner.viewer)
    with pytest.raises(Refused) as refused:
        actions.finish(task, by=cast.owner.viewer, note="好了")
    assert refused.value.field == "photos" and task.state == TaskState.DOING


def test_training_needs_no_photo(cast, plan):
    do(task_of(plan, "members"), by=cast.owner)
    assert task_of(plan, "members").state == TaskState.DONE


@pytest.mark.promise("P28")
def test_what_one_did_oneself_another_accepts(cast, plan):
    task = task_of(plan, "entry")
    do(task, by=cast.rm_north)
    with pytest.raises(Refused, match="不能自己验收"):
        actions.accept(task, by=cast.rm_north.viewer)
    actions.accept(task, by=cast.director.viewer)
    assert task.state == TaskState.ACCEPTED


def test_a_task_sent_back_is_under_way_again_with_its_reason(cast, plan):
    task = task_of(plan, "shopfront")
    do(task, by=cast.owner)
    with pytest.raises(Refused):
        actions.send_back(task, by=cast.rm_north.viewer, reason="")
    actions.send_back(task, by=cast.rm_north.viewer, reason="门头灯没亮")
    assert (task.state, task.returned_reason, task.done_by) == (TaskState.DOING, "门头灯没亮", None)
    actions.finish(task, by=cast.owner.viewer, note="灯已换")
    assert task.state == TaskState.DONE


@pytest.mark.promise("P28")
@pytest.mark.parametrize("step", ["start", "finish", "accept", "send_back"])
def test_a_waived_task_takes_no_further_step(cast, plan, step):
    task = task_of(plan, "features")
    actions.waive(task, by=cast.office.viewer, reason="本店不卖特色产品")
    with pytest.raises(Refused):
        getattr(actions, step)(task, by=cast.rm_north.viewer, **({"reason": "x"} if step == "send_back" else {}))


def test_a_task_sent_back_let_go_or_held_up_keeps_who_said_so_and_when(cast, plan):
    task, other, late = (task_of(plan, code) for code in ("shopfront", "features", "interior"))
    do(task, by=cast.owner)
    with time_machine.travel(clock.now(), tick=False):
        now = clock.now()
        actions.send_back(task, by=cast.rm_north.viewer, reason="门头灯没亮")
        actions.waive(other, by=cast.office.viewer, reason="不需要")
        actions.delay(late, by=cast.owner.viewer, until=late.planned_due, reason="物业不让施工")
    assert (task.returned_by, task.returned_at) == (cast.rm_north.user.id, now)
    assert (other.waived_by, other.settled_at) == (cast.office.user.id, now)
    assert (late.delayed_by, late.delayed_at) == (cast.owner.user.id, now)


def test_a_waiver_says_why_and_comes_once(cast, plan):
    task = task_of(plan, "features")
    with pytest.raises(Refused):
        actions.waive(task, by=cast.office.viewer, reason="")
    actions.waive(task, by=cast.office.viewer, reason="不需要")
    with pytest.raises(Refused):
        actions.waive(task, by=cast.office.viewer, reason="再来")


@pytest.mark.promise("P28")
@pytest.mark.parametrize("step", ["finish", "accept"])
def test_no_step_is_skipped(cast, plan, step):
    with pytest.raises(Refused):
        getattr(actions, step)(task_of(plan, "entry"), by=cast.rm_north.viewer)


def test_a_task_is_started_once_and_done_work_is_neither_late_nor_delayed(cast, plan):
    task = task_of(plan, "entry")
    actions.start(task, by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.start(task, by=cast.owner.viewer)
    actions.finish(task, by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.delay(task, by=cast.owner.viewer, until=task.planned_due, reason="晚了")


def test_everyone_sees_what_waits_for_him(cast, places):
    plan = a_plan(places.taiyuan, day=9)
    cast.owner.user.stores[0].store_id = plan.store_id
    do(task_of(plan, "sign_design"), by=cast.owner)
    do(task_of(plan, "entry"), by=cast.rm_north)
    asked = waiting(cast.owner.viewer)
    assert set(asked) == {"sign_hung", "shopfront"} and asked["shopfront"] == queries.Ask.LATE
    assert waiting(cast.rm_north.viewer) == {"sign_design": queries.Ask.ACCEPT, "shopfront": queries.Ask.LATE}
    assert "entry" in waiting(cast.director.viewer)
    assert waiting(cast.rm_south.viewer) == waiting(cast.clerk.viewer) == {}


def waiting(viewer):
    accepts = viewer.may(Can.ACCEPT_TASKS)
    found = [one for outlook in queries.live(viewer) for one in queries.of_plan(outlook, viewer, accepts)]
    return {one.task.code: one.ask for one in found}
