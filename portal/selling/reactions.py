"""What selling tells the room below: each posted line moved stock (C31, C32)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.goods.models import MoveKind
from portal.goods.queries import Moved, MoveSource, move_sources
from portal.kernel.db import db
from portal.kernel.scope import house_read, within
from portal.selling import order_links  # noqa: F401 - `flask verify` walks the orders' links from the start
from portal.selling.models import Order, OrderLine


def sold(viewer: Any, store_id: int, product_id: int, most: int) -> Iterable[Moved]:
    """Return a product's newest sold lines in a store."""
    lines = OrderLine.seen_by(viewer).where(OrderLine.store_id == store_id, OrderLine.product_id == product_id)
    joined = lines.join(Order, (Order.store_id == OrderLine.store_id) & (Order.id == OrderLine.order_id))
    newest = (
        joined.with_only_columns(OrderLine.quantity, Order)
        .options(joinedload(Order.store))
        .order_by(Order.placed_at.desc())
        .limit(most)
    )
    for quantity, order in db.session.execute(within(newest, Order, because="orders of the lines in scope")):
        kind = MoveKind.REVERSED if order.is_reversal else MoveKind.SOLD
        url = url_for("selling.show_order", **order.address)
        yield Moved(order.placed_at, kind, -quantity, order.number, order.actor_id, url)


def sums() -> Iterable[tuple[int, int, int]]:
    """Yield (store, product, thousandths) of everything sold and brought back, for the check of stock."""
    summed = select(OrderLine.store_id, OrderLine.product_id, -func.sum(OrderLine.quantity))
    grouped = summed.group_by(OrderLine.store_id, OrderLine.product_id)
    for row in db.session.execute(house_read(grouped, OrderLine, because="flask verify checks the whole network")):
        yield row[0], row[1], int(row[2])


def after(store_id: int, moment: datetime) -> Iterable[tuple[int, datetime, int]]:
    """Yield (product, when, thousandths) of what was sold in a store after a moment, by the tablets' clocks."""
    of_order = (Order.store_id == OrderLine.store_id) & (Order.id == OrderLine.order_id)
    lines = select(OrderLine.product_id, Order.placed_at, OrderLine.quantity).join(Order, of_order)
    late = lines.where(Order.store_id == store_id, Order.placed_at > moment)
    read = house_read(late, Order, OrderLine, because="what a store sold since somebody of it counted")
    for product_id, at, quantity in db.session.execute(read):
        yield product_id, at, -quantity


source = MoveSource(sold, sums, after)
if not any(known.sums.__module__ == __name__ for known in move_sources):
    move_sources.append(source)
