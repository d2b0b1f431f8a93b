from datetime import date, timedelta

import pytest

from portal.insight.figures import Months, Span, by_day, by_store
from portal.insight.regions import RegionView
from portal.insight.stores import dossier
from portal.kernel import clock
from portal.network import actions as network
from portal.network.models import Level
from portal.selling.models import Order
from tests.builders_insight import a_member, sold

covers = ("C46",)

MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


@pytest.fixture
def spring(places):
    """Two months of sales in three stores."""
    sold(places.store, date(2026, 3, 2), 1200, 800)
    sold(places.store, date(2026, 3, 31), 500, member=a_member(places.store))
    sold(places.store, date(2026, 2, 28), 3000)
    sold(places.store, date(2026, 4, 1), 9999)
    sold(places.store_taiyuan, date(2026, 3, 5), 700)
    sold(places.store_south, date(2026, 3, 5), 40000)


def test_a_regions_sums_are_those_of_its_orders(session, cast, places, spring):
    view = RegionView(cast.director.viewer, places.north.id, MARCH)
    northern = Order.seen_by(cast.rm_north.viewer)
    orders = session.scalars(northern.where(Order.booked_day.between(MARCH, date(2026, 3, 31)))).all()
    assert view.now.total == sum(order.total for order in orders) == 3200
    assert view.now.orders == len(orders) == 4
    assert view.now.member_orders == sum(order.member_id is not None for order in orders) == 1
    assert view.before.total == 3000


def test_the_parts_of_a_region_add_up_to_it(cast, spring):
    view = RegionView(cast.director.viewer, None, MARCH)
    assert sum(row.now.total for row in view.below) == view.now.total == 43200
    assert sum(row.now.total for row in view.stores) == view.now.total
    assert sum(point or 0 for point in view.chart["points"]) * 100 == view.now.total


def test_ten_regions_come_first_and_all_of_them_at_a_press(cast, places, spring, browse):
    for n in range(11):
        by, code = cast.office.viewer, f"11990{n}"
        facts = {"code": code, "name": f"城{n}市", "parent": places.beijing.parent, "level": Level.CITY}
        network.create_store(network.add_region(**facts, by=by), name=f"店{n}", by=by)
    address = f"/insight/regions/{places.beijing.parent_id}?month=2026-03"
    few = browse(cast.director).get(address).get_data(as_text=True)
    assert f"{address}&amp;all=regions" in few
    every = browse(cast.director).get(f"{address}&all=regions").get_data(as_text=True)
    assert sum(f"城{n}市" in few for n in range(11)) == 9  # and the one that sells, first
    assert sum(f"城{n}市" in every for n in range(11)) == 11


@pytest.mark.promise("P22")
def test_a_manager_adds_up_his_own_territory_only(cast, places, spring):
    assert RegionView(cast.rm_north.viewer, None, MARCH).now.total == 3200
    assert by_store(cast.rm_south.viewer, Months.around(MARCH)).keys() == {
        RegionView(cast.rm_south.viewer, None, MARCH).stores[0].id
    }


def test_stores_furthest_behind_come_first(cast, spring):
    names = [row.code for row in RegionView(cast.director.viewer, None, MARCH).stores]
    assert names == ["BJ-0001", "TY-0001", "GZ-0001"]


def test_a_store_page_says_what_its_orders_say(session, cast, places):
    today = clock.today()
    sold(places.store, today, 1500, 2500, hour=0)
    sold(places.store, clock.month_start(today) - timedelta(days=1), 7000)
    file = dossier("BJ-0001", cast.owner.viewer)
    assert (file.now.total, file.now.orders, file.now.average) == (4000, 2, 2000)


def test_a_month_under_way_is_compared_with_as_many_days(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 10))
    months = Months.around(MARCH)
    assert months == Months(Span(MARCH, date(2026, 3, 10)), Span(FEBRUARY, date(2026, 2, 10)))
    assert months.so_far


def test_a_month_that_is_over_is_compared_in_full(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 5, 10))
    assert Months.around(MARCH) == Months(Span(MARCH, date(2026, 3, 31)), Span(FEBRUARY, date(2026, 2, 28)))


def test_the_last_day_of_a_long_month_looks_at_all_of_a_short_one(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 30))
    assert Months.around(MARCH).before == Span(FEBRUARY, date(2026, 2, 28))


def test_days_add_up_over_all_stores(cast, spring):
    days = by_day(cast.director.viewer, Months.around(MARCH))
    assert days[date(2026, 3, 5)] == 40700


def test_the_region_view_reads_as_much_for_many_stores_as_for_few(cast, places, count_statements, spring):
    counts, viewer = [], cast.rm_north.viewer
    for more in (0, 8):
        for n in range(more):
            store = network.create_store(places.beijing, name=f"新店{n}", by=cast.office.viewer)
            network.open_store(store, by=cast.office.viewer, on=date(2026, 3, 1))
            sold(store, date(2026, 3, 9), 100)
        with count_statements() as seen:
            view = RegionView(viewer, places.north.id, MARCH)
            assert view.below and view.reports and view.chart and view.now.total
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8
