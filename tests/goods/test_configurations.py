"""Lists of a new store's first goods: kept by size of shop, and made into the store's first order."""

import pytest

from portal.goods import actions, queries
from portal.goods.models import SupplyState
from portal.kernel.refusals import Refused
from portal.network import actions as network
from tests.builders_goods import MILK, RICE, TEA, a_configuration, a_product

covers = ("C31",)


@pytest.fixture
def new_store(cast, places, session):
    store = network.create_store(places.beijing, name="新店", by=cast.office.viewer)
    store.area_m2 = 260
    session.commit()
    return store


def test_a_list_becomes_the_first_order_of_a_store_that_is_prepared(tea, new_store, cast):
    gone = a_product(barcode=MILK, name="牛奶")
    first = a_configuration((tea, 24_000), (gone, 12_000))
    actions.withdraw(gone, by=cast.office.viewer, reason="停产")
    order = actions.apply_configuration(first, new_store, by=cast.office.viewer, note="开业前")
    assert [(line.product_id, line.ordered) for line in order.lines] == [(tea.id, 24_000)]
    assert (order.state, order.note, order.store_id) == (SupplyState.ORDERED, "小店配置 · 开业前", new_store.id)
    with pytest.raises(Refused) as refusal:
        actions.apply_configuration(first, new_store, by=cast.office.viewer)
    assert refusal.value.field == "store"


def test_a_store_that_is_open_a_retired_list_and_an_empty_one_make_none(tea, new_store, cast, places):
    first, empty = a_configuration((tea, 1000)), a_configuration(name="空")
    for what, store in ((first, places.store), (empty, new_store)):
        with pytest.raises(Refused):
            actions.apply_configuration(what, store, by=cast.office.viewer)
    actions.retire_configuration(first, by=cast.office.viewer)
    with pytest.raises(Refused):
        actions.apply_configuration(first, new_store, by=cast.office.viewer)


def test_what_stands_there_already_gets_the_new_quantity(tea, cast):
    first = a_configuration((tea, 24_000))
    actions.put_on_configuration(first, [(tea, 6_000)], by=cast.office.viewer)
    assert [line.quantity for line in first.lines] == [6_000]
    for quantity in (0, 500):
        with pytest.raises(Refused):
            actions.put_on_configuration(first, [(tea, quantity)], by=cast.office.viewer)


def test_names_are_one_of_a_kind_and_sizes_the_right_way_round(session, cast):
    first = a_configuration()
    with pytest.raises(Refused):
        a_configuration()
    with pytest.raises(Refused) as refusal:
        actions.change_configuration(first, name="小店配置", least_m2=300, most_m2=200, by=cast.office.viewer)
    assert refusal.value.field == "most_m2"


@pytest.mark.parametrize(("size", "fits"), [(None, True), (199, False), (200, True), (300, True), (301, False)])
def test_it_says_which_shops_it_is_for(session, size, fits):
    assert a_configuration(least_m2=200, most_m2=300).fits(size) is fits


def test_stores_of_its_size_come_first(new_store, cast, places, session):
    other = network.create_store(places.taiyuan, name="大店", by=cast.office.viewer)
    other.area_m2 = 900
    session.commit()
    found = queries.stores_to_fill(cast.office.viewer, a_configuration(least_m2=500, most_m2=None))
    assert [store.id for store in found] == [other.id, new_store.id]


@pytest.mark.pages
def test_head_office_keeps_a_list_and_orders_by_it(tea, new_store, cast, browse, visit):
    office = browse(cast.office)
    assert "还没有配置清单" in visit(office, "/goods/configurations").text
    visit(office, "/goods/configurations/new")
    assert office.post("/goods/configurations", {"name": ""}).status_code == 422
    path = office.post("/goods/configurations", {"name": "标准", "least_m2": "200", "most_m2": "300"}).location
    assert "这份清单还是空的" in visit(office, path).text
    rows = {"product": [TEA, RICE], "quantity": ["24", "1"]}
    assert office.post(f"{path}/lines", rows).status_code == 422
    assert "高山绿茶" in office.post(f"{path}/lines", {**rows, "look": "1"}).get_data(as_text=True)
    answer = office.post(f"{path}/lines", {"product": [TEA], "quantity": ["24"]})
    assert "autofocus" in visit(office, answer.location).html
    page = visit(office, path)
    assert "autofocus" not in page.html  # a long list opens at its head
    assert "24 袋" in page.text and f"{new_store.code} 新店 · 260 m²" in page.text
    assert office.post(f"{path}/orders", {"store": "999999"}).status_code == 422
    order = office.post(f"{path}/orders", {"store": str(new_store.id)}).location
    assert "标准" in visit(office, order).text
    visit(office, f"{path}/edit")
    assert office.post(f"{path}/retirement", {}).status_code == 303
    assert office.post(f"{path}/restoration", {}).status_code == 303
    visit(office, "/goods/configurations")
    assert browse(cast.owner).get("/goods/configurations").status_code == 403
