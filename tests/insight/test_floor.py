"""What a store's floor asks of its owner and its clerk."""

from datetime import timedelta

import pytest

from portal.goods import actions as goods
from portal.goods.models import CountScope, StockPace
from portal.insight.home import home_of
from portal.kernel import clock
from portal.selling import actions as selling
from portal.selling.models import Payment
from portal.supervision.models import ReportNotice, Step
from tests.builders_insight import a_product, sold
from tests.builders_selling import sale

covers = ("C32", "C33")


@pytest.fixture
def owner(cast):
    return cast.owner.viewer


def floor_of(person):
    return home_of(person.viewer).floor


def test_a_quiet_floor_asks_nothing(cast, places):
    floor = floor_of(cast.owner)
    assert not floor.asks and floor.told == 0 and not floor.shifts
    assert floor_of(cast.clerk).store.code == "BJ-0001"


def test_what_waits_on_the_floor_is_told_to_both(cast, places, owner, session, browse, visit):
    rice, other = a_product(), places.store_taiyuan
    order = goods.order_goods(places.store, [(rice, 6000)], by=owner)
    goods.ship_goods(order, {}, by=cast.office.viewer, expected_on=clock.today())
    transfer = goods.send_goods(other, places.store, [(rice, 1000)], by=cast.office.viewer)
    sheet = goods.begin_count(places.store, CountScope.SCANNED, by=owner)
    with clock.told_at(clock.now() - timedelta(hours=20)):
        shift = selling.open_shift(places.store, "1", float_fen=0, by=cast.clerk.viewer)
    tablet, _secret = selling.enrol_device(places.store, place="前台", by=owner)
    tablet.waiting, tablet.seen_at = 3, clock.now()
    silent, _secret = selling.enrol_device(places.store, place="后仓", by=owner)
    silent.seen_at = clock.now() - timedelta(days=2)
    session.add(StockPace(store_id=places.store.id, product_id=rice.id, per_day=2000, on_day=clock.today()))
    goods.count(places.store, rice, 3000, by=owner)
    session.commit()
    floor = floor_of(cast.owner)
    assert [one.id for one in floor.deliveries] == [order.id] and floor.is_due(order)
    assert [one.id for one in floor.transfers] == [transfer.id]
    assert [one.id for one in floor.counts] == [sheet.id]
    assert [one.id for one in floor.tablets] == [tablet.id, silent.id]
    assert [one.id for one in floor.shifts] == [shift.id] and floor.is_long(shift)
    assert floor.stock.low == 1 and floor.asks
    assert not floor_of(cast.owner_south).asks
    page = visit(browse(cast.owner), "/")
    assert {f"/goods/orders/{order.id}", f"/goods/transfers/{transfer.id}"} <= set(page.links)
    assert "3 单没上传" in page.text and "/goods/stock/BJ-0001/cover?level=low" in page.html
    assert "去订货" in page.text
    clerk = visit(browse(cast.clerk), "/")
    assert "去订货" not in clerk.text and "告诉店主" in clerk.text  # he orders nothing himself
    assert f"/goods/orders/{order.id}" in clerk.links and f"/selling/devices/{tablet.id}" not in clerk.html
    visit(browse(cast.clerk, locale="en"), "/")


@pytest.mark.parametrize("refused", [True, False])
def test_whoever_sent_goods_is_told_that_they_came_back_or_came_short(
    cast, places, owner, session, browse, visit, refused
):
    rice, other = a_product(), cast.owner_south.viewer
    right, wrong = (goods.send_goods(places.store, places.store_south, [(rice, 3000)], by=owner) for _ in "12")
    goods.take_in_transfer(right, {}, by=other)
    if refused:
        goods.take_back_transfer(wrong, by=other, reason="没有订过")
    else:
        goods.take_in_transfer(wrong, {wrong.lines[0].id: (2000, "路上破了")}, by=other)
    session.commit()
    assert [one.id for one in floor_of(cast.owner).transfers] == [wrong.id] and not floor_of(cast.owner_south).asks
    page = visit(browse(cast.owner), "/")
    assert f"/goods/transfers/{wrong.id}" in page.links and ("没有订过" if refused else "少了") in page.text
    with clock.told_at(clock.now() + timedelta(days=4)):
        assert not floor_of(cast.owner).transfers


def test_a_tablet_that_answered_today_is_no_trouble(cast, places, owner, session):
    tablet, _secret = selling.enrol_device(places.store, place="前台", by=owner)
    tablet.seen_at = clock.now() - timedelta(hours=3)
    session.flush()
    assert floor_of(cast.owner).tablets == []


def test_the_owner_hears_what_those_above_him_were_told(cast, places, session):
    for day, step in ((2, Step.OWNER), (2, Step.MANAGER), (2, Step.OFFICE), (3, Step.MANAGER)):
        facts = {"day": clock.today() - timedelta(days=day), "step": step, "told": 1, "mailed": 0}
        session.add(ReportNotice(store_id=places.store.id, at=clock.now(), **facts))
    session.flush()
    assert floor_of(cast.owner).told == 2


def test_a_clerk_sees_what_he_sold_himself_and_yesterday_where_it_is_open(cast, places, browse, visit, session):
    today, rice = clock.today(), a_product()
    sold(places.store, today, 77700, hour=0)
    sale(places.store, cast.clerk.viewer, rice)
    sale(places.store, cast.owner.viewer, rice, payment=Payment.CARD)
    session.commit()
    home = home_of(cast.clerk.viewer)
    assert (home.own[today].orders, home.own[today].total) == (1, 100)
    assert {one.code for one in home.open_days} == {"BJ-0001"}
    page = visit(browse(cast.clerk), "/")
    assert "还没有日结" in page.text and "777" not in page.text and "day-reports" not in page.html
