"""How fast things sell, how long they last, what is low, and what an order would bring."""

from datetime import timedelta

import pytest

from portal.goods import actions, nightly, queries
from portal.goods import rules as stock_rules
from portal.goods.models import StockPace
from portal.goods.pace import measure
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, TEA, a_product
from tests.builders_selling import sale
from tests.cast import HOUSE

covers = ("C33",)
promises = ("P71",)


@pytest.fixture
def shelf(session, cast, places):
    """Twenty-four packets of tea, of which two a day were sold on ten days; twelve of milk that nobody buys."""
    tea, milk = a_product(), a_product(barcode=MILK, name="牛奶", category="乳品")
    with clock.told_at(clock.now() - timedelta(days=20)):
        actions.receive(places.store, [(tea, 44_000), (milk, 12_000)], by=cast.owner.viewer)
    for ago in range(1, 11):
        sale(places.store, cast.clerk.viewer, (tea, 2000), at=clock.at(clock.today() - timedelta(days=ago), 11))
    measure(places.store.id, clock.today())
    session.flush()
    return tea, milk


def cover(places, product):
    return queries.cover_of(places.store, product.id, HOUSE)


def named(found):
    return [(one.product.name, one.suggested) for one in found]


def paces(places):
    rows = StockPace.seen_by(HOUSE).where(StockPace.store_id == places.store.id)
    return {row.product_id: row.per_day for row in db.session.scalars(rows)}


def test_the_pace_is_what_was_sold_a_day_of_trade(shelf, places):
    tea, milk = shelf
    assert paces(places) == {tea.id: 2000}  # ten days of trade in four weeks, not twenty-eight
    assert (cover(places, tea).lasts, cover(places, milk).lasts) == ("12.0", "")


def test_what_was_taken_back_was_not_sold_and_today_does_not_count(shelf, cast, places):
    tea, _milk = shelf
    sale(places.store, cast.clerk.viewer, (tea, 9000))
    measure(places.store.id, clock.today())
    assert paces(places) == {tea.id: 2000}


def test_two_days_of_trade_are_no_week(cast, places, session):
    tea = a_product()
    sale(places.store, cast.clerk.viewer, (tea, 7000), at=clock.at(clock.today() - timedelta(days=1), 11))
    measure(places.store.id, clock.today())
    assert paces(places) == {tea.id: 1000}


@pytest.mark.parametrize(("on_hand", "low"), [(24_000, False), (6000, False), (5000, True), (-2000, True)])
def test_low_is_what_lasts_fewer_than_three_days(shelf, cast, places, on_hand, low):
    tea, _milk = shelf
    actions.count(places.store, tea, max(on_hand, 0), by=cast.owner.viewer)
    if on_hand < 0:
        sale(places.store, cast.clerk.viewer, (tea, -on_hand))
    assert cover(places, tea).is_low is low
    assert queries.scarcity(places.store, HOUSE).low == int(low)


def test_low_is_what_is_below_the_least_the_store_wants(shelf, cast, places):
    _tea, milk = shelf
    actions.set_minimum(places.store, milk, 13_000, by=cast.owner.viewer)
    assert cover(places, milk).is_low and queries.scarcity(places.store, HOUSE).low == 1
    assert named(queries.suggestions(places.store, HOUSE)) == [("牛奶", 1000)]
    actions.set_minimum(places.store, milk, 0, by=cast.owner.viewer)
    assert queries.scarcity(places.store, HOUSE).low == 0 and queries.suggestions(places.store, HOUSE) == []


def test_a_minimum_of_what_was_never_there_puts_it_on_the_list(cast, places, session):
    tea = a_product()
    with pytest.raises(Refused):
        actions.set_minimum(places.store, tea, 1500, by=cast.owner.viewer)
    actions.set_minimum(places.store, tea, 6000, by=cast.owner.viewer)
    session.flush()
    assert named(queries.suggestions(places.store, HOUSE)) == [(tea.name, 6000)]
    assert queries.suggestions(places.store_taiyuan, HOUSE) == []


def test_what_is_suggested_lasts_ten_days_in_whole_packs_less_what_is_under_way(shelf, cast, places):
    tea, _milk = shelf
    actions.count(places.store, tea, 3000, by=cast.owner.viewer)
    assert named(queries.suggestions(places.store, HOUSE)) == [(tea.name, 17_000)]
    actions.add_barcode(tea, barcode="6900000000663", by=HOUSE, pieces=12)
    assert named(queries.suggestions(places.store, HOUSE)) == [(tea.name, 24_000)]
    order = actions.order_goods(places.store, [(tea, 12_000)], by=cast.owner.viewer)
    assert named(queries.suggestions(places.store, HOUSE)) == [(tea.name, 12_000)]
    actions.ship_goods(order, {order.lines[0].id: 24_000}, by=cast.office.viewer)
    assert queries.suggestions(places.store, HOUSE) == []


def test_books_below_zero_are_not_ordered_twice(shelf, cast, places):
    tea, _milk = shelf
    actions.count(places.store, tea, 0, by=cast.owner.viewer)
    sale(places.store, cast.clerk.viewer, (tea, 40_000))
    assert named(queries.suggestions(places.store, HOUSE)) == [(tea.name, 20_000)]


def test_withdrawn_goods_are_neither_low_nor_suggested(shelf, cast, places):
    tea, _milk = shelf
    actions.count(places.store, tea, 1000, by=cast.owner.viewer)
    actions.withdraw(tea, by=HOUSE, reason="停产")
    assert queries.scarcity(places.store, HOUSE).low == 0 and queries.suggestions(places.store, HOUSE) == []


def test_an_administrator_sets_how_long_things_are_to_last(shelf, cast, places):
    tea, _milk = shelf
    stock_rules.set_rules(stock_rules.Rules(low=13, cycle=14, reserve=0), by=cast.admin.viewer)
    assert cover(places, tea).is_low
    assert named(queries.suggestions(places.store, HOUSE)) == [(tea.name, 4000)]


def test_the_night_estimates_once_a_day(shelf, places, session):
    session.commit()
    with clock.told_at(clock.now() + timedelta(days=1)):
        assert nightly.estimated() == 1
        assert dict(nightly.work()) == {"products whose pace of sale was estimated": 0}
    assert set(paces(places).values()) == {2000}


@pytest.mark.pages
def test_the_list_begins_with_what_ends_first_and_the_order_is_filled_in(shelf, cast, places, browse, visit, session):
    tea, milk = shelf
    actions.count(places.store, tea, 0, by=cast.owner.viewer)
    sale(places.store, cast.clerk.viewer, (tea, 1000))
    session.commit()
    owner = browse(cast.owner)
    for path in ("/goods/stock/BJ-0001/cover?format=csv", "/goods/stock?format=csv"):
        assert ["负库存" in row for row in owner.get(path).text.splitlines() if tea.name in row] == [True]
    actions.count(places.store, tea, 3000, by=cast.owner.viewer)
    session.commit()
    page = visit(owner, "/goods/stock/BJ-0001/cover")
    assert page.html.index(tea.name) < page.html.index(milk.name) and "1.5" in page.text
    low = visit(owner, "/goods/stock/BJ-0001/cover?level=low")
    assert tea.name in low.text and milk.name not in low.text
    order = visit(owner, "/goods/stock/BJ-0001/orders/new?from=suggested")
    assert f'value="{TEA}"' in order.html and 'value="17"' in order.html and "autofocus" not in order.html
    sent = owner.post("/goods/stock/BJ-0001/orders", {"product": [TEA], "quantity": ["17"], "note": ""})
    assert sent.status_code == 303
    assert "没有需要订的" in visit(owner, "/goods/stock/BJ-0001/orders/new?from=suggested").text
    assert "17" in owner.get("/goods/stock/BJ-0001/cover?format=csv").get_data(as_text=True)
    visit(browse(cast.clerk, locale="en"), "/goods/stock/BJ-0001/cover")
    visit(browse(cast.owner_south), "/goods/stock/BJ-0001/cover", 404)


@pytest.mark.pages
def test_the_least_is_said_on_the_products_page(shelf, cast, browse, visit, session):
    tea, _milk = shelf
    session.commit()
    owner, path = browse(cast.owner), f"/goods/stock/BJ-0001/{tea.id}"
    assert "12.0" in visit(owner, path).text
    wrong = owner.post(f"{path}/minimum", {"at_least": "2.5"})
    assert wrong.status_code == 422 and 'value="2.5"' in wrong.get_data(as_text=True)
    assert owner.post(f"{path}/minimum", {"at_least": "30"}).status_code == 303
    assert "至少 30" in visit(owner, path).text
    assert browse(cast.clerk).post(f"{path}/minimum", {"at_least": "1"}).status_code == 403


@pytest.mark.pages
def test_the_rules_are_an_administrators(cast, browse, visit, session):
    admin = browse(cast.admin)
    visit(admin, "/goods/rules")
    wrong = admin.post("/goods/rules", {"tolerance": "20", "low": "0", "cycle": "7", "reserve": "3"})
    assert wrong.status_code == 422
    good = {"tolerance": "50", "low": "4", "cycle": "14", "reserve": "2"}
    assert admin.post("/goods/rules", good).status_code == 303
    assert stock_rules.rules() == stock_rules.Rules(tolerance=50_00, low=4, cycle=14, reserve=2)
    visit(browse(cast.office, locale="en"), "/goods/rules", 403)
