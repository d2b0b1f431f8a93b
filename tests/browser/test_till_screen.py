"""The till as a page that works without network: scan, search, keys, money, and what waits (C32)."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.goods import actions as goods
from portal.goods.models import Product
from portal.kernel.db import db
from portal.kernel.scope import House
from portal.selling.models import Order
from tests.browser.conftest import PHONE, TABLET
from tests.browser.test_till import scan
from tests.cast import HOUSE

pytestmark = pytest.mark.browser
covers = ("C32",)
OIL, MILK, APPLES = "6904000000012", "6904000000029", "6904000000036"


@pytest.fixture(autouse=True)
def shelf(live_app):
    """Oil, milk with a case of twelve, apples by weight; whoever asks first."""
    with live_app.app_context():
        if db.session.scalar(select(Product).where(Product.barcode == OIL)) is None:
            house = House("tests")
            goods.add_product(
                by=house, barcode=OIL, name="豆油", unit="桶", category="粮油", price=6290, member_price=5990
            )
            milk = goods.add_product(
                by=house, barcode=MILK, name="纯牛奶", unit="盒", category="乳品", price=500, member_price=None
            )
            goods.add_barcode(milk, barcode="6904000000043", pieces=12, by=house)
            goods.add_product(
                by=house, barcode=APPLES, name="苹果", unit="kg", category="蔬果", price=996, member_price=None,
                weighed=True,
            )  # fmt: skip
            db.session.commit()


@pytest.fixture
def till(seat):
    """`till(size)`: the till of the store's owner on a device that has just got its goods."""

    def take(size=TABLET, **more):
        taken = seat("owner", size, **more)
        page = taken.open("/till/new")
        page.seat, page.wire = taken, page.context.new_cdp_session(page)
        expect(page.locator("#goods .good").first).to_be_visible()
        return page

    return take


def lines(page):
    return page.locator("#cart > [data-n]")


def total(page):
    return page.locator("#sums [data-s=total] data")


def typed(page, text):
    for key in text:
        page.keyboard.press(key, delay=0)
        page.wait_for_timeout(60)  # a hand is slower than a scanner


def sold(app, page):
    """The orders of this tablet that the server holds: (number, total)."""
    name = page.evaluate(
        "async (module) => (await (await import(module)).device()).name", f"{app.static_url_path}/js/till/store.js"
    )
    with app.app_context():
        found = db.session.scalars(Order.seen_by(HOUSE).where(Order.device == name)).all()
        return sorted((order.sequence, order.total) for order in found)


def kept(page):
    """Wait until the tablet has all that the till needs without network."""
    find = "async () => Boolean(await (await caches.open('pages')).match('/till/new'))"
    until(page, lambda: page.evaluate(find))
    page.reload()
    expect(page.locator("#goods .good").first).to_be_visible()


def until(page, wanted):
    for _ in range(200):
        if wanted():
            return
        page.wait_for_timeout(100)
    assert wanted()


def pay_exactly(page):
    page.locator("#keypad .pay").click()
    page.locator("#sheet .pay").click()
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-done")


def test_a_scan_is_a_line_without_a_request_and_a_case_is_twelve(till):
    page = till()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for code in (OIL, "6904000000043", OIL):
        scan(page, code)
    expect(lines(page)).to_have_count(2)
    assert [row.split("\n")[0] for row in lines(page).all_inner_texts()] == ["豆油", "纯牛奶"]
    expect(total(page)).to_have_attribute("value", str(2 * 6290 + 12 * 500))
    assert [url for url in asked if "/till/" in url and "/static/" not in url] == []


def test_typing_and_keys_change_the_marked_line_and_a_scan_in_between_takes_nothing_of_it(till):
    page = till()
    scan(page, MILK)
    page.locator("#main").focus()
    typed(page, "12")
    expect(total(page)).to_have_attribute("value", str(12 * 500))
    scan(page, OIL)
    expect(total(page)).to_have_attribute("value", str(12 * 500 + 6290))
    page.locator("#keypad [data-key='3']").click()
    expect(total(page)).to_have_attribute("value", str(12 * 500 + 3 * 6290))
    page.keyboard.press("Delete")
    expect(lines(page)).to_have_count(1)


def test_a_product_is_found_by_pinyin_and_what_is_weighed_asks_for_its_weight(till):
    page = till()
    page.fill("#q", "pg")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-weigh")
    typed(page, "1.372")
    page.locator("#sheet .segment label").nth(1).click()
    expect(page.locator("#sheet [data-s=net]")).to_have_text("1.362")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).not_to_have_attribute("open", "")
    expect(total(page)).to_have_attribute("value", "1357")


def test_cash_is_counted_the_next_sale_begins_at_once_and_the_server_has_the_order(till, live_app):
    page = till()
    scan(page, OIL)
    page.locator("#keypad .pay").click()
    typed(page, "100")
    expect(page.locator("#sheet [data-s=say] data")).to_have_attribute("value", "3710")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet [data-s=call] data")).to_have_attribute("value", "3710")
    scan(page, MILK)
    expect(page.locator("#sheet")).not_to_have_attribute("open", "")
    expect(lines(page)).to_have_count(1)
    expect(total(page)).to_have_attribute("value", "500")
    until(page, lambda: sold(live_app, page) == [(1, 6290)])


def test_without_network_selling_goes_on_and_what_waited_is_sent_once(till, live_app):
    page = till()
    kept(page)
    page.seat.cut_off()
    for _ in range(3):
        scan(page, MILK)
        pay_exactly(page)
        page.keyboard.press("Enter")
    expect(page.locator("#sync")).to_contain_text("3 单待上传")
    page.locator("#sync").click()
    expect(page.locator("#sheet .waiting > li")).to_have_count(3)
    page.keyboard.press("Escape")
    page.seat.cut_off(False)
    expect(page.locator("#sync")).to_contain_text("都传了")
    assert sold(live_app, page) == [(1, 500), (2, 500), (3, 500)]


def test_a_sale_that_was_not_finished_is_there_again_and_the_till_opens_without_network(till):
    page = till()
    kept(page)
    scan(page, OIL)
    page.wait_for_timeout(800)
    page.seat.cut_off()
    page.reload()
    expect(lines(page)).to_have_count(1)
    page.locator("#keypad .pay").click()
    page.locator("#sheet [value=wechat]").check()
    page.locator("#sheet .pay").click()
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-done")
    page.seat.cut_off(False)


def test_a_second_window_does_not_sell_beside_the_first(till):
    page = till()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#starting")).to_contain_text("另一个窗口")
    other.locator("#starting button").click()
    expect(other.locator("#till")).to_be_visible()
    expect(page.locator("#till")).to_be_hidden()


@pytest.mark.parametrize(("size", "dark", "locale"), [(TABLET, False, "zh-CN"), (PHONE, True, "en-GB")])
def test_every_sheet_can_be_reached_and_read(till, size, dark, locale):
    page = till(size, dark=dark, locale=locale)
    page.seat.check()
    page.locator("#goods .good").first.click()
    small = page.evaluate(
        """() => [...document.querySelectorAll('#till button:not(.vh, .cover), #till .input')]
          .filter((one) => one.checkVisibility()).filter((one) => one.getBoundingClientRect().height < 47.5)
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
    for opens in ("[data-pay]:visible", "#more", "#sync", "[data-does=member]"):
        page.locator(opens).first.click()
        expect(page.locator("#sheet")).to_have_attribute("open", "")
        page.seat.check()
        page.keyboard.press("Escape")
        expect(page.locator("#sheet")).not_to_have_attribute("open", "")


def test_several_payments_and_goods_that_come_back_are_in_the_books(till, live_app):
    page = till()
    for code in (OIL, MILK, MILK):
        scan(page, code)
    page.locator("#keypad .pay").click()
    page.locator("#sheet [data-s=split]").click()
    page.locator("#sheet [value=wechat]").check()
    typed(page, "50")
    page.locator("#sheet .pay").click()
    page.locator("#sheet .pay").click()
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-done")
    page.keyboard.press("Escape")
    until(page, lambda: sold(live_app, page) == [(1, 7290)])
    name = page.evaluate(
        "(module) => import(module).then((store) => store.device())", f"{live_app.static_url_path}/js/till/store.js"
    )["name"]
    page.locator("#more").click()
    page.locator("#sheet [data-open=orders]").click()
    page.fill("#orders-q", f"{name}-1")
    page.keyboard.press("Enter")
    page.locator("#sheet [data-s=returns]").click()
    page.locator("#sheet [data-step=more]").last.click()
    page.fill("#order-why", "买多了")
    page.locator("#sheet [data-s=go]").click()
    expect(page.locator("#notices")).to_contain_text("退给顾客 ¥5.00")
    until(page, lambda: sold(live_app, page) == [(1, 7290), (2, -500)])
