"""What a store says of its own shelves: the least it wants to have of a product (C33)."""

from typing import Any

from sqlalchemy import select

from portal.goods.actions.stock import check_whole
from portal.goods.models import Product, StockBalance, StockMinimum
from portal.kernel import trail
from portal.kernel.db import db
from portal.kernel.scope import within
from portal.kernel.trail import record

BECAUSE = "the store whose minimum it is"


def set_minimum(store: Any, product: Product, quantity: int, *, by: Any) -> StockMinimum:
    """Say the least that a store wants to have of a product, in thousandths; 0 takes it back.

    What never stood on its books is on them from now on, with nothing on hand: else no list of what is low had it.
    """
    check_whole(product, quantity, "at_least")
    trail.lock(db.session(), f"store:{store.id}")  # two who say it at once are one after the other
    here = StockMinimum.store_id == store.id, StockMinimum.product_id == product.id
    found = db.session.scalar(within(select(StockMinimum).where(*here), StockMinimum, because=BECAUSE))
    if found is None:
        found = StockMinimum(store_id=store.id, product_id=product.id, quantity=0)
        db.session.add(found)
    if found.quantity == quantity and found.id is not None:
        return found
    found.quantity, found.actor_id = quantity, by.id
    record("stock.minimum_set", found, by=by, product=product.id)
    _put_on_the_books(store, product)
    return found


def _put_on_the_books(store: Any, product: Product) -> None:
    here = StockBalance.store_id == store.id, StockBalance.product_id == product.id
    if db.session.scalar(within(select(StockBalance.quantity).where(*here), StockBalance, because=BECAUSE)) is None:
        db.session.add(StockBalance(store_id=store.id, product_id=product.id, quantity=0))
