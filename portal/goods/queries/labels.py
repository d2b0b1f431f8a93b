"""Reads of products whose labels are printed."""

from collections.abc import Sequence
from typing import Any

from portal.goods.models import Product, ProductState, StorePrice
from portal.goods.queries.prices import changing
from portal.goods.queries.products import catalogue, featured, search_products
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import within
from portal.network.models import Store

MOST_LABELLED = 120


def labelled(store: Store, q: str, category: str | None, why: str | None) -> Sequence[Product]:
    """Return the products on sale that labels may be printed of, by category and name."""
    found: Any = catalogue().where(Product.state == ProductState.ON)
    if q:
        found = search_products(found, q)
    if category:
        found = found.where(Product.category == category)
    if why == "feature":
        found = featured(found, clock.today())
    elif why == "changed":
        found = found.where(Product.id.in_(changing(store)))
        found = within(found, StorePrice, because="the own prices of the store that prints, which the viewer reaches")
    return db.session.scalars(found.order_by(Product.category, Product.name, Product.id).limit(MOST_LABELLED)).all()


def products_by_id(ids: Sequence[int]) -> list[Product]:
    """Return products in the order in which they were named, one as often as it was."""
    known = {p.id: p for p in db.session.scalars(catalogue().where(Product.id.in_(ids)))}
    return [known[one] for one in ids if one in known]
