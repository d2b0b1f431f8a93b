"""The catalogue as plain facts, for tablets that sell without network and for files."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import func, select

from portal.goods.models import CatalogueHead, Product, ProductBarcode, ProductState
from portal.goods.prices import levels_in
from portal.kernel.db import db

# what most products have nothing of: said where there is something
SELDOM = ("code", "plu", "featured_from", "featured_until")
COLUMNS = ("id", "barcode", "name", "pinyin", "category", "unit", "weighed", "price", "member_price")


class Shelf(NamedTuple):
    """Products on sale as plain facts, and the ids of those that went off sale."""

    products: list[dict[str, Any]]
    gone: list[int]


class Numbers(NamedTuple):
    """How far the catalogue has come, and from which number on it knows what a tablet has."""

    newest: int
    floor: int


def catalogue_numbers() -> Numbers:
    """Return the catalogue's numbers. What is read after them is at least as new."""
    row = db.session.execute(select(CatalogueHead.number, CatalogueHead.floor)).one_or_none()
    return Numbers(*row) if row else Numbers(1, 0)


def shelf(since: int = 0, store_id: int | None = None) -> Shelf:
    """Return what is on sale, with what it costs in a store, now and later; of an earlier answer, only what changed."""
    fresh = Product.changed > since if since else Product.state == ProductState.ON
    columns = [getattr(Product, name) for name in (*COLUMNS, *SELDOM)]
    rows = db.session.execute(select(*columns, Product.state).where(fresh).order_by(Product.id)).all()
    further = more_barcodes(fresh)
    levels = levels_in(store_id, since) if store_id is not None else {}
    products, gone = [], []
    for *facts, state in rows:
        if state == ProductState.OFF:
            gone.append(facts[0])
        else:
            more: dict[str, Any] = {"more_barcodes": further[facts[0]]} if facts[0] in further else {}
            own, seldom = facts[: len(COLUMNS)], zip(SELDOM, facts[len(COLUMNS) :], strict=True)
            said = {name: str(value) for name, value in seldom if value is not None}
            if facts[0] in levels:
                more["prices"] = [list(level.values()) for level in levels[facts[0]]]
            products.append(dict(zip(COLUMNS, own, strict=True)) | said | more)
    return Shelf(products, gone)


def more_barcodes(*conditions: Any) -> dict[int, list[tuple[str, int]]]:
    """Return the further barcodes of products that meet these conditions: {product: [(barcode, pieces)]}."""
    further: dict[int, list[tuple[str, int]]] = {}
    found = select(ProductBarcode.product_id, ProductBarcode.barcode, ProductBarcode.pieces)
    of_these = found.join(Product, Product.id == ProductBarcode.product_id).where(*conditions)
    for product_id, barcode, pieces in db.session.execute(of_these.order_by(ProductBarcode.barcode)):
        further.setdefault(product_id, []).append((barcode, pieces))
    return further


def barcodes_of_one() -> Iterator[tuple[str, int, int]]:
    """Yield every barcode that means one piece, own or further, with its product's id and price."""
    yield from db.session.execute(select(Product.barcode, Product.id, Product.price))
    further = select(ProductBarcode.barcode, Product.id, Product.price).where(ProductBarcode.pieces == 1)
    yield from db.session.execute(further.join(Product, Product.id == ProductBarcode.product_id))


def doubled() -> list[str]:
    """Return the barcodes that are a product's own and a further one as well; for the check."""
    same = select(ProductBarcode.barcode).join(Product, Product.barcode == ProductBarcode.barcode)
    return list(db.session.scalars(same.order_by(ProductBarcode.barcode)))


def newest_change() -> int:
    """Return the highest number of a product; for the check."""
    return db.session.scalar(select(func.max(Product.changed))) or 0
