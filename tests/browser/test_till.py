"""What only a browser shows of the till: no scan is lost, no typing swallowed, its keys do what they say."""

import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.goods import actions as goods
from portal.goods.models import Product
from portal.kernel.db import db
from portal.kernel.scope import House
from tests.browser.conftest import PHONE, TABLET

pytestmark = pytest.mark.browser
covers = ("C32",)
BARCODES = ("6901000000011", "6901000000028", "6901000000035")


@pytest.fixture(autouse=True)
def shelf(live_app):
    """Three products on sale, whoever asks first."""
    with live_app.app_context():
        if db.session.scalar(select(Product).where(Product.barcode == BARCODES[0])) is None:
            for n, barcode in enumerate(BARCODES):
                goods.add_product(
                    by=House("tests"), barcode=barcode, name=f"测试酱油 {n} 号", unit="瓶", category="调味",
                    price=1000 + n, member_price=900,
                )  # fmt: skip
            db.session.commit()


@pytest.fixture
def till(seat):
    """The tablet's till, and how to make its network slow or cut it."""
    page = seat("owner", TABLET).open("/till")
    wire = page.context.new_cdp_session(page)

    def network(latency=0, *, offline=False):
        conditions = {"latency": latency, "offline": offline, "downloadThroughput": -1, "uploadThroughput": -1}
        wire.send("Network.emulateNetworkConditions", conditions)

    page.network, page.wire = network, wire
    return page


def scan(page, barcode):
    """Type as a scanner does, two milliseconds apart by the keyboard's own clock, however busy this machine is."""
    start = time.time()
    for n, key in enumerate([*barcode, "Enter"]):
        stroke = {"key": key, "timestamp": start + n * 0.002}
        stroke |= {"text": key} if key != "Enter" else {"text": "\r", "code": "Enter", "windowsVirtualKeyCode": 13}
        page.wire.send("Input.dispatchKeyEvent", {"type": "keyDown"} | stroke)


def lines(page):
    return page.locator("#sale .cart > [data-line]")


def quantities(page):
    return [box.input_value() for box in lines(page).locator("[name=quantity]").all()]


def test_three_scans_before_the_first_answer_are_three_lines(till):
    till.network(1500)
    for barcode in BARCODES:
        scan(till, barcode)
    assert lines(till).count() == 0, "the answer came too soon to show anything"
    expect(lines(till)).to_have_count(3)
    assert quantities(till) == ["1", "1", "1"]
    expect(till.locator("#till [data-waiting]")).to_be_hidden()


def test_one_product_scanned_three_times_counts_three(till):
    till.network(300)
    for _ in range(3):
        scan(till, BARCODES[0])
    expect(lines(till).locator("[name=quantity]")).to_have_value("3")


def test_a_scanner_is_heard_from_any_field_and_leaves_it_as_it_was(till):
    till.fill("#member_q", "高")
    till.focus("#member_q")
    scan(till, BARCODES[0])
    expect(lines(till)).to_have_count(1)
    expect(till.locator("#member_q")).to_have_value("高")


def test_what_is_typed_while_an_answer_is_on_its_way_stays(till):
    till.network(500)
    scan(till, BARCODES[0])
    till.keyboard.type("测试", delay=80)
    expect(lines(till)).to_have_count(1)
    till.keyboard.type("酱油", delay=80)
    expect(till.locator("#q")).to_have_value("测试酱油")
    till.focus("#member_q")
    till.keyboard.type("1380", delay=120)
    expect(till.locator("#member_q")).to_have_value("1380")


def test_slow_digits_are_typing_and_no_scan(till):
    till.focus("#member_q")
    till.keyboard.type("13800138000", delay=70)
    expect(till.locator("#member_q")).to_have_value("13800138000")
    expect(lines(till)).to_have_count(0)


def test_a_scan_without_network_waits_and_is_sent_when_it_is_back(till):
    till.network(offline=True)
    scan(till, BARCODES[0])
    scan(till, BARCODES[1])
    expect(till.locator("#till [data-waiting]")).to_contain_text("2")
    till.network()
    expect(lines(till)).to_have_count(2)


def test_the_keys_count_the_marked_line(till):
    scan(till, BARCODES[0])
    expect(lines(till)).to_have_count(1)
    scan(till, BARCODES[1])
    expect(lines(till)).to_have_count(2)
    lines(till).first.click(position={"x": 200, "y": 12})
    till.click(".sale [data-key='1']")
    till.click(".sale [data-key='2']")
    expect(till.locator("#sale .total strong data")).to_have_attribute("value", str(12 * 1000 + 1001))
    till.click(".sale [data-key=less]")
    expect(lines(till).first.locator("[name=quantity]")).to_have_value("11")
    till.click(".sale [data-key=more]")
    expect(lines(till).first.locator("[name=quantity]")).to_have_value("12")


def test_keys_total_and_pay_stand_on_the_tablet_without_scrolling(till):
    for barcode in BARCODES:
        scan(till, barcode)
    expect(lines(till)).to_have_count(3)
    for part in (".total strong", "[data-key='0']", "[value=checkout]"):
        box = till.locator(f"#sale {part}").locator("visible=true").first.bounding_box()
        assert box["y"] + box["height"] <= TABLET["height"], part
    assert till.evaluate("document.documentElement.scrollHeight") <= TABLET["height"]


def test_the_change_is_worked_out_while_the_cash_is_typed(till):
    scan(till, BARCODES[0])
    expect(lines(till)).to_have_count(1)
    till.click("#sale .keypad [value=checkout]")
    change = till.locator("#pay [data-change]")
    for key in "15":
        till.click(f"#pay [data-key='{key}']")
    expect(change).to_have_text("¥5.00")
    till.click("#pay [data-key=back]")
    expect(change).to_have_text("¥9.00")
    expect(till.locator("#pay [data-missing]")).to_be_visible()
    till.click("#pay [data-key='00']")
    till.click("#pay [value=pay]")
    till.wait_for_url("**/till/orders/**")
    expect(till.locator(".say.call")).to_contain_text("90.00")


def paid(page):
    """Return the list that fills with each posting of the money."""
    posts = []
    page.on("request", lambda asked: posts.append(asked) if "do=pay&" in f"{asked.post_data}&" else None)
    return posts


def to_the_money(page, barcode=BARCODES[0]):
    scan(page, barcode)
    expect(lines(page)).to_have_count(1)
    page.click("#sale .keypad [value=checkout]")
    expect(page.locator("#pay")).to_be_visible()
    return page.locator("#pay [value=pay]").bounding_box()


def test_an_answer_that_comes_under_the_finger_waits_for_the_press(till):
    box, posts = to_the_money(till), paid(till)
    till.network(400)
    with till.expect_response("**/till") as answer:
        till.locator("#pay .notes button").first.click()
        till.mouse.move(box["x"] + 20, box["y"] + 20)
        till.mouse.down()
    answer.value.finished()
    till.wait_for_timeout(100)
    till.network()
    till.mouse.up()
    till.wait_for_url("**/till/orders/**")
    assert len(posts) == 1


def test_a_press_before_the_answer_is_the_next_deed_and_takes_the_money_once(till):
    box, posts = to_the_money(till), paid(till)
    till.network(400)
    till.locator("#pay .notes button").first.click()
    for _ in range(2):
        till.mouse.click(box["x"] + 20, box["y"] + 20)
    assert posts == [], "the answer came too soon to show anything"
    till.wait_for_url("**/till/orders/**")
    assert len(posts) == 1


def test_another_sum_than_the_one_pressed_is_not_taken(till):
    box, posts = to_the_money(till), paid(till)
    till.network(400)
    scan(till, BARCODES[1])
    till.mouse.click(box["x"] + 20, box["y"] + 20)
    expect(till.locator("#toasts")).to_contain_text("金额")
    assert posts == []
    expect(till.locator("#pay .cart li")).to_have_count(2)


def test_a_scan_after_the_money_is_in_begins_the_next_sale(till):
    scan(till, BARCODES[0])
    expect(lines(till)).to_have_count(1)
    till.click("#sale .keypad [value=checkout]")
    till.click("#pay [value=pay]")
    till.wait_for_url("**/till/orders/**")
    scan(till, BARCODES[1])
    till.wait_for_url("**/till")
    expect(lines(till)).to_have_count(1)
    expect(lines(till)).to_contain_text("测试酱油 1 号")


def test_a_phone_shows_the_way_back_the_cash_and_the_keys_at_once(seat):
    page = seat("owner", PHONE).open("/till")
    page.fill("#q", BARCODES[0])
    page.press("#q", "Enter")
    expect(lines(page)).to_have_count(1)
    page.click("#sale .pay-here")
    for part in ("[value=back]", "#given", "[value^='given:']", "[data-change]", "[value=pay]"):
        box = page.locator(f"#pay {part}").first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"], part
    keys = page.locator("#pay .keypad").bounding_box()
    notes = page.locator("#pay .notes").bounding_box()
    assert notes["y"] + notes["height"] <= keys["y"]
