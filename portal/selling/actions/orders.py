"""Orders: posted, reversed, printed (C32)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from portal.goods.prices import Priced
from portal.kernel import trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling import queries
from portal.selling.actions.members import _meet
from portal.selling.booking import book
from portal.selling.keys import new_key
from portal.selling.models import Order, Payment
from portal.selling.new_orders import NewOrder
from portal.selling.posted import Fate, Posted
from portal.selling.posting import Batch
from portal.selling.posting_money import hold_spenders
from portal.selling.said import SaidLine, SaidOrder
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
    known, noted, fates = set(met), 0, []
    hold_spenders(store.id, said)
    for run in apart(said):
        batch = Batch(viewer, store, device, run, meet=_learning(viewer, store), met=known, products=products)
        batch.noted = noted
        fates += _post(batch, viewer, run)
        known, noted = batch.met, batch.noted
    return fates


def apart(said: Sequence[SaidOrder]) -> list[Sequence[SaidOrder]]:
    """Return the orders in runs: what undoes another, or brings it back, is looked at once that one is stored.

    So is one that is paid with points where one before it is: two that come late would each find all that he has.
    """
    runs: list[Sequence[SaidOrder]] = []
    begin, keys, spends = 0, set[str](), False
    for n, order in enumerate(said):
        if order.reverses_id in keys or order.returns_id in keys or (spends and order.points_used):
            runs.append(said[begin:n])
            begin, keys, spends = n, set(), False
        keys.add(order.key)
        spends = spends or order.points_used > 0
    return [*runs, said[begin:]]


def _learning(viewer: Any, store: Store | Shop) -> Callable[[int], None]:
    def learn(noted: int) -> None:
        own = store if isinstance(store, Store) else db.session.get_one(Store, store.id, execution_options=_OWN_STORE)
        _meet(own, by=viewer, noted=noted)

    return learn


def _post(batch: Batch, viewer: Any, said: Sequence[SaidOrder]) -> list[Posted]:
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
        whose = new.member_id if (new.points or new.points_used) and may_know(batch, new.member_id) else None
        fates[n] = Posted(new.id, fate_of.get(new.id, Fate.CLASH), flags=written, member_id=whose)
        if new.reverses_id and new.id in booked.stored:
            by = _seller(new, viewer)
            record("order.reversed", batch.orders[new.reverses_id], by=by, reason=new.reason, reversal=new.id)
        elif new.returns_id and new.id in booked.stored:
            by = _seller(new, viewer)
            record("order.returned", batch.orders[new.returns_id], by=by, reason=new.reason, brought_back=new.id)
    # said twice at once: the second is known only where the first is stored, since a tablet forgets what is known
    for n in range(len(said)):
        if n not in fates:
            before = first[said[n].key]
            same = said[n] == said[before] and fates[before].fate != Fate.CLASH
            fates[n] = Posted(said[n].key, Fate.KNOWN if same else Fate.CLASH)
    return [fates[n] for n in range(len(said))]


def _seller(new: NewOrder, viewer: Any) -> Any:
    """Return whose deed an order is: who took the till with his PIN, else whoever is signed in."""
    return viewer if new.actor_id in (None, viewer.id) else queries.colleague(new.store_id, new.actor_id)


def may_know(batch: Batch, member_id: int | None) -> bool:
    """Whether whoever posts may be told of a member: one of his stores', or one of whom learning was noted."""
    return member_id in batch.met or batch.members.get(member_id or 0, (0, None))[0] in batch.viewer.store_ids


def reverse(order: Order, *, by: Any, reason: str, device: str) -> str:
    """Undo an order exactly, once, in today's figures; return the key of the order that does it."""
    if not reason:
        raise Refused("Say why the order is reversed.", field="reason")
    undoing = SaidOrder(new_key(), reverses_id=order.id, reason=reason)
    (posted,) = post_orders(by, order.store, device, [undoing])
    if posted.fate != Fate.STORED:
        raise Refused(posted.message)
    return posted.key


def take_back(
    order: Order, quantities: Mapping[int, int], *, by: Any, payment: Payment, reason: str, device: str
) -> str:
    """Take goods of an order back, in today's figures: thousandths by line, each paid back as its share.

    Return the key of the order that does it.
    """
    if not quantities:
        raise Refused("Say which lines come back.", field="lines")
    if not reason:
        raise Refused("Say why the goods come back.", field="reason")
    lines = tuple(SaidLine(None, -quantity, of=position) for position, quantity in sorted(quantities.items()))
    back = SaidOrder(new_key(), lines, payment=payment, returns_id=order.id, reason=reason)
    (posted,) = post_orders(by, order.store, device, [back])
    if posted.fate != Fate.STORED:
        raise Refused(posted.message, field=posted.reason)
    return posted.key


def print_receipt(order: Order, *, by: Any, reason: str = "") -> int:
    """Note that a receipt is printed; every copy after the first says so, and why. Returns which copy it is."""
    trail.lock(db.session(), f"store:{order.store_id}")  # of two at the same moment one is the first
    copy = len(queries.prints_of(order, by)) + 1
    if copy > 1 and not reason:
        raise Refused("Say why it is printed again.", field="reason")
    record("order.printed", order, by=by, reason=reason, copy=copy)
    return copy
