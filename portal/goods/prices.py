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


_COLUMNS = "p.id, {}.barcode, p.name, p.weighed, p.price, p.member_price"
_OWN = f"SELECT {_COLUMNS.format('p')} FROM product p WHERE p.{{}} IN ({{}})"
_FURTHER = (
    f"SELECT {_COLUMNS.format('b')} FROM product_barcode b JOIN product p ON p.id = b.product_id "
    "WHERE b.barcode IN ({})"
)


def priced(ids: Collection[int], barcodes: Collection[str]) -> dict[int | str, Priced]:
    """Return the products with these ids or barcodes, their own or further ones, by both: one statement (C31).

    Found by a further barcode, a product carries that one.
    """
    parts: list[str] = []
    values: list[object] = []
    if ids:
        parts.append(_OWN.format("id", marks(ids)))
        values += ids
    if barcodes:
        parts += [_OWN.format("barcode", marks(barcodes)), _FURTHER.format(marks(barcodes))]
        values += [*barcodes, *barcodes]
    if not parts:
        return {}
    found: dict[int | str, Priced] = {}
    for row in by_driver(db.session(), " UNION ALL ".join(parts), *values):
        product = Priced(*row)
        found[product.id] = found[product.barcode] = product
    return found


# a catalogue that was never changed here is at 1
_NEXT = """
INSERT INTO catalogue_head (id, number, floor) VALUES (1, 2, 0)
ON CONFLICT (id) DO UPDATE SET number = catalogue_head.number + 1 RETURNING number
"""


def next_number() -> int:
    """Give out the catalogue's next number; whoever has it holds the catalogue until his transaction ends.

    So numbers are seen in the order they were given out, and two people cannot give one barcode to two products.
    """
    return int(by_driver(db.session(), _NEXT).scalar_one())


_LEAP = "UPDATE catalogue_head SET number = number + ?, floor = number + ?"
FAR = 1_000_000  # more changes than any catalogue sees between a backup and its restore


def forget_numbers() -> None:
    """Leap past every number given out before, and know none of them: after a restore they may mean something else."""
    by_driver(db.session(), _LEAP, FAR, FAR)
