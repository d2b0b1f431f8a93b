"""What head office does to a product's further barcodes: other packs of it, and cases (C31)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from portal.goods.barcodes import MOST_PIECES, is_barcode
from portal.goods.models import Product, ProductBarcode
from portal.goods.prices import next_number
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record

MOST = 30  # of one product


def add_barcode(product: Product, *, barcode: str, pieces: int | None = 1, by: Any) -> ProductBarcode:
    """Give a product a further barcode; a scan of it means that many pieces."""
    number = next_number()
    _check(product, barcode, pieces or 1)
    mine = select(func.count()).select_from(ProductBarcode).where(ProductBarcode.product_id == product.id)
    if (db.session.scalar(mine) or 0) >= MOST:
        raise Refused("A product has at most %(most)s further barcodes.", most=MOST, field="barcode")
    return _add(product, barcode, pieces or 1, number, by)


def add_barcodes(things: Sequence[tuple[Product, Mapping[str, int]]], *, by: Any) -> None:
    """Give products the further barcodes of a checked file: {barcode: pieces} each."""
    number = next_number()
    for product, further in things:
        for barcode, pieces in further.items():
            _check(product, barcode, pieces)
            _add(product, barcode, pieces, number, by)


def remove_barcode(product: Product, barcode: ProductBarcode, *, by: Any) -> None:
    """Take a further barcode from a product; it means nothing from then on."""
    product.changed = next_number()
    record("product.barcode_removed", product, by=by, barcode=barcode.barcode, pieces=barcode.pieces)
    db.session.delete(barcode)


def _add(product: Product, barcode: str, pieces: int, number: int, by: Any) -> ProductBarcode:
    added = ProductBarcode(product_id=product.id, barcode=barcode, pieces=pieces)
    db.session.add(added)
    product.changed = number
    record("product.barcode_added", product, by=by, barcode=barcode, pieces=pieces)
    return added


def _check(product: Product, barcode: str, pieces: int) -> None:
    if not is_barcode(barcode):
        raise Refused("Not a barcode: the digits do not agree. Compare it with the pack.", field="barcode")
    own = select(Product.name).where(Product.barcode == barcode)
    further = select(Product.name).join(ProductBarcode, ProductBarcode.product_id == Product.id)
    if name := db.session.scalar(own.union_all(further.where(ProductBarcode.barcode == barcode))):
        raise Refused("%(product)s has this barcode already.", product=name, field="barcode")
    if not 1 <= pieces <= MOST_PIECES:
        raise Refused("A pack holds from 1 to %(most)s pieces.", most=MOST_PIECES, field="pieces")
    if product.weighed and pieces != 1:
        raise Refused("%(product)s is sold by weight: a pack of it is weighed.", product=product.name, field="pieces")
