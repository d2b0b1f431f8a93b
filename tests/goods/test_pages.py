"""The pages of goods and of its imports, opened by each who may and refused to the rest."""

import re

import pytest

from portal.goods import actions
from portal.kernel import importing
from portal.kernel.importer import importers
from tests.builders_goods import MILK, PRODUCT_HEADS, TEA, a_file, a_product, handed_in, taken_in, worked

covers = ("C31",)

pytestmark = pytest.mark.pages

BAD = f"{PRODUCT_HEADS}\n{TEA},绿茶,饮料,袋,0,39.90,35.90,on\n{MILK},=1+1,乳品,盒,0,=2+2,,on\n"


@pytest.fixture
def stocked(session, cast, places):
    tea = a_product()
    actions.receive(places.store, [(tea, 24_000)], by=cast.owner.viewer, note="送货单 7")
    session.commit()
    return tea


@pytest.mark.parametrize("person", ["office", "admin", "owner", "clerk", "rm_north"])
def test_everyone_of_the_trade_reads_catalogue_and_stock(person, stocked, cast, browse, visit):
    browser = browse(getattr(cast, person))
    assert "高山绿茶" in visit(browser, "/goods/products").text
    visit(browser, f"/goods/products/{stocked.id}")
    assert "24" in visit(browser, "/goods/stock?store=BJ-0001").text
    assert "送货单 7" in visit(browser, f"/goods/stock/BJ-0001/{stocked.id}").text
    visit(browse(getattr(cast, person), locale="en"), f"/goods/stock/BJ-0001/{stocked.id}")


def test_head_office_adds_changes_and_withdraws(cast, browse, visit, session):
    browser = browse(cast.office)
    visit(browser, "/goods/products/new")
    facts = {"barcode": TEA, "name": "高山绿茶", "unit": "袋", "price": "39.90", "member_price": "35.9"}
    answer = browser.post("/goods/products", facts)
    assert answer.status_code == 303
    where = answer.location
    visit(browser, f"{where}/edit")
    assert browser.post(where, {**facts, "price": "30"}).status_code == 422
    assert browser.post(f"{where}/withdrawal", {"reason": "停产"}).status_code == 303
    assert "停售" in visit(browser, where).text


def test_a_delivery_is_looked_up_and_received(cast, browse, visit, stocked, places, session):
    browser = browse(cast.owner)
    visit(browser, "/goods/stock/BJ-0001/receipts/new")
    path = "/goods/stock/BJ-0001/receipts"
    looked = browser.post(path, {"product": ["gslc", "nix"], "quantity": ["2", ""], "look": "1"})
    assert looked.status_code == 200 and "高山绿茶" in looked.get_data(as_text=True)
    assert browser.post(path, {"product": ["nix"], "quantity": ["2"]}).status_code == 422
    assert browser.post(path, {"product": [TEA], "quantity": ["2"]}).status_code == 303
    assert "26" in visit(browser, "/goods/stock").text


RECEIPTS = "/goods/stock/BJ-0001/receipts"


def looked(browser, products, quantities, **pressed):
    """The rows as they come back, and what is focused."""
    html = browser.post(RECEIPTS, {"product": products, "quantity": quantities, **pressed}).get_data(as_text=True)
    (focus,) = re.findall(r'<input[^>]* id="((?:product|quantity)-\d+)"[^>]* autofocus', html)
    return html, focus


def test_after_a_scan_its_quantity_is_typed_and_not_wrong_before(cast, browse, stocked):
    browser = browse(cast.owner)
    html, focus = looked(browser, [TEA, ""], ["", ""], look="1")
    assert focus == "quantity-1" and "aria-invalid" not in html and 'class="error"' not in html
    html, focus = looked(browser, [TEA, ""], ["3", ""], look="1")
    assert focus == "product-2" and "aria-invalid" not in html
    html, focus = looked(browser, [TEA, "nix"], ["0", "1"], look="1")
    assert focus == "quantity-1" and html.count('aria-invalid="true"') == 2


def test_a_scan_into_the_quantity_that_was_waited_for_is_the_next_row(cast, browse, stocked):
    html, focus = looked(browse(cast.owner), [TEA], [TEA], look="1")
    assert html.count(f'name="product" id="product-1" value="{TEA}"') == 1
    assert html.count(f'name="product" id="product-2" value="{TEA}"') == 1 and focus == "quantity-1"


@pytest.mark.parametrize(("locale", "asked"), [("zh_Hans_CN", "是哪一个？"), ("en", "Which one?")])
def test_a_name_that_means_several_offers_them_to_press(cast, browse, stocked, session, locale, asked):
    other = a_product(barcode=MILK, name="高山红茶")
    session.commit()
    browser = browse(cast.owner, locale)
    html, focus = looked(browser, ["", "高山"], ["", "2"], look="1")
    assert asked in html and focus == "product-1"
    offered = re.findall(r'name="pick" value="([^"]+)">([^<]+)<', html)
    assert sorted(offered) == sorted([(f"1:{TEA}", stocked.name), (f"1:{MILK}", other.name)])
    html, focus = looked(browser, ["高山"], ["2"], pick=f"1:{MILK}")
    assert f'id="product-1" value="{MILK}"' in html and 'name="pick"' not in html and focus == "product-2"


def test_a_count_and_a_loss(cast, browse, visit, stocked):
    browser, path = browse(cast.owner), f"/goods/stock/BJ-0001/{stocked.id}"
    assert browser.post(f"{path}/counts", {"counted": "x"}).status_code == 422
    assert browser.post(f"{path}/counts", {"counted": "20"}).status_code == 303
    assert browser.post(f"{path}/losses", {"quantity": "1", "words": "摔碎"}).status_code == 422
    assert browser.post(f"{path}/losses", {"quantity": "1", "why": "broken", "words": "上货时"}).status_code == 303
    assert "19" in visit(browser, path).text
    losses = "/goods/stock/BJ-0001/losses"
    assert "上货时" in visit(browser, losses).text and "上货时" not in visit(browser, f"{losses}?why=spoilt").text
    assert "上货时" not in visit(browser, f"{losses}?last=2020-01-01").text


def test_anothers_stock_is_not_there(cast, browse, stocked):
    browser = browse(cast.owner_south)
    assert browser.get("/goods/stock?store=BJ-0001").status_code == 404
    assert browser.get(f"/goods/stock/BJ-0001/{stocked.id}").status_code == 404
    assert browser.post(f"/goods/stock/BJ-0001/{stocked.id}/counts", {"counted": "1"}).status_code == 404


def test_a_file_goes_through_the_pages(cast, browse, visit, session, work_off):
    browser, path = browse(cast.office), "/goods/products/import"
    visit(browser, path)
    assert browser.post(path, {}).status_code == 422
    answer = browser.post(path, {"file": (a_file(BAD).stream, "年货.csv")})
    assert answer.status_code == 303
    where = answer.location
    assert "行已读" in visit(browser, where).text
    work_off()
    session.expire_all()
    assert "年货.csv" in visit(browser, path).text
    assert "条码" in visit(browser, where).text
    assert browser.post(f"{where}/confirmation").status_code == 303
    work_off()
    session.expire_all()
    visit(browser, where)
    assert "绿茶" in visit(browser, "/goods/products").text


@pytest.mark.promise("P47")
def test_refused_rows_come_as_a_file_whose_cells_are_no_formulas(cast, browse, session):
    found = handed_in("products", BAD, by=cast.office.viewer)
    browser = browse(cast.office)
    text = browser.get(f"/goods/products/import/{found.id}/problems.csv").get_data(as_text=True)
    assert "'=1+1" in text and "\n=" not in text and ",=" not in text
    put_right = text.replace("'=2+2", "5.00").encode()
    session.commit()
    assert handed_in("products", put_right, by=cast.office.viewer).report["good_rows"] == 1
    assert browser.get(f"/goods/products/import/{found.id}/problems.xlsx").data[:2] == b"PK"


@pytest.mark.parametrize(
    "path", ["/goods/products/import", "/goods/stock/import", "/selling/members/import", "/selling/orders/import"]
)
def test_a_template_is_a_file_that_can_be_handed_in(path, cast, browse, visit, session):
    browser = browse(cast.office)
    visit(browser, path)
    content = browser.get(f"{path}/template.xlsx").data
    kind = next(kind for kind, importer in importers.items() if importer.doors["path"] == path)
    found = handed_in(kind, content, by=cast.office.viewer)
    assert found.report["rows"] == 0 and not found.trouble  # its example row is no row


@pytest.mark.promise("P21")
def test_an_import_is_seen_by_its_owner_and_by_who_sees_its_store(cast, browse, session, places):
    file = f"store,barcode,quantity,counted_on\nBJ-0001,{TEA},1,2026-01-04\n"
    a_product()
    found = importing.receive(importers["stock"], a_file(file), by=cast.owner.viewer, store_id=places.store.id)
    worked(found)
    path = f"/goods/stock/import/{found.id}"
    assert browse(cast.owner).get(path).status_code == 200
    assert browse(cast.office).get(path).status_code == 200
    assert browse(cast.owner_south).get(path).status_code == 404
    assert browse(cast.owner_south).post(f"{path}/confirmation").status_code == 404
    assert browse(cast.clerk).get(path).status_code == 403
    assert taken_in(found, by=cast.owner.viewer).state == "done"


def test_the_catalogue_takes_the_same_statements_for_any_number_of_rows(
    cast, browse, session, count_statements, stocked
):
    browser = browse(cast.office)
    with count_statements() as few:
        browser.get("/goods/products")
    for n in range(20):
        a_product(barcode=str(1000 + n), name=f"茶 {n}")
    session.commit()
    with count_statements() as many:
        browser.get("/goods/products")
    assert len(many) == len(few) <= 6


@pytest.mark.parametrize("typed", [" ", "\u0000", ""])
def test_white_space_is_no_count(typed, cast, browse, places, session):
    stuff = a_product()
    session.commit()
    path = f"/goods/stock/{places.store.code}/{stuff.id}/counts"
    assert browse(cast.owner).post(path, {"counted": typed}).status_code == 422


@pytest.mark.parametrize("path", ["/goods/products/import", "/selling/members/import"])
def test_text_in_the_place_of_a_file_is_a_missing_file(path, cast, browse):
    assert browse(cast.office).post(path, {"file": "price.csv"}).status_code == 422
