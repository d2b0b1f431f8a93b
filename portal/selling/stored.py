"""What is known of a store before a device's orders are booked, read as plain columns: the store, and what it holds."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.db import by_driver, db, marks
from portal.kernel.scope import within
from portal.network.models import Lifetime, StoreState
from portal.selling.models import Device, DeviceState, Order
from portal.selling.storing import stored_as

QUIET = timedelta(minutes=1)  # how often it is noted that a tablet was heard


class Enrolled(NamedTuple):
    """An enrolled tablet as far as a sync needs it."""

    id: int
    state: str
    token_hash: str
    last_made: int
    waiting: int
    is_long_ago: bool  # since it was heard


class Shop(NamedTuple):
    """A store as far as an order needs it; plain, so that it outlives the reading transaction it was read in.

    `has_tablets` are enrolled ones in use, beside which one that nobody enrolled is strange.
    """

    id: int
    code: str
    state: StoreState
    enrolled: Enrolled | None = None
    has_tablets: bool = False


_SHOP = """
SELECT s.id, s.code, s.state, d.id, d.state, d.token_hash, d.last_made, d.waiting, coalesce(d.seen_at < ?, TRUE),
    EXISTS (SELECT 1 FROM device t WHERE t.store_id = s.id AND t.state = 'ok')
FROM store s LEFT JOIN device d ON d.store_id = s.id AND d.name = ? WHERE s.id = ?
"""


def shop(store_id: int, device: str) -> Shop | None:
    """Return the store with this id and its tablet of this name; whoever asks has it in his reach."""
    connection = db.session().connection()
    moment = stored_as(connection, Device.__table__, "seen_at")(clock.now() - QUIET)
    row = by_driver(connection, _SHOP, moment, device, store_id).one_or_none()
    if row is None:
        return None
    enrolled = None if row[3] is None else Enrolled(row[3], row[4], row[5], row[6], row[7], bool(row[8]))
    return Shop(row[0], row[1], StoreState(row[2]), enrolled, bool(row[9]))


def device_of(viewer: Any) -> str:
    """Return the name under which what somebody does on the portal's pages is counted: each sign-in counts its own."""
    return f"W{viewer.sign_in_id}"


def is_browser(device: str) -> bool:
    """Whether a device's name is that of a browser of the portal: of somebody's sign-in."""
    return re.fullmatch(r"W[0-9]+", device) is not None


def is_strange(store: Any, device: str, moment: datetime, ended: datetime | None) -> bool:
    """Whether a tablet sells that is none of the store's at that moment: out of use by then, or never enrolled.

    `ended` is since when it is out of use. A browser of the portal is no tablet, and a store that has none in use knows
    no strange ones.
    """
    if not isinstance(store, Shop):
        return False
    if store.enrolled is None:
        return store.has_tablets and not is_browser(device)
    return ended is not None and moment > ended


def ended_at(store: Any) -> datetime | None:
    """Return since when the tablet that sells is out of use; those in use, which are most, cost no statement."""
    tablet = store.enrolled if isinstance(store, Shop) else None
    if tablet is None or tablet.state == DeviceState.OK:
        return None
    ended = select(Device.ended_at).where(Device.id == tablet.id)
    return db.session.scalar(within(ended, Device, because="the tablet that proved itself"))


def shut_since(store: Any) -> datetime | None:
    """Return since when a store is suspended or closed: the moment it was noted, or a day that was named afterwards.

    Those that are open, which most are, cost no statement.
    """
    if store.state not in (StoreState.SUSPENDED, StoreState.CLOSED):
        return None
    ended = select(Lifetime.last_day, Lifetime.ended_at).where(Lifetime.store_id == store.id)
    newest = ended.where(Lifetime.last_day.is_not(None)).order_by(Lifetime.last_day.desc()).limit(1)
    last = db.session.execute(within(newest, Lifetime, because="the store that posts")).first()
    if last is None:
        return datetime.min.replace(tzinfo=UTC)  # it was closed before it opened
    day = last[0] + timedelta(days=1)
    return last[1] if last[1] and clock.day_of(last[1]) == day else clock.at(day)


@dataclass
class Stored:
    """Bodies by key, keys by number of the device, its highest number (0 of a new one), and the sealed days."""

    bodies: dict[str, str] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    last_number: int = 0
    sealed: set[date] = field(default_factory=set)


def stored(store_id: int, device: str, keys: Collection[str], numbers: Collection[int], since: date) -> Stored:
    """Look up the keys, the numbers and the days sealed from `since` on, in one statement.

    Who locked the store's book before finds what stays true until he commits.
    """
    connection = db.session().connection()
    own = stored_as(connection, Order.__table__, "id")
    parts = [
        "SELECT 'last', NULL, NULL, max(sequence) FROM orders WHERE store_id = ? AND device = ?",
        "SELECT 'sealed', NULL, CAST(day AS VARCHAR(64)), NULL FROM day_report WHERE store_id = ? AND day >= ?",
    ]
    values: list[object] = [store_id, device, store_id, since.isoformat()]
    named = "id, body_hash, sequence FROM orders WHERE store_id = ?"
    # the typed branch first: its columns say what the empty ones of the others are
    if numbers:
        parts.insert(0, f"SELECT 'number', {named} AND device = ? AND sequence IN ({marks(numbers)})")
        values = [store_id, device, *numbers, *values]
    if keys:
        parts.insert(0, f"SELECT 'key', {named} AND id IN ({marks(keys)})")
        values = [store_id, *(own(key) for key in keys), *values]
    found = Stored()
    for kind, order_id, text, number in by_driver(connection, " UNION ALL ".join(parts), *values):
        if kind == "last":
            found.last_number = number or 0
        elif kind == "sealed":
            found.sealed.add(date.fromisoformat(text))
        elif kind == "key":
            found.bodies[str(UUID(str(order_id)))] = text
        else:
            found.keys[number] = str(UUID(str(order_id)))
    return found
