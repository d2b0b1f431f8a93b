"""Pages of onboarding (C27, C28, C30)."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.kernel import clock
from portal.network.models import StoreState
from portal.onboarding import actions
from portal.onboarding.models import TaskState
from tests.builders_onboarding import a_photo, a_plan, do, settle, task_of

pytestmark = pytest.mark.pages
covers = ("C27", "C28", "C30")


@pytest.fixture
def plan(cast, places):
    plan = a_plan(places.taiyuan, day=11)
    cast.owner.user.stores[0].store_id = plan.store_id
    return plan


def path(plan, code="", step=""):
    task = f"/tasks/{task_of(plan, code).id}" if code else ""
    return f"/onboarding/{plan.store.code}{task}{step}"


def test_every_page_opens_for_those_who_may(cast, places, browse, visit, plan):
    do(task_of(plan, "sign_design"), by=cast.owner)
    do(task_of(plan, "entry"), by=cast.rm_north)
    actions.start(task_of(plan, "shopfront"), by=cast.owner.viewer)
    actions.accept(task_of(plan, "sign_design"), by=cast.rm_north.viewer)
    actions.waive(task_of(plan, "features"), by=cast.office.viewer, reason="不需要")
    for person in (cast.owner, cast.rm_north, cast.director, cast.office, cast.admin):
        browser = browse(person)
        for page in ("/onboarding", path(plan), *(path(plan, task.code) for task in plan.tasks)):
            visit(browser, page)
    visit(browse(cast.rm_north, "en"), path(plan))


def test_a_task_shows_who_let_it_go_sent_it_back_or_held_it_up(cast, browse, visit, plan):
    do(task_of(plan, "sign_design"), by=cast.owner)
    actions.send_back(task_of(plan, "sign_design"), by=cast.rm_north.viewer, reason="颜色不对")
    actions.waive(task_of(plan, "features"), by=cast.office.viewer, reason="不需要")
    late = task_of(plan, "interior")
    actions.delay(late, by=cast.owner.viewer, until=late.planned_due, reason="物业不让施工")
    owner, day = browse(cast.owner), clock.today().isoformat()
    assert f"王建国 退回 {day}" in visit(owner, path(plan, "sign_design")).text
    assert f"李娜 同意免做 {day}" in visit(owner, path(plan, "features")).text
    assert f"赵慧 报告拖延 {day}" in visit(owner, path(plan, "interior")).text
    assert "李娜" in visit(owner, path(plan)).text


def test_names_are_asked_for_at_once_however_many_had_a_hand_in_it(cast, browse, count_statements, plan, session):
    task, owner = task_of(plan, "sign_design"), browse(cast.owner)
    actions.start(task, by=cast.owner.viewer)

    def asked_after(**waived_by):
        for code, person in waived_by.items():
            actions.finish(task, by=person.viewer, note="按图纸完成", photos=[a_photo()])
            actions.send_back(task, by=cast.rm_north.viewer, reason="颜色不对")
            actions.waive(task_of(plan, code), by=person.viewer, reason="不需要")
        session.commit()
        for page in (path(plan, "sign_design"), path(plan)):
            with count_statements() as seen:
                assert owner.get(page).status_code == 200
            yield len(seen)

    assert list(asked_after(features=cast.office)) == list(asked_after(benefits=cast.director, entry=cast.admin))


def test_a_task_goes_its_way_by_hand(cast, browse, plan):
    owner, rm = browse(cast.owner), browse(cast.rm_north)
    assert owner.post(path(plan, "shopfront", "/start")).status_code == 303
    assert owner.post(path(plan, "shopfront", "/completion"), {"note": "好了"}).status_code == 422
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "#abc").save(buffer, "PNG")
    buffer.seek(0)
    given_ = {"note": "好了", "photos": (buffer, "门头.png")}
    answer = owner.post(path(plan, "shopfront", "/completion"), given_, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert owner.post(path(plan, "shopfront", "/acceptance")).status_code == 403
    assert rm.post(path(plan, "shopfront", "/acceptance")).status_code == 303
    assert task_of(plan, "shopfront").state == TaskState.ACCEPTED


def test_whoever_did_it_is_told_so_when_he_accepts(cast, browse, plan):
    do(task_of(plan, "entry"), by=cast.rm_north)
    answer = browse(cast.rm_north).post(path(plan, "entry", "/acceptance"))
    assert answer.status_code == 422 and "自己做的不能自己验收" in answer.get_data(as_text=True)


def test_the_opening_is_refused_with_names_and_then_granted(cast, browse, plan):
    rm = browse(cast.rm_north)
    refused = rm.post(path(plan, step="/opening"))
    assert refused.status_code == 422 and "试营业" in refused.get_data(as_text=True)
    settle(plan, by=cast.owner, accepts=cast.rm_north)
    assert "/opening" in rm.get(path(plan)).get_data(as_text=True)
    assert rm.post(path(plan, step="/opening")).status_code == 303
    assert plan.store.state == StoreState.OPEN
    assert rm.get(path(plan)).status_code == 200


def test_another_territorys_store_is_not_there(cast, places, browse, plan):
    south = browse(cast.rm_south)
    task = path(plan, "shopfront")
    assert [south.get(p).status_code for p in (path(plan), task)] == [404, 404]
    assert [south.post(task + step).status_code for step in ("/start", "/completion", "/acceptance")] == [404] * 3
    other = a_plan(places.beijing)
    assert browse(cast.rm_north).get(f"{path(plan)}/tasks/{other.tasks[0].id}").status_code == 404


def test_a_clerk_has_no_onboarding(cast, browse, plan):
    assert browse(cast.clerk).get("/onboarding").status_code == 403


def test_the_board_takes_as_many_statements_for_many_stores_as_for_one(cast, places, browse, count_statements, plan):
    browser, seen = browse(cast.office), []
    for n in range(2):
        for m in range(4 * n):
            a_plan(places.beijing, name=f"第{m}店")
        with count_statements() as statements:
            assert browser.get("/onboarding").status_code == 200
        seen.append(len(statements))
    assert seen[0] == seen[1]


FIELDS = ["note", "photos", "return_reason", "waive_reason", "until", "delay_reason", "nonsense"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=80)),
    step=st.sampled_from(["start", "completion", "acceptance", "return", "waiver", "delay"]),
)
def test_no_input_breaks_a_step(cast, browse, plan, data, step):
    who = cast.office if step == "waiver" else cast.rm_north
    assert browse(who).post(path(plan, "shopfront", f"/{step}"), data).status_code in (303, 422)
