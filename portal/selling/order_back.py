"""Goods that come back in a file of orders: what the orders they name sold, and how much of it is left (C32)."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import exists
from sqlalchemy.orm import aliased, selectinload

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.selling.models import Order
from portal.selling.new_orders import NewOrder, Returned
from portal.selling.posting_returns import back_of

Key = tuple[int, str]  # store and the order's key in its source


@dataclass(slots=True)
class SoldOrder:
    """An order whose goods may come back: the product of each line, and how many thousandths of it are left."""

    id: str
    products: "array[int]"
    left: "array[int]"


class Sold:
    """What was sold in the orders of a file, and in those that were taken in before and are named by it."""

    def __init__(self, reach: Any) -> None:
        self.reach = reach
        self.orders: dict[Key, SoldOrder | None] = {}

    def note(self, order: NewOrder) -> None:
        """Remember a sale of this file, in few bytes: a file has hundreds of thousands."""
        columns = zip(*((line.product_id, line.quantity) for line in order.lines), strict=True)
        self.orders[order.store_id, order.source_key or ""] = SoldOrder(order.id, *(array("q", one) for one in columns))

    def learn(self, named: Iterable[Key]) -> None:
        """Look up orders that were taken in before, as they stand now: what this file brings back is counted here."""
        for key in named:
            if key not in self.orders:
                self.orders[key] = self._stored(*key)

    def _stored(self, store_id: int, key: str) -> SoldOrder | None:
        undoing = aliased(Order)
        undone = exists().where(undoing.store_id == Order.store_id, undoing.reverses_id == Order.id)
        sales = Order.seen_by(self.reach).where(
            Order.store_id == store_id, Order.source_key == key, Order.reverses_id.is_(None),
            Order.returns_id.is_(None), ~undone,
        )  # fmt: skip
        order = db.session.scalar(sales.order_by(Order.placed_at).options(selectinload(Order.lines)).limit(1))
        if order is None:
            return None
        back = back_of(store_id, [order.id])
        products = array("q", [line.product_id for line in order.lines])
        return SoldOrder(order.id, products, array("q", [back.left(line) for line in order.lines]))

    def named(self, order: NewOrder, key: str, positions: Sequence[int]) -> NewOrder:
        """Return a return with what it brings back. Raises Refused, field the column, where that was not sold."""
        sold = self.orders.get((order.store_id, key))
        if sold is None:
            raise Refused("The order whose goods come back is not known in this store.", field="returns")
        for line, position in zip(order.lines, positions, strict=True):
            if not 0 < position <= len(sold.products) or sold.products[position - 1] != line.product_id:
                raise Refused("The order has no such line.", field="of")
        rows = [
            Returned(n, sold.id, position, -line.quantity)
            for n, (line, position) in enumerate(zip(order.lines, positions, strict=True), 1)
        ]
        return replace(order, returns_id=sold.id, returns=tuple(rows))

    def take(self, order: NewOrder, key: str) -> None:
        """Count goods as back. Raises Refused above what is left."""
        sold = self.orders[order.store_id, key]
        assert sold is not None  # `named` was asked before
        left = array("q", sold.left)
        for row in order.returns:
            left[row.of_position - 1] -= row.quantity
        if min(left) < 0:
            raise Refused("More comes back than was sold.", field="quantity")
        sold.left = left
