"""A late task moves those that wait for it, and the predicted opening (C27, C30)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.network.models import earliest_opening
from portal.onboarding import actions, queries
from portal.onboarding.models import TemplateTask
from portal.onboarding.outlook import Outlook
from portal.onboarding.template import seed_template
from tests.builders_onboarding import a_new_store, a_photo, a_plan, do, task_of

covers = ("C27", "C30")
DAYS = timedelta(days=1)


def test_the_template_is_seeded_once(session):
    first = [task.id for task in seed_template()]
    assert [task.id for task in seed_template()] == first
    assert 11 <= len(first) <= 13 and 14 <= max(t.last_day for t in session.query(TemplateTask)) <= 21


def test_a_plan_begins_tomorrow_and_gives_every_task_its_days(cast, places):
    plan = actions.make_plan(a_new_store(places.taiyuan), by=cast.office.viewer)
    assert plan.starts_on == clock.today() + DAYS
    assert plan.planned_opening == plan.starts_on + 18 * DAYS
    design, hung = task_of(plan, "sign_design"), task_of(plan, "sign_hung")
    assert (design.planned_start, design.planned_due) == (plan.starts_on, plan.starts_on + 2 * DAYS)
    assert hung.after_id == design.id and design.needs_photo and not task_of(plan, "members").needs_photo


def test_a_plan_with_more_time_ends_right_before_the_planned_opening(cast, places):
    store = a_new_store(places.taiyuan, planned_opening=clock.today() + 40 * DAYS)
    plan = actions.make_plan(store, by=cast.office.viewer)
    assert plan.planned_opening == store.planned_opening
    assert task_of(plan, "trial").planned_due == store.planned_opening - DAYS


def test_a_promised_day_too_early_stays_the_planned_one_and_the_plan_says_how_late_it_is(cast, places):
    store = a_new_store(places.taiyuan, planned_opening=clock.today() + 8 * DAYS)
    plan = actions.make_plan(store, by=cast.office.viewer)
    outlook = Outlook(plan)
    assert plan.planned_opening == store.planned_opening == clock.today() + 8 * DAYS
    assert plan.starts_on == clock.today() + DAYS and outlook.length == 18
    assert (outlook.opening, outlook.days_slipped) == (earliest_opening(clock.today()), 11)
    assert outlook.holder is None and outlook.days_short == 11


def test_the_earliest_opening_is_the_templates_own(cast, places):
    plan = actions.make_plan(a_new_store(places.taiyuan), by=cast.office.viewer)
    assert earliest_opening(clock.today()) == plan.planned_opening == Outlook(plan).opening


def test_while_nothing_is_late_the_opening_is_as_planned(cast, places):
    outlook = Outlook(a_plan(places.taiyuan))
    assert (outlook.opening, outlook.days_slipped, outlook.holder) == (outlook.plan.planned_opening, 0, None)


def test_a_task_that_is_not_done_on_time_moves_what_waits_for_it_day_by_day(cast, places):
    plan = a_plan(places.taiyuan, day=11)
    outlook = Outlook(plan)
    shopfront, interior, members = (task_of(plan, code) for code in ("shopfront", "interior", "members"))
    assert outlook.slip(shopfront) == 3 and outlook.slip(interior) == 3
    assert outlook.slot(interior).first_day == clock.today() + DAYS
    assert (outlook.opening - plan.planned_opening).days == 3
    assert outlook.holder is shopfront
    assert [t.code for t in outlook.moved_by(shopfront)] == ["interior", "shelves", "display", "trial"]
    assert outlook.slip(members) == 2  # its own chain of training is late by itself


def test_work_done_early_never_moves_a_task_before_its_planned_day(cast, places):
    plan = a_plan(places.taiyuan, day=2)
    do(task_of(plan, "shopfront"), by=cast.owner)
    interior = task_of(plan, "interior")
    assert Outlook(plan).slot(interior).first_day == interior.planned_start
    assert (interior.starts_on, interior.due_on) == (interior.planned_start, interior.planned_due)


def test_a_reported_delay_moves_the_dates_at_once_and_gives_them_back_when_it_is_made_good(cast, places):
    plan = a_plan(places.taiyuan, day=3)
    shopfront, shelves = task_of(plan, "shopfront"), task_of(plan, "shelves")
    actions.start(shopfront, by=cast.owner.viewer)
    until = shopfront.planned_due + 5 * DAYS
    actions.delay(shopfront, by=cast.owner.viewer, until=until, reason="物业只准白天施工")
    assert Outlook(plan).days_slipped == 5
    assert shelves.starts_on == shelves.planned_start + 5 * DAYS
    actions.finish(shopfront, by=cast.owner.viewer, photos=[a_photo()])
    assert Outlook(plan).days_slipped == 0 and shelves.starts_on == shelves.planned_start


@pytest.mark.parametrize("days", [-1, 200])
def test_a_delay_lies_ahead_and_within_reason(cast, places, days):
    plan = a_plan(places.taiyuan, day=3)
    with pytest.raises(Refused) as refused:
        until = clock.today() + days * DAYS
        actions.delay(task_of(plan, "shopfront"), by=cast.owner.viewer, until=until, reason="下雨")
    assert refused.value.field == "until"


def test_slipping_lists_the_worst_first_and_only_within_reach(cast, places):
    calm, late, worse = (a_plan(places.taiyuan, day=day, name=f"第{day}天店") for day in (1, 11, 15))
    south = a_plan(places.guangzhou, day=15)
    assert [o.plan for o in queries.slipping(queries.live(cast.rm_north.viewer))] == [worse, late]
    assert [o.plan for o in queries.slipping(queries.live(cast.rm_south.viewer))] == [south]
    assert calm not in [o.plan for o in queries.slipping(queries.live(cast.office.viewer))]
