"""Where someone of the shop floor works."""

from collections.abc import Collection
from typing import Any

from flask import abort
from sqlalchemy import bindparam, func, select

from portal.goods.models import StockBalance
from portal.kernel import clock, money
from portal.kernel.db import db
from portal.kernel.scope import within
from portal.network.models import Store, StoreState
from portal.selling.models import Order, OrderLine

RECENT, MOST = 300, 24  # orders looked through, and products of them
LOW = 5 * money.MILLI  # from here on little is left of a product
TRADING = (StoreState.OPEN, StoreState.SUSPENDED, StoreState.CLOSED)  # stores that sell or have sold
# asked with every order
_SHOP = within(
    select(Store).where(Store.id == bindparam("store_id")), Store, because="the viewer's own store, by its id"
)


def shop_of(viewer: Any) -> Store:
    """Return the store a person of the shop floor works in now, which is one of his, or answer 404."""
    store_id = getattr(viewer, "store_id", None)
    found = db.session.scalar(_SHOP, {"store_id": store_id}) if store_id in viewer.store_ids else None
    if found is None:
        abort(404)
    return found


def favourites(store: Store) -> list[int]:
    """Return the products that a store sells most, as of its newest orders before today: the same all day long."""
    before = select(Order.id).where(Order.store_id == store.id, Order.placed_at < clock.at(clock.today()))
    newest = before.order_by(Order.placed_at.desc()).limit(RECENT).subquery()
    counted = (
        select(OrderLine.product_id, func.count())
        .join(newest, newest.c.id == OrderLine.order_id)
        .where(OrderLine.store_id == store.id)
        .group_by(OrderLine.product_id)
        .order_by(func.count().desc(), OrderLine.product_id)
        .limit(MOST)
    )
    own = within(counted, Order, OrderLine, because="the orders of the till's own store")
    return [product_id for product_id, _ in db.session.execute(own)]


def little_left(store: Store, ids: Collection[int]) -> dict[int, int]:
    """Return how many thousandths are left of those of these products of which a store has little; below none, too."""
    found = select(StockBalance.product_id, StockBalance.quantity).where(
        StockBalance.store_id == store.id, StockBalance.product_id.in_(ids), StockBalance.quantity <= LOW
    )
    rows = db.session.execute(within(found, StockBalance, because="the stock of the till's own store"))
    return {row[0]: row[1] for row in rows}
