"""A tablet on the counter in a browser of its own, which keeps what a battery's end leaves; and hands at the till."""

import time

from playwright.sync_api import expect
from sqlalchemy import select

from portal.goods import actions as goods
from portal.goods.models import Product
from portal.kernel.db import db
from portal.kernel.scope import House
from portal.selling.models import Order
from tests.browser.test_offline import until as until_within
from tests.cast import HOUSE

PAGE = "/till"
PATIENCE = 20  # seconds
BARCODE = "6900000000052"
OIL, MILK, CASE, APPLES = "6904000000012", "6904000000029", "6904000000043", "6904000000036"
CALL = """async ([module, name, given]) => {
    const answer = await (await import(module))[name](...given);
    return JSON.parse(JSON.stringify(answer ?? null)); }"""
SELL_MANY = """async ([module, order, times]) => {
    const { finish } = await import(module);
    return (await Promise.all([...Array(times)].map(() => finish({ order })))).map(({ number }) => number); }"""


def until(wanted):
    until_within(wanted, PATIENCE)


def a_soap(app):
    """Put a product on sale; return an order of two pieces."""
    with app.app_context():
        if db.session.scalar(select(Product).where(Product.barcode == BARCODE)) is None:
            goods.add_product(
                by=House("tests"), barcode=BARCODE, name="肥皂", unit="块", category="日化", price=300,
                member_price=None,
            )  # fmt: skip
            db.session.commit()
    return {"payment": "cash", "lines": [{"barcode": BARCODE, "quantity": 2000, "price": 300, "amount": 600}]}


def a_shelf(app):
    """Put oil, milk with a case of twelve and apples by weight on sale, whoever asks first."""
    with app.app_context():
        if db.session.scalar(select(Product).where(Product.barcode == OIL)) is None:
            house = House("tests")
            goods.add_product(
                by=house, barcode=OIL, name="豆油", unit="桶", category="粮油", price=6290, member_price=5990
            )
            milk = goods.add_product(
                by=house, barcode=MILK, name="纯牛奶", unit="盒", category="乳品", price=500, member_price=None
            )
            goods.add_barcode(milk, barcode=CASE, pieces=12, by=house)
            goods.add_product(
                by=house, barcode=APPLES, name="苹果", unit="kg", category="蔬果", price=996, member_price=None,
                weighed=True, plu="10001",
            )  # fmt: skip
            db.session.commit()


def counter(taken):
    """Open the till at a seat whose device has just got its goods."""
    page = taken.open(PAGE)
    page.seat, page.wire = taken, page.context.new_cdp_session(page)
    expect(page.locator("#goods .good").first).to_be_visible()
    return page


def scan(page, barcode):
    """Type as a scanner does, two milliseconds apart by the keyboard's own clock, however busy this machine is."""
    start = time.time()
    for n, key in enumerate([*barcode, "Enter"]):
        stroke = {"key": key, "timestamp": start + n * 0.002}
        stroke |= {"text": key} if key != "Enter" else {"text": "\r", "code": "Enter", "windowsVirtualKeyCode": 13}
        page.wire.send("Input.dispatchKeyEvent", {"type": "keyDown"} | stroke)


def typed(page, text):
    """Type as a hand does, which is slower than a scanner."""
    for key in text:
        page.keyboard.press(key, delay=0)
        page.wait_for_timeout(60)


def lines(page):
    return page.locator("#cart > [data-n]")


def total(page):
    return page.locator("#sums [data-s=total] data")


def name_of(app, page):
    """The name under which the tablet counts its orders."""
    own = "async (module) => (await (await import(module)).device()).name"
    return page.evaluate(own, f"{app.static_url_path}/js/till/store.js")


class Till:
    """A tablet on the counter and what its modules answer."""

    def __init__(self, seat, app, page=None):
        self.seat, self.app = seat, app
        self.page = page or seat.open("/waiting")
        self.call("send")  # a till has its modules before its network is gone

    def call(self, name, *given, module="outbox"):
        return self.page.evaluate(CALL, [f"{self.app.static_url_path}/js/till/{module}.js", name, list(given)])

    def sell(self, order, **more):
        return self.call("finish", {"order": order, **more})

    def state(self):
        return self.call("state")

    def is_empty(self):
        found = self.state()
        return found["waiting"] == [] and found["refused"] == []

    def numbers(self):
        """The numbers of this tablet that the server holds."""
        name = self.call("device", module="store")["name"]
        with self.app.app_context():
            rows = db.session.scalars(Order.seen_by(HOUSE).where(Order.device == name)).all()
            return sorted(order.sequence for order in rows)
