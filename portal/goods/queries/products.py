"""Reads of the catalogue."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import Select, or_, select

from portal.goods.models import Product, ProductState
from portal.kernel.db import db


def catalogue() -> Select[Any]:
    """Return a select of every product; the catalogue is the same in every store."""
    return select(Product)


def search_products(statement: Any, q: str) -> Any:
    """Narrow a select of products: a part of the name, its pinyin or initials, either end of the barcode.

    One or two letters count from the beginning only: anywhere they would find most of the catalogue.
    """
    letters = q.lower().replace(" ", "")
    ways = [Product.name.icontains(q, autoescape=True)]
    if letters.isascii():
        ways += [
            Product.pinyin.startswith(letters, autoescape=True),
            Product.pinyin.contains(letters if len(letters) > 2 else f" {letters}", autoescape=True),
            Product.barcode.startswith(letters, autoescape=True),
            Product.barcode.endswith(letters, autoescape=True),
        ]
    return statement.where(or_(*ways))


def product(product_id: int) -> Product:
    """Return a product, or answer 404."""
    found = db.session.get(Product, product_id)
    if found is None:
        abort(404)
    return found


def categories() -> Sequence[str]:
    """Return the categories in use, in order."""
    return db.session.scalars(
        select(Product.category).where(Product.category != "").distinct().order_by(Product.category)
    ).all()


def meant(typed: str, most: int = 5) -> list[Product]:
    """Return the products on sale that a scan or a word means: by barcode or whole name, else what is found, some."""
    on_sale = catalogue().where(Product.state == ProductState.ON)
    same = on_sale.where(or_(Product.barcode == typed, Product.name == typed)).limit(2)
    if exact := list(db.session.scalars(same)):
        return exact
    return list(db.session.scalars(search_products(on_sale, typed).order_by(Product.name).limit(most)))
