"""What a store holds already of the orders a device sends: keys, numbers, the last number; in one statement."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from portal.kernel.db import by_driver, db, marks
from portal.selling.models import Order
from portal.selling.storing import stored_as


@dataclass
class Stored:
    """Bodies by key, keys by number of the device, and the device's highest number (0 of a new one)."""

    bodies: dict[str, str] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    last_number: int = 0


def stored(store_id: int, device: str, keys: Collection[str], numbers: Collection[int]) -> Stored:
    """Look the keys and numbers up. Who locked the store's book before finds what stays true until he commits."""
    own = stored_as(db.session().connection(), Order.__table__, "id")
    parts = ["SELECT 'last', NULL, NULL, max(sequence) FROM orders WHERE store_id = ? AND device = ?"]
    values: list[object] = [store_id, device]
    named = "id, body_hash, sequence FROM orders WHERE store_id = ?"
    # the typed branch first: its columns say what the empty ones of the others are
    if numbers:
        parts.insert(0, f"SELECT 'number', {named} AND device = ? AND sequence IN ({marks(numbers)})")
        values = [store_id, device, *numbers, *values]
    if keys:
        parts.insert(0, f"SELECT 'key', {named} AND id IN ({marks(keys)})")
        values = [store_id, *(own(key) for key in keys), *values]
    found = Stored()
    for kind, order_id, body_hash, number in by_driver(db.session(), " UNION ALL ".join(parts), *values):
        if kind == "last":
            found.last_number = number or 0
        elif kind == "key":
            found.bodies[str(UUID(str(order_id)))] = body_hash
        else:
            found.keys[number] = str(UUID(str(order_id)))
    return found
