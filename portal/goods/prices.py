"""What the till needs of products, read as plain columns: an order names ten of them, and many orders come."""

from collections.abc import Collection
from typing import NamedTuple

from portal.kernel.db import by_driver, db, marks


class Priced(NamedTuple):
    """A product with its prices, in fen a unit (a kilogram where weighed)."""

    id: int
    barcode: str
    name: str
    weighed: bool
    price: int
    member_price: int | None

    def price_for(self, is_member: bool) -> int:
        return self.member_price if is_member and self.member_price is not None else self.price


def priced(ids: Collection[int], barcodes: Collection[str]) -> dict[int | str, Priced]:
    """Return the products with these ids or barcodes, by both (C31)."""
    wanted = [("id", ids), ("barcode", barcodes)]
    conditions = " OR ".join(f"{name} IN ({marks(values)})" for name, values in wanted if values)
    if not conditions:
        return {}
    found: dict[int | str, Priced] = {}
    columns = ", ".join(Priced._fields)
    for row in by_driver(db.session(), f"SELECT {columns} FROM product WHERE {conditions}", *ids, *barcodes):
        product = Priced(*row)
        found[product.id] = found[product.barcode] = product
    return found
