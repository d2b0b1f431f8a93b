"""What selling tells the room below: each posted line moved stock (C31, C32)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.goods.models import MoveKind
from portal.goods.queries import Moved, MoveSource, Sold, move_sources
from portal.kernel.db import db
from portal.kernel.rights import Can
from portal.kernel.scope import house_read, within
from portal.network.models import Store
from portal.selling import order_links  # noqa: F401 - `flask verify` walks the orders' links from the start
from portal.selling.models import DayTotal, Order, OrderLine

OF_ONE = "what a store sold, for how fast its own goods sell"


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
    sees_all = viewer.may(Can.SEE_DAY_REPORTS)  # what colleagues sell is none of a clerk's figures
    for quantity, order in db.session.execute(within(newest, Order, because="orders of the lines in scope")):
        sold_or_back = MoveKind.RETURNED if order.returns_id else MoveKind.SOLD
        kind = MoveKind.REVERSED if order.is_reversal else sold_or_back
        url = url_for("selling.show_order", **order.address)
        is_shown = sees_all or order.actor_id == viewer.id
        told = (order.number, order.actor_id, url) if is_shown else ("", None, "")
        yield Moved(order.placed_at, kind, -quantity, *told)


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


def sold_in(store_id: int, first: date, last: date) -> tuple[int, Iterable[tuple[int, int]]]:
    """Return on how many days a store traded, and (product, thousandths) of what it sold then and kept sold."""
    of_order = (Order.store_id == OrderLine.store_id) & (Order.id == OrderLine.order_id)
    lines = select(OrderLine.product_id, func.sum(OrderLine.quantity)).join(Order, of_order)
    booked = lines.where(Order.store_id == store_id, Order.booked_day.between(first, last))
    read = house_read(booked.group_by(OrderLine.product_id), Order, OrderLine, because=OF_ONE)
    own = DayTotal.store_id == store_id, DayTotal.day.between(first, last), DayTotal.orders > 0
    days = house_read(select(func.count()).select_from(DayTotal).where(*own), DayTotal, because=OF_ONE)
    traded = db.session.scalar(days) or 0
    return traded, [(product_id, int(quantity)) for product_id, quantity in db.session.execute(read)]


def sold_of(store: Store, product_id: int, first: date, last: date) -> Sold:
    """Return what a store in reach sold of a product, as the list of those orders adds it up."""
    of_order = (Order.store_id == OrderLine.store_id) & (Order.id == OrderLine.order_id)
    mine = OrderLine.store_id == store.id, OrderLine.product_id == product_id
    many, fen = func.coalesce(func.sum(OrderLine.quantity), 0), func.coalesce(func.sum(OrderLine.amount), 0)
    lines = select(many, fen).join(Order, of_order).where(*mine, Order.booked_day.between(first, last))
    row = db.session.execute(house_read(lines, Order, OrderLine, because=OF_ONE)).one()
    asked: dict[str, Any] = {"store": store.code, "product": product_id, "first": first, "last": last}
    return Sold(int(row[0]), int(row[1]), url_for("selling.list_orders", **asked))


source = MoveSource(sold, sums, after, sold_in, sold_of)
if not any(known.sums.__module__ == __name__ for known in move_sources):
    move_sources.append(source)
