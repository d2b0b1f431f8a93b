"""A clerk's hour at two tablets of a store, and what it leaves in the books: orders, payments, stock, the day (C32)."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.accounts import pins
from portal.goods.models import Product, StockBalance
from portal.kernel import clock
from portal.kernel.db import db
from portal.selling import queries
from portal.selling.models import Order
from tests.browser.conftest import TABLET
from tests.browser.tills import APPLES, MILK, OIL, a_shelf, counter, lines, name_of, scan, total, typed, until
from tests.builders_selling import member, sale
from tests.cast import HOUSE, Cast, Places

pytestmark = pytest.mark.browser
covers = ("C32", "C34")
PINS = {"owner": "246802", "clerk": "135790"}
PHONE = "13912348642"
# as the form does where the network is gone
SIGNS_OUT_IN_VAIN = """() => document.querySelector('form[action$="/logout"]').dispatchEvent(
    new Event('submit', { bubbles: true, cancelable: true }))"""
# what a page tries again after five seconds it tries at once
SOON = """{ const wait = setTimeout;
    setTimeout = (act, pause, ...more) => wait(act, pause === 5000 ? 50 : pause, ...more); }"""
GO_OFF = """() => { Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    dispatchEvent(new Event('offline')); }"""
COME_ON = "() => { delete navigator.onLine; dispatchEvent(new Event('online')); }"
TWICE = """() => { const sheets = [...document.querySelectorAll('link[rel=stylesheet]')].map(({ href }) => href);
    return sheets.filter((one, n) => sheets.indexOf(one) < n); }"""
SUMS = ("orders", "reversals", "member_orders", "quantity", "total", "discount", "cash", "wechat", "account")


@pytest.fixture
def earlier(live_app):
    """Two people with PINs, a member, goods, and an order of yesterday: its number."""
    a_shelf(live_app)
    with live_app.app_context():
        cast, store = Cast(), Places().store
        for key, pin in PINS.items():
            person = getattr(cast, key)
            pins.set_pin(person.user, pins.hash_pin(pin), by=person.viewer)
        member(store, cast.owner.viewer, phone=PHONE, name="王秀兰")
        codes = (OIL, MILK, APPLES)
        oil, milk, apples = (db.session.scalars(select(Product).where(Product.barcode == code)).one() for code in codes)
        noon = clock.at(clock.today() - timedelta(days=1), 12)
        found = sale(store, cast.clerk.viewer, oil, (milk, 2000), (apples, 1200), at=noon).number
        db.session.commit()
        return found


def books(app):
    """What the store's books hold now: the sums of the day, and what is left of the goods, by barcode."""
    with app.app_context():
        store = Places().store
        day = queries.total_on(store, clock.today())
        left = StockBalance.seen_by(HOUSE).where(StockBalance.store_id == store.id)
        codes = dict(db.session.execute(select(Product.id, Product.barcode)).all())
        stock = {codes[row.product_id]: row.quantity for row in db.session.scalars(left)}
        return {name: getattr(day, name) for name in SUMS} | {code: stock.get(code, 0) for code in (OIL, MILK, APPLES)}


def orders_of(app, name):
    """What the server holds of a tablet: number, sum, payments, who sold it, who sent it, why, what is odd about it."""
    with app.app_context():
        rows = Order.seen_by(HOUSE).where(Order.device == name).order_by(Order.sequence)
        people = {getattr(Cast(), key).user.id: key for key in PINS}
        return [
            (one.sequence, one.total, [(way.value, fen, given) for way, fen, given in one.handed],
             people[one.actor_id], people.get(one.uploader_id, ""), one.reason, one.flags)
            for one in db.session.scalars(rows)
        ]  # fmt: skip


def test_a_clerks_hour_at_two_tablets_is_in_the_books_to_the_last_fen(seat, earlier, live_app):
    before = books(live_app)
    front, back = counter(seat("clerk", TABLET)), counter(on_a_weak_line(seat("owner", TABLET)))
    number = he_makes_it_the_stores(live_app, back)
    scan_weigh_and_name_the_buyer(front)
    put_aside(front, "红衣服的")
    take_up(back, "红衣服的")
    pay_in_two_ways(back)
    scan(back, MILK)  # begins the next sale, while the change is counted out
    expect(lines(back)).to_have_count(1)
    take_one_and_half_a_kilo_back(back, earlier)
    make_cheaper(back, "0.8")  # within the owner's right, not within a clerk's
    change_hands(back, PINS["clerk"], "孙丽")
    pay_exactly(back, PINS["owner"])
    leave_it(back)
    come_back(back, PINS["clerk"], "孙丽")
    until(lambda: len(orders_of(live_app, number)) == 3)
    undo(back, f"{number}-3", PINS["owner"])
    until(lambda: len(orders_of(live_app, number)) == 4)
    assert orders_of(live_app, number) == [
        (1, 8847, [("wechat", 5000, None), ("cash", 3847, 4000)], "owner", "", "", ""),
        (2, -998, [("cash", -998, None)], "owner", "", "买多了", ""),
        (3, 420, [("cash", 420, None)], "clerk", "owner", "", ""),
        (4, -420, [("cash", -420, None)], "clerk", "owner", "打错了", ""),
    ]
    after = books(live_app)
    assert {name: after[name] - before[name] for name in before} == {
        "orders": 2, "reversals": 1, "member_orders": 1, "quantity": 3862, "total": 7849, "discount": 300,
        "cash": 2849, "wechat": 5000, "account": 0, OIL: -1000, MILK: -2000, APPLES: -862,
    }  # fmt: skip
    for page in (front, back):
        page.seat.check(by_axe=False)


def on_a_weak_line(taken):
    """What the till fetches last does not come at first."""
    taken.context.add_init_script(SOON)
    for late in ("**/js/till/lock.js", "**/till/parts/*"):
        taken.context.route(late, lambda route: route.fulfill(status=409), times=1)
    return taken


def he_makes_it_the_stores(app, page):
    page.locator("#notices [data-does=enrol]").click()
    page.fill("#enrol-place", "二号台")
    page.locator("#sheet [data-s=go]").click()
    expect(page.locator("#sheet")).not_to_have_attribute("open", "")
    return name_of(app, page)


def scan_weigh_and_name_the_buyer(page):
    scan(page, OIL)
    scan(page, MILK)
    page.locator("#keypad [data-key='3']").click()
    page.fill("#q", "pg")
    expect(page.locator("#goods .good")).to_have_count(1)  # while it is typed
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-weigh")
    typed(page, "1.372")
    page.locator("#sheet .segment label").nth(1).click()
    expect(page.locator("#sheet [data-s=net]")).to_have_text("1.362")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_attribute("value", "9147")
    page.locator("[data-does=member]").click()
    page.fill("#member-q", PHONE[-4:])
    with page.expect_response("**/till/members/search"):
        page.keyboard.press("Enter")
    page.locator("#sheet [data-hit]").click()
    expect(total(page)).to_have_attribute("value", "8847")


def put_aside(page, name):
    page.locator("#holds").click()
    page.fill("#hold-name", name)
    with page.expect_response(lambda said: said.url.endswith("/till/holds") and said.request.method == "POST"):
        page.locator("#sheet [data-s=go]").click()
        expect(lines(page)).to_have_count(0)
    expect(page.locator("#sheet")).not_to_have_attribute("open", "")


def take_up(page, name):
    page.locator("#holds").click()
    page.locator("#sheet [data-hold]", has_text=name).click()
    page.locator("#sheet [data-s=go]").click()
    expect(lines(page)).to_have_count(3)
    expect(page.locator("#member")).to_contain_text(PHONE[-4:])
    expect(total(page)).to_have_attribute("value", "8847")


def pay_in_two_ways(page):
    page.locator("#keypad .pay").click()
    page.locator("#sheet [data-s=split]").click()
    page.locator("#sheet [value=wechat]").check()
    typed(page, "50")
    page.locator("#sheet .pay").click()
    typed(page, "40")
    expect(page.locator("#sheet [data-s=say] data")).to_have_attribute("value", "153")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet [data-s=call] data")).to_have_attribute("value", "153")


def find_order(page, number):
    page.locator("#more").click()
    page.locator("#sheet [data-open=orders]").click()
    page.fill("#orders-q", number)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-order")


def take_one_and_half_a_kilo_back(page, number):
    find_order(page, number)
    page.locator("#sheet [data-s=returns]").click()
    expect(page.locator("#sheet [value=cash]")).to_be_checked()
    expect(page.locator("#sheet [value=account]")).to_be_hidden()  # nobody's account
    milk, apples = (page.locator("#sheet .sold > li", has_text=name) for name in ("纯牛奶", "苹果"))
    milk.locator("[data-step=more]").click()
    apples.locator("input").fill("1.5")
    page.fill("#order-why", "买多了")
    expect(page.locator("#sheet [data-s=trouble]")).to_have_text("最多退 1.2 kg。")
    expect(page.locator("#sheet [data-s=go]")).to_be_disabled()  # else the milk would come back without them
    apples.locator("input").fill("0.5")
    expect(page.locator("#sheet [data-s=trouble]")).to_be_hidden()
    page.locator("#sheet [data-s=go]").click()
    expect(page.locator("#notices")).to_contain_text("退给顾客 ¥9.98")


def make_cheaper(page, yuan):
    page.locator("#keypad [data-do=discount]").click()
    typed(page, yuan)
    page.locator("#sheet [data-s=why] label").first.click()
    page.locator("#sheet .pay").click()
    expect(total(page)).to_have_attribute("value", "420")


def change_hands(page, pin, name):
    page.locator("#pin").click()
    give_pin(page, pin)
    expect(page.locator("#notices")).to_contain_text(name)
    expect(page.locator("#pin b")).to_have_text(name)


def give_pin(page, pin):
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-pin")
    typed(page, pin)
    page.locator("#sheet .pay").click()


def leave_it(page):
    """Nobody touches the till for ten minutes: his turn is over, and stays so."""
    assert page.evaluate(TWICE) == []
    page.evaluate("localStorage.setItem('till.touched', Date.now() - 20_000)")
    page.locator("#cart").dispatch_event("click")  # as a screen reader presses
    assert page.evaluate("Date.now() - localStorage.getItem('till.touched')") < 10_000
    page.evaluate("localStorage.setItem('till.touched', Date.now() - 601_000)")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#pin b")).to_have_text("–")
    page.keyboard.press("Escape")
    scan(page, OIL)
    page.evaluate(SIGNS_OUT_IN_VAIN)
    page.reload()
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-pin")
    expect(lines(page)).to_have_count(0)
    page.evaluate(GO_OFF)
    expect(page.locator("#sync")).to_contain_text("离线")
    page.keyboard.press("Escape")  # it comes again, and the way to the door is closed
    expect(page.locator("#sheet [data-s=out]")).to_be_hidden()
    page.evaluate(COME_ON)
    expect(page.locator("#sync")).not_to_contain_text("离线")
    page.keyboard.press("Delete")
    expect(page.locator("#sheet [data-s=out]")).to_be_visible()


def come_back(page, pin, name):
    page.locator("#sheet [data-s=staff] label", has_text=name).click()
    give_pin(page, pin)
    expect(page.locator("#pin b")).to_have_text(name)


def pay_exactly(page, word):
    """Take the money, once a manager gave his word again for what was made cheaper."""
    page.locator("#keypad .pay").click()
    expect(page.locator("#sheet [data-s=what]")).to_contain_text("¥0.80")
    give_pin(page, word)
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-pay")
    page.locator("#sheet .pay").click()
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-done")
    page.keyboard.press("Escape")


def undo(page, number, pin):
    """Reverse an order; the clerk needs the owner's word for it."""
    find_order(page, number)
    page.locator("#sheet [data-s=reverses]").click()
    page.fill("#order-why", "打错了")
    page.locator("#sheet [data-s=go]").click()
    give_pin(page, pin)
    expect(page.locator("#notices")).to_contain_text("退给顾客 ¥4.20")
