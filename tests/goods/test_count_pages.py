"""The pages of a count on the shop's tablet."""

import re

import pytest

from portal.goods import actions, queries
from portal.goods.models import CountScope
from tests.builders_goods import TEA, a_product
from tests.cast import HOUSE

covers = ("C31",)
pytestmark = pytest.mark.pages

COUNTS = "/goods/stock/BJ-0001/counts"


def begin(browser, **facts):
    answer = browser.post(COUNTS, {"scope": "all", **facts})
    assert answer.status_code == 303
    return answer.location


def line_ids(html):
    return re.findall(r'name="line" value="(\d+)"', html)


def test_a_count_from_its_beginning_to_its_adoption(shelf, cast, browse, visit, places):
    owner, clerk = browse(cast.owner), browse(cast.clerk)
    assert "还没有盘点" in visit(owner, COUNTS).text
    sheet = begin(owner)
    page = visit(clerk, sheet)
    milk, tea = line_ids(page.html)  # by category
    assert "24" not in re.findall(r'name="counted"[^>]* value="([^"]*)"', page.html)  # it is counted unseen
    bad = clerk.post(f"{sheet}/lines", {"line": [tea, milk], "counted": ["二十", ""]})
    assert bad.status_code == 422 and 'value="二十"' in bad.get_data(as_text=True)
    assert clerk.post(f"{sheet}/lines", {"line": [tea, milk], "counted": ["22", ""]}).status_code == 303
    assert line_ids(visit(clerk, sheet).html) == [milk]
    assert line_ids(visit(clerk, f"{sheet}?show=counted").html) == [tea]
    differs = visit(owner, f"{sheet}?show=differences")
    assert "−2" in differs.text
    refused = owner.post(f"{sheet}/adoption", {f"note-{tea}": "找过了"})
    assert refused.status_code == 422 and "找过了" in refused.get_data(as_text=True)
    kept = {f"cause-{tea}": "taken", f"note-{tea}": "找过了"}
    assert owner.post(f"{sheet}/adoption", {**kept, "keep": "1"}).status_code == 303
    assert "找过了" in visit(owner, f"{sheet}?show=differences").html
    assert owner.post(f"{sheet}/adoption", kept).status_code == 303
    assert "已入账" in visit(clerk, sheet).text and "已入账" in visit(owner, COUNTS).text
    assert queries.balance(places.store, shelf[0].id, HOUSE) == 22_000
    assert sheet in visit(owner, f"/goods/stock/BJ-0001/{shelf[0].id}").links
    visit(browse(cast.office, locale="en"), sheet)


def test_scanning_asks_for_the_number_and_then_whether_it_is_more(shelf, cast, browse, visit):
    browser = browse(cast.owner)
    sheet = begin(browser, scope="scanned")
    path = f"{sheet}/products"

    def scanned(**typed):
        answer = browser.post(path, typed)
        html = answer.get_data(as_text=True)
        focus = re.findall(r'id="(scan-\w+)"[^>]* autofocus', html)
        return answer.status_code, html, focus

    status, html, focus = scanned(product=TEA, quantity="")
    assert (status, focus) == (200, ["scan-quantity"]) and "高山绿茶" in html
    assert scanned(product=TEA, quantity="20")[0] == 303
    status, html, focus = scanned(product=TEA, quantity="4")
    assert status == 200 and 'value="more"' in html and 'value="instead"' in html
    assert scanned(product=TEA, quantity="4", how="more")[0] == 303
    assert 'value="24"' in visit(browser, f"{sheet}?show=counted").html
    assert scanned(product="没有这个", quantity="1")[2] == ["scan-product"]
    assert scanned(product=TEA, quantity="1.5", how="instead")[0] == 422


def test_a_clerk_counts_and_does_not_settle(shelf, cast, browse, visit):
    sheet = begin(browse(cast.owner))
    clerk = browse(cast.clerk)
    assert "differences" not in visit(clerk, sheet).html
    assert clerk.post(COUNTS, {"scope": "all"}).status_code == 403
    assert clerk.post(f"{sheet}/adoption").status_code == 403
    assert clerk.post(f"{sheet}/removal", {"reason": "不要"}).status_code == 403
    assert browse(cast.owner_south).get(sheet).status_code == 404


def test_a_count_is_dropped_with_a_reason(shelf, cast, browse, visit):
    browser = browse(cast.owner)
    sheet = begin(browser, scope="category", category="乳品")
    assert browser.post(f"{sheet}/removal", {"reason": ""}).status_code == 422
    assert browser.post(f"{sheet}/removal", {"reason": "临时进货"}).status_code == 303
    assert "临时进货" in visit(browser, sheet).text
    assert browser.post(COUNTS, {"scope": "category", "category": "没有"}).status_code == 422


def test_a_sheet_asks_the_same_for_any_number_of_products(shelf, cast, browse, session, places, count_statements):
    browser = browse(cast.owner)
    few_sheet = begin(browser)
    more = [a_product(barcode=str(1000 + n), name=f"茶 {n}") for n in range(30)]
    actions.receive(places.store, [(one, 1000) for one in more], by=cast.owner.viewer)
    many_sheet = actions.begin_count(places.store, CountScope.CATEGORY, by=cast.owner.viewer, category="酒水饮料")
    session.commit()
    many_path = f"{COUNTS}/{many_sheet.id}"
    for show in ("", "?show=differences"):
        with count_statements() as few:
            browser.get(few_sheet + show)
        with count_statements() as many:
            browser.get(many_path + show)
        assert len(many) == len(few) <= 14


def test_a_row_left_as_it_was_shown_leaves_what_a_colleague_counted_meanwhile(shelf, cast, browse, visit):
    owner, clerk = browse(cast.owner), browse(cast.clerk)
    sheet = begin(owner)
    milk, tea = line_ids(visit(clerk, sheet).html)
    owner.post(f"{sheet}/lines", {"line": [milk], "was": [""], "counted": ["12"]})
    both = {"line": [milk, tea], "was": ["", ""], "counted": ["", "22"]}
    assert clerk.post(f"{sheet}/lines", both).status_code == 303
    shown = visit(clerk, f"{sheet}?show=counted").html
    assert line_ids(shown) == [milk, tea] and re.findall(r'name="was" value="([^"]*)"', shown) == ["12", "22"]
    wrong = clerk.post(f"{sheet}/lines", {"line": [tea], "was": ["22"], "counted": ["二十"]}).get_data(as_text=True)
    assert 'name="was" value="22"' in wrong and 'value="二十"' in wrong
    clerk.post(f"{sheet}/lines", {"line": [tea], "was": ["22"], "counted": [""]})
    assert line_ids(visit(clerk, f"{sheet}?show=counted").html) == [milk], "what was taken out on purpose is out"
