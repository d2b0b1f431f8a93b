"""The life of a store: each step only from the right state; its code, its opening days, its agreed closures."""

from datetime import date, timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.network import actions
from portal.network.models import Closure, Lifetime, StoreState

PREPARING, OPEN, SUSPENDED, CLOSED = StoreState


@pytest.fixture
def store_in(cast, places, session):
    """A store in the state a test wants."""

    def make(state):
        store = actions.create_store(places.taiyuan, name="桃园路店", by=cast.admin.viewer)
        store.state = state
        if state != PREPARING:
            store.opened_on = clock.today() - timedelta(days=30)
        if state == OPEN:
            session.add(Lifetime(store_id=store.id, first_day=store.opened_on))
        session.flush()
        return store

    return make


STEPS = {
    "open": (lambda s, by: actions.open_store(s, by=by), {PREPARING: OPEN}),
    "suspend": (lambda s, by: actions.suspend_store(s, by=by, reason="修屋顶"), {OPEN: SUSPENDED}),
    "resume": (lambda s, by: actions.resume_store(s, by=by), {SUSPENDED: OPEN}),
    "close": (
        lambda s, by: actions.close_store(s, by=by, reason="到期"),
        {PREPARING: CLOSED, OPEN: CLOSED, SUSPENDED: CLOSED},
    ),
}  # fmt: skip


@pytest.mark.promise("P28")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", list(StoreState))
def test_a_store_takes_a_step_from_the_right_state_only(cast, store_in, step, state):
    act, leads = STEPS[step]
    store = store_in(state)
    if state in leads:
        act(store, cast.admin.viewer)
        assert store.state == leads[state]
    else:
        with pytest.raises(Refused):
            act(store, cast.admin.viewer)
        assert store.state == state


def test_a_suspension_leaves_a_gap_in_the_calendar(cast, store_in, session):
    store, today = store_in(OPEN), clock.today()
    actions.suspend_store(store, by=cast.admin.viewer, reason="修屋顶", on=today - timedelta(days=9))
    actions.resume_store(store, by=cast.admin.viewer, on=today - timedelta(days=2))
    rows = session.scalars(
        Lifetime.seen_by(cast.admin.viewer).where(Lifetime.store_id == store.id).order_by(Lifetime.id)
    ).all()
    assert [(today - r.first_day).days for r in rows] == [30, 2]
    assert [r.last_day and (today - r.last_day).days for r in rows] == [10, None]


@pytest.mark.promise("P28")
@pytest.mark.parametrize("days", [-1, 31])
def test_a_step_lies_neither_ahead_nor_before_the_opening(cast, store_in, days):
    with pytest.raises(Refused):
        actions.suspend_store(store_in(OPEN), by=cast.admin.viewer, reason="x", on=clock.today() - timedelta(days=days))


def test_codes_follow_the_city_and_are_never_given_twice(cast, places):
    made = [actions.create_store(places.taiyuan, name="店", by=cast.admin.viewer).code for _ in range(3)]
    assert made == ["TY-0002", "TY-0003", "TY-0004"]


def test_a_store_trades_on_the_days_ticked(browse, cast, places):
    form = {"name": "并州北路店", "tills": "2", "opening_days": ["0", "1", "2", "3", "4"], "district": "迎泽区"}
    assert browse(cast.admin).post("/settings/stores/TY-0001", form).status_code == 303
    store = places.store_taiyuan
    assert (store.opening_days, store.district, store.tills) == ("1111100", "迎泽区", 2)


def test_a_store_opens_on_one_day_at_least_and_keeps_what_was_typed(browse, cast):
    answer = browse(cast.admin).post("/settings/stores/TY-0001", {"name": "新名字店", "tills": "2"})
    assert answer.status_code == 422 and "新名字店" in answer.text


def test_a_district_of_another_city_is_refused(browse, cast):
    form = {"name": "店", "tills": "1", "opening_days": ["0"], "district": "天河区"}
    assert browse(cast.admin).post("/settings/stores/TY-0001", form).status_code == 422


def test_a_store_is_made_suspended_resumed_and_closed_on_its_pages(browse, cast, places):
    browser = browse(cast.admin)
    form = {"city": places.taiyuan.id, "name": "桃园路店", "tills": "1", "opening_days": [str(d) for d in range(7)]}
    path = browser.post("/settings/stores", form).location
    today = clock.today().isoformat()
    for step, reason in (("opening", ""), ("suspension", "修屋顶"), ("resumption", ""), ("closure", "到期")):
        assert browser.post(f"{path}/{step}", {"on": today, "reason": reason}).status_code == 303
    assert places.store_of(path.rpartition("/")[2]).state == CLOSED
    assert browser.post(f"{path}/opening", {"on": today}).status_code == 422


def test_a_closure_is_agreed_for_some_days(browse, cast, places, session):
    form = {"store_id": places.store.id, "first_day": "2026-10-01", "last_day": "2026-10-03", "reason": "国庆"}
    assert browse(cast.admin).post("/settings/closures", form).status_code == 303
    assert session.scalars(Closure.seen_by(cast.owner.viewer)).one().reason == "国庆"


@pytest.mark.promise("P27")
@pytest.mark.parametrize("last", [date(2026, 9, 30), date(2026, 12, 31)])
def test_a_closure_has_its_days_in_order_and_is_no_suspension(cast, places, last):
    with pytest.raises(Refused):
        actions.agree_closure(
            places.store, first_day=date(2026, 10, 1), last_day=last, reason="x", by=cast.admin.viewer
        )
