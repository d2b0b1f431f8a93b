"""Reads of what stores order from head office."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import Select, String, case, cast, func, literal, select
from sqlalchemy.orm import joinedload, selectinload

from portal.goods.models import GoodsOrder, GoodsOrderLine, StockMove, SupplyState
from portal.kernel.db import db
from portal.kernel.scope import Sees, house_read, within

BECAUSE = "flask verify checks the whole network"


def goods_orders(viewer: Sees) -> Select[Any]:
    """Return a select of the viewer's orders with their stores."""
    return GoodsOrder.seen_by(viewer).options(joinedload(GoodsOrder.store))


def goods_order(goods_order_id: int, viewer: Sees) -> GoodsOrder:
    """Return an order with its lines, or answer 404."""
    mine = goods_orders(viewer).where(GoodsOrder.id == goods_order_id)
    found = db.session.scalar(mine.options(selectinload(GoodsOrder.lines).joinedload(GoodsOrderLine.product)))
    if found is None:
        abort(404)
    return found


def sizes_of(order_ids: Sequence[int], viewer: Sees) -> dict[int, tuple[int, int]]:
    """Return {order: (products, those that went otherwise than ordered or shipped)}."""
    less = func.count(case((GoodsOrderLine.shipped < GoodsOrderLine.ordered, 1)))
    otherwise = func.count(GoodsOrderLine.deviation) + less
    mine = GoodsOrderLine.seen_by(viewer).with_only_columns(GoodsOrderLine.goods_order_id, func.count(), otherwise)
    rows = db.session.execute(
        mine.where(GoodsOrderLine.goods_order_id.in_(order_ids)).group_by(GoodsOrderLine.goods_order_id)
    )
    return {order_id: (lines, odd) for order_id, lines, odd in rows}


def under_way(store_id: int, viewer: Sees) -> dict[int, int]:
    """Return {product: thousandths} of what a store has ordered or been sent and not yet taken in."""
    many = func.sum(func.coalesce(GoodsOrderLine.shipped, GoodsOrderLine.ordered))
    mine = GoodsOrderLine.seen_by(viewer).join(GoodsOrder, GoodsOrder.id == GoodsOrderLine.goods_order_id)
    open_ones = mine.where(
        GoodsOrderLine.store_id == store_id, GoodsOrder.state.in_([SupplyState.ORDERED, SupplyState.SHIPPED])
    )
    grouped = open_ones.with_only_columns(GoodsOrderLine.product_id, many).group_by(GoodsOrderLine.product_id)
    rows = db.session.execute(within(grouped, GoodsOrder, because="the orders of the lines in scope"))
    return {product_id: int(quantity) for product_id, quantity in rows}


def received_lines_without_their_move() -> list[tuple[int, int]]:
    """Return (order, product) of lines taken in that no move has as it was, for the check of the whole network."""
    key = literal("goods-order:") + cast(GoodsOrderLine.goods_order_id, String) + ":"
    key += cast(GoodsOrderLine.product_id, String)
    moved = (StockMove.store_id == GoodsOrderLine.store_id) & (StockMove.source_key == key)
    lines = (
        select(GoodsOrderLine.goods_order_id, GoodsOrderLine.product_id)
        .outerjoin(StockMove, moved)
        .where(GoodsOrderLine.received.is_not(None))
        .where(func.coalesce(StockMove.quantity, 0) != GoodsOrderLine.received)
    )
    return [
        (one, two) for one, two in db.session.execute(house_read(lines, GoodsOrderLine, StockMove, because=BECAUSE))
    ]
