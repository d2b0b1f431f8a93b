"""What head office does to the catalogue's categories (C31); each holds the catalogue, as every change of a product."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select, update

from portal.goods.models import Category, Product, ProductState
from portal.goods.prices import next_number
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record

STEP = 10


def add_category(name: str, *, by: Any) -> Category:
    """Add a category behind all others."""
    next_number()
    _check_free(name)
    return _add(name, by)


def rename_category(category: Category, name: str, *, by: Any) -> None:
    """Give a category another name; its products bear it from now on, and tablets hear of it."""
    if name == category.name:
        return
    number = next_number()
    _check_free(name)
    following = update(Product).where(Product.category == category.name)
    db.session.execute(following.values(category=name, changed=number, version=Product.version + 1))
    category.name = name
    record("category.renamed", category, by=by)


def lift_category(category: Category, *, by: Any) -> None:
    """Move a category up by one place among those in use."""
    next_number()
    above = select(Category).where(Category.retired_at.is_(None), Category.position < category.position)
    other = db.session.scalar(above.order_by(Category.position.desc()).limit(1))
    if other is None:
        raise Refused("This category is the first already.")
    category.position, other.position = other.position, category.position
    record("category.lifted", category, by=by)


def retire_category(category: Category, *, by: Any) -> None:
    """Take a category out of use; nothing on sale may be in it."""
    next_number()
    if category.retired_at is not None:
        raise Refused("This category is retired already.")
    mine = select(func.count()).where(Product.category == category.name, Product.state == ProductState.ON)
    if number := db.session.scalar(mine):
        raise Refused("%(number)s products on sale are in it: give them another category first.", number=number)
    category.retired_at = clock.now()
    record("category.retired", category, by=by)


def restore_category(category: Category, *, by: Any) -> None:
    """Take a retired category into use again, in its old place."""
    next_number()
    if category.retired_at is None:
        raise Refused("This category is in use already.")
    category.retired_at = None
    record("category.restored", category, by=by)


def put_in_use(names: Collection[str], *, by: Any) -> None:
    """Add the categories that products name for the first time; of a retired one nothing is on sale."""
    wanted = {name for name in names if name}
    known = dict(db.session.execute(select(Category.name, Category.retired_at)).all()) if wanted else {}
    for name in sorted(wanted):
        if name not in known:
            _add(name, by)
        elif known[name] is not None:
            raise Refused("The category %(name)s is retired.", name=name, field="category")


def _add(name: str, by: Any) -> Category:
    last = db.session.scalar(select(func.max(Category.position))) or 0
    category = Category(name=name, position=last + STEP)
    db.session.add(category)
    record("category.added", category, by=by)
    return category


def _check_free(name: str) -> None:
    if db.session.scalar(select(Category.id).where(Category.name == name)):
        raise Refused("There is a category of this name already.", field="name")
