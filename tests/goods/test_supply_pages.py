"""The pages of goods orders: the store's tablet and head office's desk."""

import re

import pytest

from portal.goods import actions, queries
from portal.goods.forms.rows import typed_rows
from tests.builders_goods import MILK, TEA, a_product
from tests.cast import HOUSE

covers = ("C33",)
pytestmark = pytest.mark.pages

ORDERS = "/goods/stock/BJ-0001/orders"


def ordered(browser):
    answer = browser.post(ORDERS, {"product": [TEA, MILK], "quantity": ["10", "12"], "note": "周五前要"})
    assert answer.status_code == 303
    return answer.location


def line_ids(page):
    return re.findall(r'name="line" value="(\d+)"', page.html)


def test_an_order_from_the_store_to_head_office_and_back(goods, cast, browse, visit, places):
    owner, office = browse(cast.owner), browse(cast.office)
    assert "还没有订货单" in visit(owner, "/goods/orders").text
    visit(owner, f"{ORDERS}/new")
    looked = owner.post(ORDERS, {"product": ["gslc"], "quantity": ["2"], "look": "1"})
    assert looked.status_code == 200 and "高山绿茶" in looked.get_data(as_text=True)
    order = ordered(owner)
    assert "周五前要" in visit(owner, order).text and line_ids(visit(owner, order)) == []
    assert "朝阳" in visit(office, "/goods/orders?state=ordered").text or order in visit(office, "/goods/orders").links
    tea, milk = line_ids(visit(office, order))
    bad = office.post(f"{order}/shipment", {"line": [tea, milk], "shipped": ["10", "十二"]})
    assert bad.status_code == 422 and 'value="十二"' in bad.get_data(as_text=True)
    ship = {"line": [tea, milk], "shipped": ["10", "6"], "waybill": "SF-778"}
    assert office.post(f"{order}/shipment", ship).status_code == 303
    assert office.post(f"{order}/shipment", ship).status_code == 422  # once
    arriving = visit(owner, order)
    assert "SF-778" in arriving.text and line_ids(arriving) == [tea, milk]
    came = {"line": [tea, milk], "received": ["9", "6"], f"note-{tea}": "少一袋"}
    refused = owner.post(f"{order}/arrival", came)
    assert refused.status_code == 422 and "少一袋" in refused.get_data(as_text=True)
    assert owner.post(f"{order}/arrival", {**came, f"deviation-{tea}": "short"}).status_code == 303
    assert "少一袋" in visit(office, order).text
    assert queries.balance(places.store, goods[0].id, HOUSE) == 9000
    assert order in visit(owner, f"/goods/stock/BJ-0001/{goods[0].id}").links
    visit(browse(cast.rm_north, locale="en"), order)


def test_each_side_does_its_own_step(goods, cast, browse):
    owner, office, clerk = browse(cast.owner), browse(cast.office), browse(cast.clerk)
    order = ordered(owner)
    assert owner.post(f"{order}/shipment").status_code == 403
    assert office.post(ORDERS, {"product": [TEA], "quantity": ["1"]}).status_code == 403
    assert clerk.post(f"{order}/arrival").status_code == 403
    assert owner.post(f"{order}/arrival").status_code == 422  # it is not on its way
    assert browse(cast.owner_south).get(order).status_code == 404


def test_an_order_is_cancelled_by_either_side_with_a_reason(goods, cast, browse, visit):
    owner, office = browse(cast.owner), browse(cast.office)
    first, second = ordered(owner), ordered(owner)
    unsaid = owner.post(f"{first}/cancellation", {"reason": ""})
    assert unsaid.status_code == 422 and unsaid.text.count('id="errors"') == 1
    assert owner.post(f"{first}/cancellation", {"reason": "多下了一单"}).status_code == 303
    assert office.post(f"{second}/refusal", {"reason": "仓库缺货"}).status_code == 303
    assert "仓库缺货" in visit(owner, second).text


def test_a_list_and_an_order_ask_the_same_for_any_number_of_rows(
    goods, cast, browse, session, places, count_statements
):
    browser = browse(cast.owner)
    few_path = ordered(browser)
    more = [a_product(barcode=str(1000 + n), name=f"茶 {n}") for n in range(20)]
    big = actions.order_goods(places.store, [(one, 1000) for one in more], by=cast.owner.viewer)
    session.commit()
    many_path = f"/goods/orders/{big.id}"
    for path, other in ((few_path, many_path),):
        with count_statements() as few:
            browser.get(path)
        with count_statements() as many:
            browser.get(other)
        assert len(many) == len(few) <= 8
    with count_statements() as few:
        browser.get("/goods/orders")
    for one in more[:10]:
        actions.order_goods(places.store, [(one, 1000)], by=cast.owner.viewer)
    session.commit()
    with count_statements() as many:
        browser.get("/goods/orders")
    assert len(many) == len(few) <= 8


def test_every_row_of_a_long_list_counts_as_it_was_written(app):
    rows = {"line": [str(n) for n in range(1, 1201)], "shipped": ["0"] * 1200}
    with app.test_request_context("/", method="POST", data=rows):
        assert len(typed_rows("shipped")) == 1200
