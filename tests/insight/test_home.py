from datetime import timedelta
from types import SimpleNamespace

import pytest

from portal.accounts.models import User, UserState
from portal.accounts.roles import Role
from portal.accounts.viewer import viewer_of
from portal.goods.models import StockBalance
from portal.insight.home import home_of
from portal.kernel import clock
from portal.network import actions as network
from portal.onboarding import actions as onboarding_actions
from portal.onboarding import queries as onboarding
from portal.prospecting.models import Prospect, Track
from portal.signing.age import age_of
from portal.signing.queries import awaiting
from portal.supervision import actions as supervision
from portal.supervision.missed import owed_days
from tests.builders_accounts import make_user
from tests.builders_insight import a_member, a_product, sold
from tests.builders_onboarding import a_plan
from tests.builders_prospecting import an_appointment
from tests.builders_signing import a_submitted
from tests.builders_supervision import signed

covers = ("C46",)


@pytest.fixture
def today():
    return clock.today()


def test_an_owner_sees_today_and_the_same_day_of_last_week(cast, places, today):
    sold(places.store, today, 1200, 800, hour=0)
    sold(places.store, today - timedelta(days=7), 5000)
    sold(places.store_taiyuan, today, 7777, hour=0)
    home = home_of(cast.owner.viewer)
    assert (home.sold_today.total, home.sold_today.orders, home.sold_week_ago.total) == (2000, 2, 5000)


def test_an_owner_sees_his_own_missed_reports_members_and_empty_shelves(session, cast, places, today):
    wang = a_member(places.store)
    a_member(places.store, "13912345670").merged_into_id = wang.id  # a file of the same person
    a_member(places.store_taiyuan, "13912345679")
    session.add(StockBalance(store_id=places.store.id, product_id=a_product().id, quantity=-2000))
    session.flush()
    home = home_of(cast.owner.viewer)
    missed = [one for one in home.due if one.is_missing]
    assert [(one.code, one.day) for one in missed] == [
        (one.code, one.day) for one in owed_days(cast.owner.viewer, today - timedelta(days=7)) if one.is_missing
    ]
    assert {one.code for one in home.due} == {"BJ-0001"}
    assert home.new_members == 1
    assert home.floor.stock[:2] == (1, 1)


@pytest.mark.parametrize(("locale", "act"), [("zh_Hans_CN", "看扶持计划"), ("en", "The plan of the opening")])
def test_an_owner_of_a_store_that_prepares_is_led_to_its_tasks_and_not_to_the_till(places, browse, visit, locale, act):
    plan = a_plan(places.beijing, day=0)  # begins tomorrow: nothing is due, everything is open
    user = make_user("新店主", role=Role.OWNER, stores=[plan.store])
    code, person = plan.store.code, browse(SimpleNamespace(user=user, viewer=viewer_of(user)), locale)
    text = visit(person, "/").html
    assert f'href="/onboarding/{code}"' in text and act in text
    assert text.count(f'href="/onboarding/{code}/tasks/') == 6
    assert "没有等着办的" not in text and "Nothing waits" not in text
    assert 'class="btn primary" href="/till"' not in text
    assert f'data-opening="/onboarding/{code}"' in visit(person, "/till").html


def test_a_manager_sees_the_steps_that_are_due_and_no_others(session, cast, places, today):
    for n, days in enumerate((-3, 0, 1, 9)):
        session.add(
            Prospect(
                track=Track.PERSON, name=f"团队{n}", region_id=places.beijing.id, owner_id=cast.rm_north.user.id,
                next_step="回访", next_on=today + timedelta(days=days),
            )
        )  # fmt: skip
    session.flush()
    home = home_of(cast.rm_north.viewer)
    named = [[one.name for one in rows] for rows in (home.overdue_steps, home.steps_today, home.steps_soon)]
    assert named == [["团队0"], ["团队1"], ["团队2"]]


def test_a_manager_sees_his_late_tasks_missed_reports_and_old_audits(cast, places, browse, today):
    a_plan(places.beijing, day=15)
    a_plan(places.guangzhou, day=15)
    signed(places.store, cast.rm_north.viewer, days_ago=12)
    home = home_of(cast.rm_north.viewer)
    outlooks = onboarding.live(cast.rm_north.viewer)
    told = [one for outlook in outlooks for one in onboarding.of_plan(outlook, cast.rm_north.viewer, True)]
    assert {one.task.id for one in home.late_tasks} == {one.task.id for one in told if one.ask == "late"} != set()
    exactly = [one for one in owed_days(cast.rm_north.viewer, today - timedelta(days=7)) if one.is_missing]
    assert {one.code for one in home.missed_by_store} == {"BJ-0001", "TY-0001"} == {one.code for one in exactly}
    assert home.missed == len(exactly)
    assert [store.code for store in home.old_audits] == ["TY-0001"]
    listed = browse(cast.rm_north).get("/stores?audit=overdue&format=csv").text
    assert "TY-0001" in listed and "BJ-0001" not in listed


@pytest.mark.parametrize(("locale", "said"), [("zh_Hans_CN", "可以开业了"), ("en", "Ready to open")])
def test_a_manager_is_led_to_the_store_that_can_open(cast, places, browse, visit, locale, said):
    plan, other = a_plan(places.beijing, day=5), a_plan(places.taiyuan, day=5)
    assert home_of(cast.rm_north.viewer).ready == []
    for task in [*plan.open_required, *other.open_required[1:]]:
        onboarding_actions.waive(task, by=cast.office.viewer, reason="原有装修可用")
    assert [one.plan for one in home_of(cast.rm_north.viewer).ready] == [plan]
    assert home_of(cast.rm_south.viewer).ready == []
    page = visit(browse(cast.rm_north, locale), "/")
    assert said in page.text and f'href="/onboarding/{plan.store.code}"' in page.html
    onboarding_actions.open_store(plan, by=cast.rm_north.viewer)
    assert home_of(cast.rm_north.viewer).ready == []


def test_a_manager_is_led_back_to_the_audit_under_way(cast, places):
    draft = supervision.start(places.store, by=cast.rm_north.viewer)
    assert home_of(cast.rm_north.viewer).draft is draft
    assert home_of(cast.director.viewer).draft is None


def test_an_audit_under_way_is_no_appointment(cast, places, browse, visit, session):
    agreed = an_appointment(at=clock.now() + timedelta(seconds=50))
    supervision.start(places.store, by=cast.rm_north.viewer)
    session.commit()
    text = visit(browse(cast.rm_north), "/").text
    assert agreed.prospect.name in text and "检查进行中" in text and "今天约好的" not in text


def test_head_office_sees_what_waits_for_it(cast, places):
    a_submitted(cast, places.beijing)
    home = home_of(cast.office.viewer)
    assert [one.id for one in home.waiting] == [one.id for one in awaiting(cast.office.viewer)] != []


def test_head_offices_home_counts_the_age_as_the_queue_does(session, cast, places, browse):
    application = a_submitted(cast, places.beijing)
    early = clock.at(clock.today() - timedelta(days=30), 1)  # still the day before in UTC
    application.submissions[0].at = application.submitted_at = early
    session.flush()
    home, used = home_of(cast.office.viewer), age_of(application).used
    assert home.longest_wait == home.ages[application.id].used == used > 5
    person = browse(cast.office, "en")
    assert f'<span class="badge late">{used} working days</span>' in person.get("/").text
    assert f"<b>{used}</b>" in person.get("/signing/applications").text


@pytest.mark.parametrize(
    ("share", "shown"),
    [(-0.0004, "0.0%"), (0.0004, "0.0%"), (0.0, "0.0%"), (-0.031, "−3.1%"), (0.2, "+20.0%"), (None, "–")],
)
def test_a_change_of_nothing_has_no_sign(app, share, shown):
    with app.test_request_context("/"):
        assert app.jinja_env.get_template("insight/bits.html").module.moved(share) == shown


def test_head_offices_month_is_the_sum_of_its_stores_and_of_its_days(cast, places, today):
    sold(places.store, clock.month_start(today), 1000)
    sold(places.store_south, today, 500, hour=0)
    home = home_of(cast.office.viewer)
    assert home.now.total == 1500 == sum(store.now.total for store in home.stores)
    assert home.chart["points"][0] in (10, 15)  # whole yuan; today counts on the first of a month only


def test_an_administrator_sees_who_has_not_signed_in(session, cast):
    session.add(User(name="新来的", phone="13900000001", role=Role.CLERK, state=UserState.INVITED))
    session.flush()
    assert [one.name for one in home_of(cast.admin.viewer).invited] == ["新来的"]


@pytest.mark.parametrize("who", ["owner", "clerk", "rm_north", "office", "admin"])
def test_a_home_reads_as_much_for_many_rows_as_for_few(cast, places, browse, count_statements, today, who):
    person, counts = browse(getattr(cast, who)), []
    for more in (1, 5):
        for n in range(more):
            store = network.create_store(places.beijing, name=f"新店{more}{n}", by=cast.office.viewer)
            network.open_store(store, by=cast.office.viewer, on=today - timedelta(days=50))
            sold(store, today - timedelta(days=40), 100)
            a_plan(places.beijing, day=15, name=f"筹备{more}{n}")
        person.get("/")
        with count_statements() as seen:
            person.get("/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20  # three of them find out who asks
