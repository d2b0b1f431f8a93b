"""What a database holds, compared with what tablets know, and with itself."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import func, select

from bench.proofs.proof import Figures
from bench.proofs.tablets import Sold
from portal import rooms
from portal.goods.models import Product, StockBalance
from portal.kernel import trail
from portal.kernel.db import db
from portal.selling.models import DayTotal, Order, OrderLine
from tests.builders_selling import product

SCOPE = {"scoped": Order.reach() | OrderLine.reach() | DayTotal.reach() | StockBalance.reach()}


def stock_shelves(how_many: int = 20) -> list[str]:
    """Put products into the catalogue; return their barcodes. The caller commits."""
    return [product(f"商品{n}", price=100 * n + 1).barcode for n in range(1, how_many + 1)]


def compare(sold: Sold) -> Figures:
    """Return acknowledged, missing and doubled orders, and sums that do not agree. Inside an app context."""
    rows = db.session.execute(select(Order.id, Order.total, Order.lines_count), execution_options=SCOPE).all()
    stored = Counter(row[0] for row in rows)
    prices: dict[str, int] = dict(db.session.execute(select(Product.barcode, Product.price)).all())
    worth = {key: amount_of(order, prices) for key, order in sold.orders.items()}
    lines = Counter(db.session.scalars(select(OrderLine.order_id), execution_options=SCOPE))
    wrong = [key for key, total, count in rows if key in worth and (total != worth[key] or lines[key] != count)]
    figures: Figures = {
        "acknowledged": len(sold.orders),
        "missing": len(sold.orders.keys() - stored.keys()),
        "doubled": sum(stored.values()) - len(stored.keys() & sold.orders.keys()),
        "altered": len(wrong),
        "sums_wrong": sums_that_differ(sold, sum(worth.values())),
        "troubles": len(troubles()),
        "replays": sold.replays,
        "strange_answers": len(sold.strange),
        "gave_up": sold.gave_up,
    }
    return figures


def amount_of(order: dict[str, Any], prices: dict[str, int]) -> int:
    return sum(prices[line["barcode"]] * line["quantity"] // 1000 for line in order["lines"])


def sums_that_differ(sold: Sold, worth: int) -> int:
    """Count the sums of the roll-up and of the stock that are not those of the acknowledged orders."""
    booked = db.session.scalar(select(func.sum(DayTotal.total)), execution_options=SCOPE) or 0
    counted = db.session.scalar(select(func.sum(DayTotal.orders)), execution_options=SCOPE) or 0
    taken: dict[str, int] = defaultdict(int)
    for order in sold.orders.values():
        for line in order["lines"]:
            taken[line["barcode"]] += line["quantity"]
    left = select(Product.barcode, func.sum(StockBalance.quantity)).join(Product, Product.id == StockBalance.product_id)
    balance = dict(db.session.execute(left.group_by(Product.barcode), execution_options=SCOPE).all())
    stock = sum(balance.get(barcode, 0) != -quantity for barcode, quantity in taken.items())
    return (booked != worth) + (counted != len(sold.orders)) + stock


def troubles() -> list[str]:
    """Return all that `flask verify` finds in rows. Inside an app context."""
    found = trail.broken_links(db.session())
    for name in rooms.FLOORS:
        found += rooms.troubles_of(name)
    return found
