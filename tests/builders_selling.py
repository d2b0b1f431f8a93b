"""Builders of members, orders and day reports."""

from datetime import date, datetime, timedelta
from typing import Any

from portal.goods.models import Product
from portal.kernel import clock, pinyin
from portal.kernel.db import db
from portal.selling import actions, queries
from portal.selling.keys import new_key
from portal.selling.models import BenefitRule, DayReport, Member, Order, Payment, RuleKind
from portal.selling.posted import Posted
from portal.selling.said import SaidLine, SaidOrder


def product(
    name: str = "纯牛奶", *, price: int = 500, member_price: int | None = 450, weighed: bool = False
) -> Product:
    """Put a product into the catalogue."""
    made = Product(
        barcode=f"69{db.session.query(Product).count():011d}", name=name, unit="kg" if weighed else "盒",
        pinyin=pinyin.spelled(name), weighed=weighed, price=price, member_price=member_price, category="食品",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def member(store: Any, by: Any, *, phone: str = "13912345678", name: str = "王秀兰") -> Member:
    """Register a member at a store."""
    return actions.register(store, phone=phone, name=name, consents=True, by=by)


def benefit_rule(by: Any, *, days_ahead: int = 1, **facts: Any) -> BenefitRule:
    """Write a rule of benefits that begins so many days from now: five percent off everything."""
    usual = {"kind": RuleKind.LEVEL, "name": "会员九五折", "words": "会员全场再打九五折", "percent": 5}
    if "fen" in facts:
        del usual["percent"]
    since = clock.today() + timedelta(days=days_ahead)
    return actions.add_rule(by=by, **(usual | {"since": since} | facts))


def said(*lines: Any, **facts: Any) -> SaidOrder:
    """Return an order as a device says it: products, or (product, thousandths) pairs."""
    pairs = [line if isinstance(line, tuple) else (line, 1000) for line in lines]
    facts.setdefault("key", new_key())
    return SaidOrder(lines=tuple(SaidLine(p.id, quantity) for p, quantity in pairs), **facts)


def post(store: Any, by: Any, *orders: SaidOrder, device: str = "T1") -> list[Posted]:
    """Post orders as a device does."""
    return actions.post_orders(by, store, device, orders)


def sale(store: Any, by: Any, *lines: Any, at: datetime | None = None, **facts: Any) -> Order:
    """Post one order and return its row."""
    (posted,) = post(store, by, said(*lines, placed_at=at, **facts))
    assert posted.fate == "stored", posted
    return row_of(posted.key)


def row_of(key: str) -> Order:
    found = db.session.query(Order).execution_options(scoped=Order.reach()).filter_by(id=key)
    return found.execution_options(populate_existing=True).one()


def order_at(store: Any, key: str) -> Order:
    """Return a store's order by its key."""
    return db.session.get_one(Order, (store.id, key), execution_options={"scoped": Order.reach()})


def sealed(store: Any, by: Any, day: date | None = None, *, cash: int | None = None) -> DayReport:
    """Seal a day with what the orders say, or with other cash."""
    day = day or clock.today()
    counted = dict(queries.by_payment(queries.total_on(store, day)))
    said = {} if cash is None else {Payment.CASH: "找零"}
    counted |= {} if cash is None else {Payment.CASH: cash}
    return actions.seal_day(store, day, counted=counted, reasons=said, late_reason="断网", by=by)
