from datetime import date, timedelta

import pytest

from portal.kernel import clock
from portal.network import actions as network
from portal.network.models import Holiday
from portal.selling.calendar import report_states
from portal.selling.models import DayExcuse, DayReport, Timeliness
from portal.supervision import queries
from portal.supervision.missed import owed_days, states_of

covers = ("C40",)


def report(session, store, day, **facts):
    session.add(DayReport(store_id=store.id, day=day, **facts))
    session.flush()


@pytest.fixture
def today():
    return clock.today()


@pytest.mark.promise("P70")
def test_silence_is_missed_and_every_other_day_says_what_it_was(session, cast, places, today):
    day = {n: today - timedelta(days=n) for n in range(2, 8)}
    report(session, places.store, day[2])
    report(session, places.store, day[3], late=True)
    report(session, places.store, day[4], no_sales=True)
    session.add(DayExcuse(store_id=places.store.id, day=day[5], reason="停电"))
    network.agree_closure(places.store, first_day=day[6], last_day=day[6], reason="盘点", by=cast.office.viewer)
    session.flush()
    [row] = queries.store_months([places.store], day[7], day[2])
    assert [row.days[day[n]] for n in range(2, 8)] == [
        Timeliness.ON_TIME,
        Timeliness.LATE,
        Timeliness.NO_SALES,
        Timeliness.EXCUSED,
        Timeliness.CLOSED,
        Timeliness.MISSING,
    ]


@pytest.mark.promise("P70")
def test_missed_days_are_listed_exactly(session, cast, places, today):
    since = today - timedelta(days=4)
    for n in (2, 4):
        report(session, places.store, today - timedelta(days=n))
    for n in (2, 3, 4):
        report(session, places.store_taiyuan, today - timedelta(days=n))
    until = today - timedelta(days=2)  # yesterday's report may still be due
    owed = owed_days(cast.rm_north.viewer, since)
    missed = [(one.code, one.day) for one in owed if one.is_missing and one.day <= until]
    assert missed == [("BJ-0001", today - timedelta(days=3))]


@pytest.mark.promise("P22")
def test_a_manager_sees_the_missed_days_of_his_stores_only(cast, places, today):
    since = today - timedelta(days=3)
    codes = {one.code for one in owed_days(cast.rm_south.viewer, since) if one.is_missing}
    assert codes == {"GZ-0001"}


@pytest.mark.promise("P70")
def test_stores_with_the_most_missed_days_come_first(session, cast, places, today):
    first, last = today - timedelta(days=6), today - timedelta(days=2)
    for n in range(2, 7):
        report(session, places.store, today - timedelta(days=n))
    rows = queries.month_of(cast.director.viewer, first, last)
    assert [row.store.code for row in rows] == ["GZ-0001", "TY-0001", "BJ-0001"]
    assert [len(row.missed) for row in rows] == [5, 5, 0]


def test_the_calendar_reads_as_much_for_many_stores_as_for_few(cast, places, count_statements):
    first = clock.month_start(date(2026, 6, 1))
    counts, viewer = [], cast.rm_north.viewer
    for more in (0, 6):
        for n in range(more):
            store = network.create_store(places.beijing, name=f"新店{n}", by=cast.office.viewer)
            network.open_store(store, by=cast.office.viewer, on=first)
        with count_statements() as seen:
            queries.month_of(viewer, first, first + timedelta(days=29))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8  # the hour at which a report is due is a rule that is read, too


@pytest.mark.promise("P70")
def test_the_quick_reads_say_what_the_calendar_says(session, cast, places, today):
    since = today - timedelta(days=20)
    for n in (1, 3, 4, 9, 15):
        report(session, places.store, today - timedelta(days=n), late=n == 4, no_sales=n == 9)
    session.add(DayExcuse(store_id=places.store.id, day=today - timedelta(days=5), reason="停电"))
    network.agree_closure(
        places.store,
        first_day=today - timedelta(days=8),
        last_day=today - timedelta(days=7),
        reason="盘点",
        by=cast.office.viewer,
    )
    network.suspend_store(places.store_taiyuan, by=cast.office.viewer, reason="修", on=today - timedelta(days=6))
    network.edit_store(places.store_south, by=cast.office.viewer, opening_days="1111100")
    for n, region in ((12, None), (10, places.north), (11, places.guangzhou), (13, places.taiyuan)):
        day = today - timedelta(days=n)
        session.add(Holiday(name="节日", first_day=day, last_day=day, region_id=region.id if region else None))
    session.flush()
    for viewer in (cast.office.viewer, cast.rm_north.viewer, cast.owner.viewer):
        told = report_states(viewer, since, today)
        owed = {key: word for key, word in told.items() if word != Timeliness.CLOSED}
        assert states_of(viewer, since, today, {store_id for store_id, _ in told}) == owed
        silent = {(one.store_id, one.day): one.word for one in owed_days(viewer, since)}
        assert silent == {key: word for key, word in owed.items() if word in (Timeliness.DUE, Timeliness.MISSING)}
