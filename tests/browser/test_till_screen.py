"""The till as a page that works without network: scan, keys, what waits, and how it looks (C32)."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from portal.accounts import pins
from portal.kernel.db import db
from portal.selling import actions, consent
from portal.selling.models import Order, OrderBenefit
from tests.browser.conftest import PHONE, TABLET
from tests.browser.tills import APPLES, CASE, MILK, OIL, PAGE, a_shelf, counter, lines, name_of, scan, total, typed
from tests.cast import HOUSE, Cast, Places

pytestmark = pytest.mark.browser
covers = ("C32",)
PIN = "135792"
TOLD_OF_A_SEALED_DAY = """async (module) => (await import(module)).notices({
    catalogue: { size: 1 }, state: { waiting: [], refused: [] }, device: { token: "1" },
    today: () => "2026-03-02", sealed: ["2026-03-01", "2026-03-02"],
}).map(({ text }) => text)"""
# nothing is written to the outbox for so many milliseconds
A_SLOW_DISK = """async ([device, long]) => {
    const { run } = await import(device);
    const until = performance.now() + long;
    run('outbox', 'readwrite', (outbox) => {
        const ask = () => { outbox.get('').onsuccess = () => performance.now() < until && ask(); };
        ask();
    }); }"""
JOIN = "async ([people, member]) => { await (await import(people)).join(member); }"
# the sheet is asked for and the scanner is as quick as it can be
SCAN_WHILE_A_SHEET_COMES = """(code) => {
    document.querySelector('#keypad [data-pay]').click();
    for (const key of [...code, 'Enter']) {
        const stroke = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        document.getElementById('main').dispatchEvent(stroke);
    } }"""


@pytest.fixture(autouse=True)
def shelf(live_app):
    a_shelf(live_app)


@pytest.fixture
def till(seat):
    """`till(size)`: the till of the store's owner on a device that has just got its goods."""
    return lambda size=TABLET, **more: counter(seat("owner", size, **more))


def label(kind, value):
    """What a scale prints on a bag of apples."""
    body = f"{kind}10001{value:05d}"
    return body + str(-sum(int(digit) * (1, 3)[n % 2] for n, digit in enumerate(body)) % 10)


def sold(app, page):
    """The orders of this tablet that the server holds: (number, total)."""
    name = name_of(app, page)
    with app.app_context():
        found = db.session.scalars(Order.seen_by(HOUSE).where(Order.device == name)).all()
        return sorted((order.sequence, order.total) for order in found)


def kept(page):
    """Wait until the tablet has all that the till needs without network."""
    find = "async (page) => Boolean(await (await caches.open('pages')).match(page))"
    until(page, lambda: page.evaluate(find, PAGE))
    page.reload()
    expect(page.locator("#goods .good").first).to_be_visible()


def until(page, wanted):
    for _ in range(200):
        if wanted():
            return
        page.wait_for_timeout(100)
    assert wanted()


# the key that goes on is hit in the moment in which the change is shown
TAP_AGAIN = """() => new MutationObserver((_, observer) => {
    const next = document.querySelector("#sheet[open][data-sheet=sheet-done] [data-s=next]");
    if (next) { observer.disconnect(); next.click(); }
}).observe(document.body, { subtree: true, childList: true, attributes: true })"""


def second_half_of_a_double_tap(page, on):
    box = page.locator(on).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


def pay_exactly(page):
    page.locator("#keypad .pay").click()
    page.locator("#sheet .pay").click()
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-done")


def test_a_scan_is_a_line_without_a_request_a_case_is_twelve_a_label_a_weight_and_what_is_weighed_is_weighed(till):
    page = till()
    page.wait_for_load_state("networkidle")  # what it fetches when nobody waits is there
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for code in (OIL, CASE, OIL, label("20", 1362), label("21", 1500)):
        scan(page, code)
    expect(lines(page)).to_have_count(4)
    assert [row.split("\n")[0] for row in lines(page).all_inner_texts()] == ["豆油", "纯牛奶", "苹果", "苹果"]
    # of a label's price the weight is the smallest that costs as much, and what is above goes off
    expect(total(page)).to_have_attribute("value", str(2 * 6290 + 12 * 500 + 1357 + 1500))
    expect(lines(page).last).to_contain_text("1.506")
    assert [url for url in asked if "/till/" in url and "/static/" not in url and "/till/stock" not in url] == []
    scan(page, APPLES)
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-weigh")
    page.locator("#sheet [value='25']").check()
    typed(page, "1.525")
    page.locator("#sheet .pay").click()
    expect(lines(page).last).to_contain_text("1.5")
    lines(page).last.locator("[data-s=pick]").click()  # weighed anew: what it lies in is as it was
    expect(page.locator("#sheet [data-s=net]")).to_have_text("1.5")
    expect(page.locator("#sheet [data-s=slim] li")).to_have_count(5)
    page.locator("#sheet .pay").click()
    expect(lines(page).last).to_contain_text("1.5")


def test_typing_and_keys_change_the_marked_line_and_a_scan_in_between_takes_nothing_of_it(till, live_app):
    page = till()
    scan(page, MILK)
    page.locator("#main").focus()
    typed(page, "12")
    expect(total(page)).to_have_attribute("value", str(12 * 500))
    scan(page, OIL)
    expect(total(page)).to_have_attribute("value", str(12 * 500 + 6290))
    page.locator("#keypad [data-key='3']").click()
    expect(total(page)).to_have_attribute("value", str(12 * 500 + 3 * 6290))
    for _ in range(4):  # once down to nothing, once off the list, and no further
        page.locator("#keypad [data-key=back]").click()
    expect(lines(page)).to_have_count(1)
    expect(total(page)).to_have_attribute("value", str(12 * 500))
    page.locator("[data-does=member]").click()
    page.keyboard.type("1391234", delay=70)
    scan(page, MILK)
    page.keyboard.type("5678", delay=70)
    expect(page.locator("#member-q")).to_have_value("13912345678")  # a scan leaves a field as it was
    expect(page.locator("#sheet [data-refused]")).to_contain_text("没有扫进去")
    page.keyboard.press("Escape")
    expect(total(page)).to_have_attribute("value", str(12 * 500))
    page.evaluate(SCAN_WHILE_A_SHEET_COMES, OIL)
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-pay")
    expect(page.locator("#sheet [data-s=due] data")).to_have_attribute("value", str(12 * 500 + 6290))
    expect(page.locator("#sheet [data-s=say] data")).to_have_attribute("value", "0")  # its digits are no money
    scan(page, OIL)  # one thing more
    expect(page.locator("#sheet")).not_to_have_attribute("open", "")
    expect(total(page)).to_have_attribute("value", str(12 * 500 + 2 * 6290))
    page.locator("#q").fill("没有的")
    page.locator("#q").press("Enter")
    expect(page.locator("#notices")).to_contain_text("没有的")
    page.locator("#keypad .pay").click()
    page.locator("#sheet [data-s=split]").click()
    typed(page, "10")
    page.locator("#sheet .pay").click()
    page.keyboard.press("Escape")
    scan(page, MILK)  # one thing more; what was received is received
    pay_exactly(page)
    expect(page.locator("#sheet [data-s=facts] dd")).to_have_text(["¥10.00", "¥180.80"])
    expect(page.locator("#notices")).not_to_contain_text("没有的")  # it was said of the sale before
    page.evaluate("document.body.dataset.reset = '您的密码重设过'")  # as the page says it of whom it happened to
    told = page.evaluate(TOLD_OF_A_SEALED_DAY, f"{live_app.static_url_path}/js/till/notices.js")
    assert [text for text in told if "今天已封单" in text] and [text for text in told if "改密码" in text]
    page.keyboard.press("Escape")
    expect(page.locator("#notices")).to_contain_text("您的密码重设过")
    scan(page, MILK)
    page.locator("#keypad [data-key='7']").click()
    page.locator("#holds").click()
    page.fill("#hold-name", "七盒的")
    page.locator("#sheet [data-s=go]").click()
    expect(lines(page)).to_have_count(0)
    expect(page.locator("#holds .count")).to_be_visible()
    page.locator("#holds").click()
    page.locator("#sheet [data-hold]", has_text="七盒的").click()
    page.locator("#sheet [data-s=go]").click()
    expect(total(page)).to_have_attribute("value", str(7 * 500))
    page.locator("#keypad [data-key='2']").click()
    expect(total(page)).to_have_attribute("value", str(2 * 500))  # what was typed of it then is over


def test_without_network_selling_goes_on_and_what_waited_is_sent_once(till, live_app):
    page = till()
    page.wait_for_load_state("networkidle")  # opened for the first time; a moment later nothing of it needs the network
    page.seat.cut_off()
    for _ in range(3):
        scan(page, MILK)
        page.locator("#keypad .pay").click()
        expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-pay")
        second_half_of_a_double_tap(page, "#keypad .pay")  # it falls on the key that takes the money
        page.evaluate(TAP_AGAIN)
        page.locator("#sheet .pay").click()
        expect(page.locator("#sheet [data-s=call]")).to_be_visible()
        expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-done")
        page.keyboard.press("Escape")
    expect(page.locator("#sync")).to_contain_text("3 单待上传")
    newcomer = {"phone": "13911117777", "name": "周新", "consent_version": consent.VERSION}
    page.evaluate(JOIN, [f"{live_app.static_url_path}/js/till/people.js", newcomer])
    expect(page.locator("#sync")).to_contain_text("3 单、1 位会员待上传")
    page.locator("#sync").click()
    expect(page.locator("#sheet .waiting > li")).to_have_count(4)
    expect(page.locator("#sheet [data-s=count]")).to_have_text("3 单、1 位会员")
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
    scan(page, OIL)
    page.wait_for_timeout(200)  # in which it would be drawn and kept
    other.reload()
    expect(other.locator("#till")).to_be_visible()
    assert (lines(page).count(), lines(other).count()) == (0, 0)


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
        if "pay" in opens:
            stack = ("header:has([data-do=leave])", ".say", ".given", "[data-s=notes]", ".keypad")
            boxes = [page.locator(f"#sheet {part}").bounding_box() for part in stack]
            assert boxes[0]["y"] >= 0 and boxes[-1]["y"] + boxes[-1]["height"] <= size["height"]
            assert all(upper["y"] + upper["height"] <= lower["y"] + 1 for upper, lower in pairwise(boxes))
        page.seat.check()
        page.keyboard.press("Escape")
        expect(page.locator("#sheet")).not_to_have_attribute("open", "")


def test_points_pay_the_whole_is_made_cheaper_and_above_his_limit_a_manager_is_asked(till, live_app):
    with live_app.app_context():
        owner = Cast().owner
        wang = actions.register(Places().store, phone="13955556666", name="王秀兰", consents=True, by=owner.viewer)
        actions.adjust_points(wang, points=320, reason="补登", by=owner.viewer)
        pins.set_pin(owner.user, pins.hash_pin(PIN), by=owner.viewer)
        db.session.commit()
    page = till()
    due = page.locator("#sheet [data-s=due] data")
    for code in (OIL, MILK):
        scan(page, code)
    page.locator("[data-does=member]").click()
    page.fill("#member-q", "6666")
    page.keyboard.press("Enter")
    page.locator("#sheet [data-hit]").click()
    page.locator("#keypad .pay").click()
    page.locator("#sheet [data-s=round]").click()
    page.locator("#sheet [data-s=rounds] button").last.click()
    page.locator("#sheet .pay").click()
    expect(due).to_have_attribute("value", "6400")
    page.locator("#sheet [data-s=spends]").click()
    expect(due).to_have_attribute("value", "6080")
    page.locator("#sheet [value=account]").check()
    page.locator("#sheet .pay").click()
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-pin")
    typed(page, PIN)
    page.evaluate(A_SLOW_DISK, [f"{live_app.static_url_path}/js/device.js", 1500])
    with page.expect_response("**/till/approvals"):
        page.locator("#sheet .pay").click()
    page.wait_for_timeout(200)
    scan(page, MILK)  # of the next sale, while this one is being written
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-done")
    until(page, lambda: sold(live_app, page) == [(1, 6080)])
    expect(lines(page)).to_have_count(1)
    name = name_of(live_app, page)
    with live_app.app_context():
        order = db.session.scalars(Order.seen_by(HOUSE).where(Order.device == name)).one()
        given = OrderBenefit.seen_by(HOUSE).where(OrderBenefit.order_id == order.id)
        rows = sorted((row.position, row.kind.value, row.fen) for row in db.session.scalars(given))
        assert order.points_used == 320
        assert set(order.flags.split()) <= {"device"}  # whether the store has tablets of its own is other tests' affair
        assert rows == [(1, "manual", 83), (1, "points", 295), (2, "manual", 7), (2, "points", 25)]
    page.keyboard.press("Escape")
    page.locator("#more").click()
    page.locator("#sheet [data-open=account]").click()
    page.fill("#member-q", "6666")
    page.locator("#sheet [data-hit]").click()
    expect(page.locator("#sheet [data-s=owed] data")).to_have_attribute("value", "6080")
    typed(page, "100")
    expect(page.locator("#sheet .pay")).to_contain_text("39.20")
    page.locator("#sheet .pay").click()
    expect(page.locator("#notices")).to_contain_text("39.20")
    until(page, lambda: sold(live_app, page) == [(1, 6080), (2, 0)])
    page.evaluate("() => { document.body.dataset.storeState = 'suspended'; dispatchEvent(new Event('online')); }")
    expect(page.locator("#notices")).to_contain_text("暂停营业")
    scan(page, OIL)
    expect(lines(page)).to_have_count(1)


def test_a_shift_lists_the_cash_that_was_moved_and_keeps_what_was_counted(till):
    page = till()
    sheet = page.locator("#sheet")
    for name in ("sheet-shift-new", "sheet-shift"):
        page.locator("#more").click()
        page.locator("#sheet [data-open=shift]").click()
        expect(sheet).to_have_attribute("data-sheet", name)
        if name == "sheet-shift-new":
            page.fill("#sheet [data-s=float]", "200")
            page.locator("#sheet [data-s=go]").click()
            expect(page.locator("#notices")).to_contain_text("200.00")
    expect(page.locator("#sheet [data-s=done] li")).to_have_count(0)
    counted = page.locator("#sheet [data-s=counts] li").first.locator("input").first
    counted.fill("150")
    page.fill("#sheet [data-s=left]", "20")
    page.fill("#sheet [data-s=moved]", "50")
    page.fill("#sheet [data-s=moveWhy]", "买扫把")
    page.select_option("#sheet [data-s=kind]", "out")
    page.locator("#sheet [data-move]").click()
    expect(page.locator("#sheet [data-s=done] li")).to_have_text("付出 · 买扫把−¥50.00")
    expect(counted).to_have_value("150")
    expect(page.locator("#sheet [data-s=left]")).to_have_value("20")
    page.seat.check()
    page.locator("#sheet [data-s=go]").click()
    expect(page.locator("#notices")).to_contain_text("交班")
    expect(sheet).to_have_attribute("data-sheet", "sheet-pin")  # who takes over says who he is, and counts for himself
