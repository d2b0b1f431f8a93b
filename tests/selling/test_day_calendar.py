"""The calendar of day reports: each word of a day, to the minute."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.network import actions as network
from portal.selling import actions
from portal.selling.calendar import calendar, report_states
from portal.selling.models import Timeliness
from portal.selling.month import month_of
from tests.builders_selling import sealed
from tests.cast import HOUSE

covers = ("C32", "C40")

MONDAY = date(2026, 6, 15)
ONE = timedelta(days=1)


def word(store, day):
    return report_states([store.id], day, day)[store.id, day]


def at(day, hour, minute=0):
    return time_machine.travel(clock.at(day, hour, minute), tick=False)


@pytest.mark.promise("P70")
@pytest.mark.parametrize(
    "hours, expected",
    [(-1, Timeliness.AHEAD), (0, Timeliness.DUE), (34, Timeliness.DUE), (34.01, Timeliness.MISSING)],
)
def test_a_day_is_ahead_then_due_until_ten_of_the_next_morning_then_missing(places, hours, expected):
    with time_machine.travel(clock.at(MONDAY) + timedelta(hours=hours), tick=False):
        assert word(places.store, MONDAY) == expected


@pytest.mark.promise("P70")
def test_a_report_is_on_time_until_ten_and_late_after(places, cast):
    with at(MONDAY + ONE, 10):
        assert not sealed(places.store, cast.owner.viewer, MONDAY).late
    with at(MONDAY + 2 * ONE, 10, 1):
        assert sealed(places.store, cast.owner.viewer, MONDAY + ONE).late
    assert (word(places.store, MONDAY), word(places.store, MONDAY + ONE)) == (Timeliness.ON_TIME, Timeliness.LATE)


@pytest.mark.promise("P70")
def test_no_sales_is_a_report_too(places, cast):
    with at(MONDAY, 20):
        actions.report_no_sales(places.store, MONDAY, by=cast.owner.viewer)
    assert word(places.store, MONDAY) == Timeliness.NO_SALES


@pytest.mark.promise("P70")
def test_before_its_opening_a_store_owes_nothing(places):
    assert word(places.store, date(2026, 1, 4)) == Timeliness.CLOSED
    assert word(places.store, date(2026, 1, 5)) == Timeliness.MISSING


@pytest.mark.promise("P70")
def test_its_weekly_closed_day_is_closed_also_in_the_future(places, session):
    places.store.opening_days = "0111111"
    session.flush()
    with at(MONDAY, 9):
        assert word(places.store, MONDAY) == word(places.store, MONDAY + 7 * ONE) == Timeliness.CLOSED
        assert word(places.store, MONDAY + ONE) == Timeliness.AHEAD


@pytest.mark.promise("P70")
def test_a_suspension_makes_a_gap_and_resuming_ends_it(places):
    with at(MONDAY, 9):
        network.suspend_store(places.store, by=HOUSE, reason="维修")
    with at(MONDAY + 3 * ONE, 9):
        network.resume_store(places.store, by=HOUSE)
    with at(MONDAY + 6 * ONE, 9):
        words = [word(places.store, MONDAY + n * ONE) for n in range(-1, 5)]
    gap = [Timeliness.CLOSED] * 3
    assert words == [Timeliness.MISSING, *gap, Timeliness.MISSING, Timeliness.MISSING]


@pytest.mark.promise("P70")
def test_a_closed_store_owes_nothing_from_that_day_on(places):
    with at(MONDAY, 9):
        network.close_store(places.store, by=HOUSE, reason="租约到期")
        assert word(places.store, MONDAY) == Timeliness.CLOSED
        assert word(places.store, MONDAY - 2 * ONE) == Timeliness.MISSING


@pytest.mark.promise("P70")
def test_an_agreed_closure_is_closed_from_its_first_to_its_last_day(places):
    network.agree_closure(places.store, first_day=MONDAY, last_day=MONDAY + ONE, reason="盘点", by=HOUSE)
    words = [word(places.store, MONDAY + n * ONE) for n in range(-1, 3)]
    missing = Timeliness.MISSING
    assert words == [missing, Timeliness.CLOSED, Timeliness.CLOSED, missing]


@pytest.mark.promise("P70")
def test_a_holiday_is_closed_in_its_region_and_below_and_nowhere_else(places, cast, session):
    with at(MONDAY - 3 * ONE, 9):
        network.set_holiday(name="端午", first_day=MONDAY, last_day=MONDAY, by=HOUSE)
        network.set_holiday(
            name="盘点", first_day=MONDAY + ONE, last_day=MONDAY + 2 * ONE, region=places.north, by=HOUSE
        )
        session.flush()
    missing, closed = Timeliness.MISSING, Timeliness.CLOSED
    north, south = (
        [word(store, MONDAY + n * ONE) for n in range(-1, 4)] for store in (places.store, places.store_south)
    )
    assert north == [missing, closed, closed, closed, missing] and south == [missing, closed, missing, missing, missing]
    with at(MONDAY, 21):
        sealed(places.store, cast.owner.viewer, MONDAY)
    assert word(places.store, MONDAY) == Timeliness.ON_TIME  # who trades all the same seals his day


@pytest.mark.promise("P70")
def test_only_a_missed_day_can_be_excused_and_a_report_still_wins(places, cast, session):
    office = cast.office.viewer
    with at(MONDAY + ONE, 9), pytest.raises(Refused):
        actions.excuse_day(places.store, MONDAY, reason="停电", by=office)
    with at(MONDAY + ONE, 11):
        actions.excuse_day(places.store, MONDAY, reason="停电", by=office)
        session.flush()
        assert word(places.store, MONDAY) == Timeliness.EXCUSED
        sealed(places.store, cast.owner.viewer, MONDAY)
        assert word(places.store, MONDAY) == Timeliness.LATE


def test_a_viewer_gets_the_stores_of_his_reach_in_a_constant_number_of_statements(cast, places, count_statements):
    viewer = cast.rm_north.viewer
    with count_statements() as seen:
        states = report_states(viewer, MONDAY, MONDAY + 30 * ONE)
    assert {store_id for store_id, _ in states} == {places.store.id, places.store_taiyuan.id}
    assert len(states) == 62 and len(seen) == 7


def test_a_month_has_all_its_days(cast, places):
    days = calendar(places.store, date(2026, 2, 17), cast.owner.viewer)
    assert [day.day.day for day in days] == list(range(1, 29))


def test_a_report_due_since_yesterday_is_marked_in_its_month_and_todays_is_not_yet(app, cast, places):
    with app.test_request_context(), at(MONDAY + ONE, 8):
        month = month_of(places.store, MONDAY, cast.owner.viewer)
        cells = {cell["date"]: cell["word"] for week in month.weeks for cell in week if cell}
    assert cells[MONDAY]["label"] == Timeliness.DUE.label
    assert cells[MONDAY + ONE] is None


@pytest.mark.pages
def test_a_stores_people_read_why_a_day_was_excused_and_by_whom(cast, browse, places, session):
    with at(MONDAY + 2 * ONE, 12):
        actions.excuse_day(places.store, MONDAY, reason="停电", by=cast.office.viewer)
        session.commit()
        html = browse(cast.owner).get(f"/selling/day-reports/BJ-0001/{MONDAY}").text
    assert "原因：停电" in html and cast.office.viewer.name in html


def test_a_day_of_rest_is_marked_in_the_month_of_a_store_that_trades(app, cast, places):
    with app.test_request_context(), at(MONDAY, 8):
        network.agree_closure(places.store, first_day=MONDAY + ONE, last_day=MONDAY + ONE, reason="盘点", by=HOUSE)
        month = month_of(places.store, MONDAY, cast.owner.viewer)
        before = month_of(places.store, date(2026, 1, 4), cast.owner.viewer)
        cells = {cell["date"]: cell for week in (*month.weeks, *before.weeks) for cell in week if cell}
    rest = cells[MONDAY + ONE]
    assert (rest["word"]["label"], rest["url"]) == (Timeliness.CLOSED.label, "")
    assert cells[MONDAY + 2 * ONE]["word"] is None and cells[date(2026, 1, 4)]["word"] is None
