"""Reads of lists of a new store's first goods."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.goods.models import Configuration, ConfigurationLine, Product, ProductState
from portal.kernel.db import db
from portal.kernel.money import MILLI
from portal.kernel.scope import Sees
from portal.network.models import Store, StoreState
from portal.network.queries import stores


def configurations() -> Select[Any]:
    """Return a select of all lists."""
    return select(Configuration)


def configuration(configuration_id: int) -> Configuration:
    """Return a list with its lines, or answer 404."""
    lines = selectinload(Configuration.lines).joinedload(ConfigurationLine.product)
    found = db.session.get(Configuration, configuration_id, options=[lines])
    if found is None:
        abort(404)
    return found


def configuration_line(configuration: Configuration, line_id: int) -> ConfigurationLine:
    """Return a line of a list, or answer 404."""
    found = next((line for line in configuration.lines if line.id == line_id), None)
    if found is None:
        abort(404)
    return found


def lengths_of(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return {list: (products, fen by the catalogue's prices)} of what is on sale."""
    worth = func.sum(ConfigurationLine.quantity * Product.price)
    counted = select(ConfigurationLine.configuration_id, func.count(), worth)
    on_sale = counted.join(Product, Product.id == ConfigurationLine.product_id).where(Product.state == ProductState.ON)
    mine = on_sale.where(ConfigurationLine.configuration_id.in_(ids)).group_by(ConfigurationLine.configuration_id)
    return {one: (lines, (int(worth) + MILLI // 2) // MILLI) for one, lines, worth in db.session.execute(mine)}


def stores_to_fill(viewer: Sees, configuration: Configuration) -> list[Store]:
    """Return the viewer's stores that are being prepared, those of the list's size first."""
    known = stores(viewer, states=(StoreState.PREPARING,))
    return sorted(known, key=lambda store: (not configuration.fits(store.area_m2), store.code))
