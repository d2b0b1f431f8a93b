"""Orders: posted, reversed, printed (C32)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.goods.prices import Priced
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling import queries
from portal.selling.actions.members import _meet
from portal.selling.booking import book
from portal.selling.keys import new_key
from portal.selling.models import Order
from portal.selling.new_orders import NewOrder
from portal.selling.posting import Batch, Fate, Posted, SaidOrder
from portal.selling.stored import Shop
from portal.selling.watch import watch

_OWN_STORE = as_house(Store, because="the store that posts, by its id")


def post_orders(
    viewer: Any,
    store: Store | Shop,
    device: str,
    said: Sequence[SaidOrder],
    *,
    met: Iterable[int] = (),
    products: Mapping[int | str, Priced] | None = None,
) -> list[Posted]:
    """Post what a device says, each order once; one that cannot be taken is refused, the others are stored.

    A posted order is its own record: a link of its store's chain. A member of another store that it names
    counts as looked up, but for those in `met`. `products` are those named, where they are known already.
    """

    def learn(noted: int) -> None:
        own = store if isinstance(store, Store) else db.session.get_one(Store, store.id, execution_options=_OWN_STORE)
        _meet(own, by=viewer, noted=noted)

    batch = Batch(viewer, store, device, said, meet=learn, met=met, products=products)
    fates: dict[int, Posted] = {}
    composed: dict[int, NewOrder] = {}
    first: dict[str, int] = {}
    for n, order in enumerate(said):
        if order.key in first:
            continue
        try:
            composed[n] = batch.compose(order)
            first[order.key] = n
        except Refused as refusal:
            fates[n] = Posted(order.key, Fate.REFUSED, refusal.field, str(refusal))
    if batch.noted:
        watch(by=viewer)
    booked = book(list(composed.values()), held=batch.held)
    fate_of = dict.fromkeys(booked.stored, Fate.STORED) | dict.fromkeys(booked.known, Fate.KNOWN)
    for n, new in composed.items():
        stored = batch.orders.get(new.id)
        written = booked.flags.get(new.id, stored.flags if stored else new.flags)
        fates[n] = Posted(new.id, fate_of.get(new.id, Fate.CLASH), flags=written)
        if new.reverses_id and new.id in booked.stored:
            record("order.reversed", batch.orders[new.reverses_id], by=viewer, reason=new.reason, reversal=new.id)
    # said twice at once: the second is known only where the first is stored, since a tablet forgets what is known
    for n in range(len(said)):
        if n not in fates:
            before = first[said[n].key]
            same = said[n] == said[before] and fates[before].fate != Fate.CLASH
            fates[n] = Posted(said[n].key, Fate.KNOWN if same else Fate.CLASH)
    return [fates[n] for n in range(len(said))]


def reverse(order: Order, *, by: Any, reason: str, device: str) -> str:
    """Undo an order exactly, once, in today's figures; return the key of the order that does it."""
    if not reason:
        raise Refused("Say why the order is reversed.", field="reason")
    undoing = SaidOrder(new_key(), reverses_id=order.id, reason=reason)
    (posted,) = post_orders(by, order.store, device, [undoing])
    if posted.fate != Fate.STORED:
        raise Refused(posted.message)
    return posted.key


def print_receipt(order: Order, *, by: Any, reason: str = "") -> int:
    """Note that a receipt is printed; every copy after the first says so, and why. Returns which copy it is."""
    copy = len(queries.prints_of(order, by)) + 1
    if copy > 1 and not reason:
        raise Refused("Say why it is printed again.", field="reason")
    record("order.printed", order, by=by, reason=reason, copy=copy)
    return copy
