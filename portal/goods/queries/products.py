"""Reads of the catalogue."""

from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import Select, or_, select

from portal.goods.models import Product, ProductBarcode, ProductState
from portal.kernel.db import db
from portal.kernel.files import File
from portal.kernel.scope import house_read


def catalogue() -> Select[Any]:
    """Return a select of every product; the catalogue is the same in every store."""
    return select(Product)


def search_products(statement: Any, q: str) -> Any:
    """Narrow a select of products: a part of the name, its pinyin or initials, either end of a barcode, its numbers.

    One or two letters count from the beginning only: anywhere they would find most of the catalogue.
    """
    letters = q.lower().replace(" ", "")
    ways = [Product.name.icontains(q, autoescape=True)]
    if letters.isascii():
        ways += [
            Product.pinyin.startswith(letters, autoescape=True),
            Product.pinyin.contains(letters if len(letters) > 2 else f" {letters}", autoescape=True),
            *_ends(Product.barcode, letters),
            Product.code.istartswith(letters, autoescape=True),
            Product.plu == letters.zfill(5),
            Product.id.in_(select(ProductBarcode.product_id).where(or_(*_ends(ProductBarcode.barcode, letters)))),
        ]
    return statement.where(or_(*ways))


def featured(statement: Any, day: date) -> Any:
    """Narrow a select of products to those in front on a day."""
    return statement.where(Product.featured_from <= day, Product.featured_until >= day)


def _ends(column: Any, digits: str) -> list[Any]:
    return [column.startswith(digits, autoescape=True), column.endswith(digits, autoescape=True)]


def product(product_id: int) -> Product:
    """Return a product, or answer 404."""
    found = db.session.get(Product, product_id)
    if found is None:
        abort(404)
    return found


def photo_of(product: Product) -> File | None:
    """Return the photo of a product, if it has one."""
    own = select(File).where(File.id == (product.photo_id or 0))
    found: File | None = db.session.scalar(house_read(own, File, because="the catalogue is the same for everybody"))
    return found


def meant(typed: str, most: int = 5) -> list[Product]:
    """Return the products on sale that a scan or a word means: by barcode, article number or whole name, else some."""
    on_sale = catalogue().where(Product.state == ProductState.ON)
    further = select(ProductBarcode.product_id).where(ProductBarcode.barcode == typed)
    own = [column == typed for column in (Product.barcode, Product.code, Product.name)]
    same = on_sale.where(or_(*own, Product.id.in_(further))).limit(2)
    if exact := list(db.session.scalars(same)):
        return exact
    return list(db.session.scalars(search_products(on_sale, typed).order_by(Product.name).limit(most)))


def more_barcode(product_id: int, barcode: str) -> ProductBarcode:
    """Return a further barcode of a product, or answer 404."""
    found = db.session.get(ProductBarcode, barcode)
    if found is None or found.product_id != product_id:
        abort(404)
    return found


def pieces_of(typed: str) -> int:
    """Return how many pieces a scan means: those of a case with a barcode of its own, else one."""
    return db.session.scalar(select(ProductBarcode.pieces).where(ProductBarcode.barcode == typed)) or 1
