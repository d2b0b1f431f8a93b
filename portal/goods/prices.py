"""What the till needs of products, read as plain columns: an order names ten of them, and many orders come."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from portal.goods.models.price import seconds
from portal.goods.price_rule import price_at
from portal.kernel import clock
from portal.kernel.db import by_driver, db, marks

KEPT = timedelta(days=35)  # how long a price that is over is still asked for: tablets send what they sold a month ago

Said = dict[str, Any]


class Priced(NamedTuple):
    """A product with its prices, in fen a unit (a kilogram where weighed), and what holds in the store beside them."""

    id: int
    barcode: str
    name: str
    weighed: bool
    state: str
    category: str
    price: int
    member_price: int | None
    levels: tuple[Said, ...] = ()

    @property
    def on_sale(self) -> bool:
        return self.state == "on"

    def price_for(self, is_member: bool) -> int:
        return self.member_price if is_member and self.member_price is not None else self.price

    def at(self, moment: datetime) -> "Priced":
        """Return the product with what it costs in that store at a moment; its own price where no level speaks."""
        said = price_at(self.levels, seconds(moment)) if self.levels else None
        return self if said is None else self._replace(price=said["fen"], member_price=said["member"])

    def levels_since(self, moment: datetime) -> list[Said | None]:
        """Return what counted at some time since a moment; None where no level spoke."""
        begin, now = seconds(moment), seconds(clock.now())
        turns = {turn for level in self.levels for turn in (level["since"], level["until"]) if turn is not None}
        return [price_at(self.levels, turn) for turn in (begin, *sorted(t for t in turns if begin < t <= now))]


_COLUMNS = "p.id, {}.barcode, p.name, p.weighed, p.state, p.category, p.price, p.member_price"
_OWN = f"SELECT {_COLUMNS.format('p')} FROM product p WHERE p.{{}} IN ({{}})"
_FURTHER = (
    f"SELECT {_COLUMNS.format('b')} FROM product_barcode b JOIN product p ON p.id = b.product_id "
    "WHERE b.barcode IN ({})"
)
# products first, with their columns; prices lie in the same ones: kind for barcode, own for weighed
_NAMED = """
WITH named (id, barcode, name, weighed, state, category, price, member_price) AS ({})
SELECT id, barcode, name, weighed, state, category, price, member_price, CAST(NULL AS INTEGER), CAST(NULL AS BIGINT),
 CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT) FROM named
"""
_LEVEL = (
    "SELECT w.product_id, w.kind, '', FALSE, '', '', w.fen, w.member_fen, w.level, w.least, w.most, w.since, w.ends"
)
_STANDS = "w.product_id IN ({}) AND (w.ends IS NULL OR w.ends > ?)"
_EVERYWHERE = f"{_LEVEL} FROM price w WHERE w.level = 0 AND {_STANDS}"
# of the store, of its city, province and area, of everywhere
_OFFICE = f"""
{_LEVEL} FROM store s JOIN region c ON c.id = s.region_id LEFT JOIN region p ON p.id = c.parent_id
JOIN price w ON w.store_id = s.id
 OR (w.store_id IS NULL AND (w.region_id IS NULL OR w.region_id IN (c.id, c.parent_id, p.parent_id)))
WHERE s.id = ? AND {_STANDS}
"""
_STORE = f"""
SELECT w.product_id, 'fixed', '', TRUE, '', '', w.fen, w.member_fen, 4, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT),
 w.since, w.ends FROM store_price w WHERE w.store_id = ? AND {_STANDS}
"""


def priced(store_id: int | None, ids: Collection[int], barcodes: Collection[str]) -> dict[int | str, Priced]:
    """Return the products with these ids or barcodes, their own or further ones, by both: one statement (C31).

    With each comes what holds of it in the store – in none: everywhere – lately, now and later. Found by a further
    barcode, a product carries that one.
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
    text, more = _levels(store_id, "SELECT id FROM named", (), clock.now() - KEPT)
    products: list[Any] = []
    levels: dict[int, list[Said]] = {}
    for row in by_driver(db.session(), f"{_NAMED.format(' UNION ALL '.join(parts))} UNION ALL {text}", *values, *more):
        if row[8] is None:
            products.append(row)
        else:
            levels.setdefault(row[0], []).append(_said(row))
    found: dict[int | str, Priced] = {}
    for row in products:
        product = Priced(*row[:8])._replace(levels=tuple(sorted(levels.get(row[0], ()), key=_order)))
        found[product.id] = found[product.barcode] = product
    return found


def prices_now(store_id: int | None, ids: Collection[int]) -> dict[int, Priced]:
    """Return products with what they cost in a store, or everywhere, at this moment."""
    now = clock.now()
    return {product.id: product.at(now) for product in priced(store_id, ids, ()).values()}


def levels_in(store_id: int, since: int) -> dict[int, list[Said]]:
    """Return what holds in a store now and later of the products that changed after a number: {product: levels}."""
    found: dict[int, list[Said]] = {}
    text, values = _levels(store_id, "SELECT id FROM product WHERE changed > ?", (since,), clock.now())
    for row in by_driver(db.session(), text, *values):
        found.setdefault(row[0], []).append(_said(row))
    return {product_id: sorted(levels, key=_order) for product_id, levels in found.items()}


def _levels(store_id: int | None, ids: str, named: tuple[object, ...], moment: datetime) -> tuple[str, list[object]]:
    """Return the statement of levels of products, and its values."""
    after = seconds(moment)
    if store_id is None:
        return _EVERYWHERE.format(ids), [*named, after]
    return f"{_OFFICE.format(ids)} UNION ALL {_STORE.format(ids)}", [store_id, *named, after, store_id, *named, after]


def _said(row: Any) -> Said:
    _, kind, _, own, _, _, fen, member, level, least, most, since, until = row
    prices = {"fen": fen, "member": member, "least": least, "most": most}
    return {"level": level, "own": bool(own), "kind": kind, **prices, "since": since, "until": until}


def _order(level: Said) -> tuple[int, int]:
    return level["level"], level["since"]


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


def touch(ids: Collection[int], number: int) -> None:
    """Let tablets ask for these products anew; whoever has one's form open is not disturbed."""
    by_driver(db.session(), f"UPDATE product SET changed = ? WHERE id IN ({marks(ids)})", number, *ids)


_LEAP = "UPDATE catalogue_head SET number = number + ?, floor = number + ?"
FAR = 1_000_000  # more changes than any catalogue sees between a backup and its restore


def forget_numbers() -> None:
    """Leap past every number given out before, and know none of them: after a restore they may mean something else."""
    by_driver(db.session(), _LEAP, FAR, FAR)
