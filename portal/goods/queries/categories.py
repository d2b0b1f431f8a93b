"""Reads of categories."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import abort
from sqlalchemy import func, select

from portal.goods.models import Category, Product, ProductState
from portal.kernel.db import db


class Shelved(NamedTuple):
    """A category, and how many products on sale are in it."""

    category: Category
    on_sale: int


def categories() -> Sequence[str]:
    """Return the names of the categories that are in use, in their order."""
    standing = select(Category.name).where(Category.retired_at.is_(None))
    return db.session.scalars(standing.order_by(Category.position, Category.id)).all()


def all_categories() -> list[Shelved]:
    """Return every category in its order, the retired ones last, with what is on sale in it."""
    on_sale = select(Product.category, func.count()).where(Product.state == ProductState.ON).group_by(Product.category)
    counted = dict(db.session.execute(on_sale).all())
    rows = db.session.scalars(select(Category).order_by(Category.position, Category.id)).all()
    return [Shelved(one, counted.get(one.name, 0)) for one in sorted(rows, key=lambda one: one.retired_at is not None)]


def category(category_id: int) -> Category:
    """Return a category, or answer 404."""
    found = db.session.get(Category, category_id)
    if found is None:
        abort(404)
    return found


def sold_from_retired() -> Sequence[str]:
    """Return the retired categories that still have products on sale; for the check."""
    on_sale = select(Product.category).where(Product.state == ProductState.ON)
    retired = select(Category.name).where(Category.retired_at.is_not(None), Category.name.in_(on_sale))
    return db.session.scalars(retired.order_by(Category.name)).all()
