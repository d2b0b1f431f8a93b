"""A tablet on the counter in a browser of its own, which keeps what a battery's end leaves."""

from sqlalchemy import select

from portal.goods import actions as goods
from portal.goods.models import Product
from portal.kernel.db import db
from portal.kernel.scope import House
from portal.selling.models import Order
from tests.browser.test_offline import until as until_within
from tests.cast import HOUSE

PATIENCE = 20  # seconds
BARCODE = "6900000000052"
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


class Till:
    """A tablet on the counter and what its modules answer."""

    def __init__(self, seat, app, page=None):
        self.seat, self.app = seat, app
        self.page = page or seat.open("/waiting")
        self.call("state")  # a till has its modules before its network is gone

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
