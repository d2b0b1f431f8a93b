"""The sync of a tablet: JSON in, each new member's and order's fate out; the shape is described in `openapi` (C32)."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from portal.goods.prices import Priced
from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling import actions, queries
from portal.selling.heard import Said, hear, is_itself
from portal.selling.models.paper import is_paper
from portal.selling.posted import Fate, Posted
from portal.selling.posting_prices import products_named
from portal.selling.rules_of_till.waiting import remedy
from portal.selling.said import SaidOrder
from portal.selling.stored import Shop, device_of, is_browser
from portal.selling.sync_members import SaidMember, keyed, read_member, registered
from portal.selling.sync_reading import counted, optional, read_moment, read_order
from portal.selling.sync_told import told
from portal.selling.till_rules import till_rules

MOST_ORDERS = 100
_DEVICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
IN_THE_BOOK = (Fate.STORED, Fate.KNOWN)
Answer = tuple[dict[str, Any], int]  # what is said, and its status


class Sent(NamedTuple):
    """What a tablet sent, read and looked up; what cannot be read has its fate already."""

    store: Shop
    device: str
    said: list[SaidOrder]
    fates: list[Posted | None]
    products: Mapping[int | str, Priced]
    heard: Said
    members: list[SaidMember | Posted] = []
    since: Any = None  # the snapshot it sold from, where it says so


def named(body: Any) -> str:
    """Return the device's name in what was sent, "" where there is none that can be one."""
    device = body.get("device") if isinstance(body, dict) else None
    return device if isinstance(device, str) and _DEVICE.fullmatch(device) else ""


def read(viewer: Any, store: Shop, body: Any) -> Sent | Answer:
    """Read what a tablet sent and the products it names; the answer where it cannot be read. Writes nothing."""
    device = named(body)
    orders = body.get("orders") if isinstance(body, dict) else None
    members = body.get("members", []) if isinstance(body, dict) else None
    if trouble := stranger(viewer, store, device, body):
        return {"error": trouble.field, "message": str(trouble)}, 422
    least = 0 if store.enrolled or members else 1  # an enrolled tablet may only say how it stands
    if not isinstance(orders, list) or not least <= len(orders) <= MOST_ORDERS:
        return {"error": "orders", "message": str(Refused("Send from 1 to %(most)s orders.", most=MOST_ORDERS))}, 422
    if not isinstance(members, list) or len(members) > MOST_ORDERS:
        return {"error": "members", "message": str(Refused("Send at most %(most)s members.", most=MOST_ORDERS))}, 422
    try:
        skew = read_moment(body["sent_at"]) - clock.now() if "sent_at" in body else timedelta(0)
    except Refused as refusal:
        return {"error": "sent_at", "message": str(refusal)}, 422
    try:
        heard = Said(*(None if body.get(n) is None else counted(body[n], n) for n in Said._fields))
        snapshot = optional(body, "snapshot")
    except Refused as refusal:
        return {"error": refusal.field, "message": str(refusal)}, 422
    fates: list[Posted | None] = []
    said: list[SaidOrder] = []
    for order in orders:
        try:
            said.append(read_order(order, skew, snapshot))
            fates.append(None)
        except Refused as refusal:
            fates.append(unread(order, refusal))
    joining = [read_one(member, skew) for member in members]
    return Sent(store, device, said, fates, products_named(store.id, said), heard, joining, snapshot)


def stranger(viewer: Any, store: Shop, device: str, body: Any) -> Refused | None:
    """Return why this device may not send in the name it says."""
    if not device:
        return Refused("A device's name is letters, digits, - and _.", field="device")
    if is_browser(device) and device != device_of(viewer):
        return Refused("This device's name belongs to another sign-in.", field="device")
    if is_paper(device):
        return Refused("Sales on paper are typed in on the page of their sheet.", field="device")
    if not is_itself(store, body.get("token")):
        return Refused("This is an enrolled tablet's name: send its secret.", field="token")
    known = store.enrolled or not store.has_tablets or is_browser(device)
    if not known and till_rules().only_enrolled:
        return Refused("Only tablets that the store's owner enrolled may sell here.", field="device")
    return None


def read_one(member: Any, skew: timedelta) -> SaidMember | Posted:
    try:
        return read_member(member, skew)
    except Refused as refusal:
        return unread(member, refusal)


def unread(thing: Any, refusal: Refused) -> Posted:
    """Return the fate of what cannot be read, under the key it has."""
    key = thing.get("key") if isinstance(thing, dict) else None
    return Posted(str(key or "")[:40], Fate.REFUSED, refusal.field, str(refusal))


def post(viewer: Any, sent: Sent) -> Answer:
    """Post a tablet's new members and orders; return the answer and its status. One order under a taken key is 409."""
    store, device, said, fates, products, heard, members, since = sent
    joined, met = registered(store, members, by=viewer)
    known = keyed(store, said)
    posted = actions.post_orders(viewer, store, device, known, products=products, met=met) if known else []
    here = [order.sequence or 0 for order, one in zip(known, posted, strict=True) if one.fate in IN_THE_BOOK]
    hear(store, heard, made=max((order.sequence or 0 for order in said), default=0), here=max(here, default=0))
    in_turn = iter(posted)
    results = [fate or next(in_turn) for fate in fates]
    clash = len(results) == 1 and not joined and results[0].fate == Fate.CLASH
    earning = {result.member_id for result in results if result.member_id and result.fate in IN_THE_BOOK}
    points = queries.balances(earning) if earning else {}
    shown_all = [*joined, *(shown(result, points.get(result.member_id or 0)) for result in results)]
    answer: dict[str, Any] = {"store": store.code, "device": device, "results": shown_all}
    if store.enrolled:
        answer["enrolment"] = store.enrolled.state
    if store.enrolled or since is not None:
        answer |= told(store.id, device)
    return answer, 409 if clash else 200


def shown(posted: Posted, points: int | None = None) -> dict[str, Any]:
    """Return an order's fate as the tablet reads it; `points` are its member's once the batch is stored."""
    answer: dict[str, Any] = {"key": posted.key, "state": posted.fate.value}
    if posted.flags:
        answer["flags"] = posted.flags.split()
    if points is not None and posted.fate in IN_THE_BOOK:
        answer["points"] = points
    if posted.fate in (Fate.CLASH, Fate.REFUSED):
        answer["reason"] = posted.reason or "key"
        answer["message"] = posted.message or posted.fate.label
        answer["remedy"] = remedy(answer["reason"])
    return answer
