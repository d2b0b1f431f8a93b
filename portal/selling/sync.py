"""The sync of a tablet: JSON in, each order's fate out; the shape is described in `openapi` (C32)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from portal.goods.prices import Priced
from portal.kernel import clock
from portal.kernel.forms import tidy
from portal.kernel.refusals import Refused
from portal.selling import actions
from portal.selling.heard import Said, hear, is_itself
from portal.selling.keys import plain_key
from portal.selling.models import WAYS, Payment
from portal.selling.posting import MOST_LINES, Fate, Posted, SaidLine, SaidOrder, products_named
from portal.selling.stored import Shop
from portal.selling.till import device_of

MOST_ORDERS = 100
_DEVICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_BARCODE = re.compile(r"[!-~]{0,20}")
_LARGEST = 2**53
_MOST_COUNTED = 2**31


Answer = tuple[dict[str, Any], int]  # what is said, and its status


class Sent(NamedTuple):
    """What a tablet sent, read and looked up; orders that cannot be read have their fate already."""

    store: Shop
    device: str
    said: list[SaidOrder]
    fates: list[Posted | None]
    products: Mapping[int | str, Priced]
    heard: Said


def named(body: Any) -> str:
    """Return the device's name in what was sent, "" where there is none that can be one."""
    device = body.get("device") if isinstance(body, dict) else None
    return device if isinstance(device, str) and _DEVICE.fullmatch(device) else ""


def read(viewer: Any, store: Shop, body: Any) -> Sent | Answer:
    """Read what a tablet sent and the products it names; the answer where it cannot be read. Writes nothing."""
    device = named(body)
    orders = body.get("orders") if isinstance(body, dict) else None
    if not device:
        return {"error": "device", "message": str(Refused("A device's name is letters, digits, - and _."))}, 422
    if re.fullmatch(r"W\d+", device) and device != device_of(viewer):
        return {"error": "device", "message": str(Refused("This device's name belongs to another sign-in."))}, 422
    if not is_itself(store, body.get("token")):
        return {"error": "token", "message": str(Refused("This is an enrolled tablet's name: send its secret."))}, 422
    least = 0 if store.enrolled else 1  # an enrolled tablet may only say how it stands
    if not isinstance(orders, list) or not least <= len(orders) <= MOST_ORDERS:
        return {"error": "orders", "message": str(Refused("Send from 1 to %(most)s orders.", most=MOST_ORDERS))}, 422
    try:
        skew = read_moment(body["sent_at"]) - clock.now() if "sent_at" in body else timedelta(0)
    except Refused as refusal:
        return {"error": "sent_at", "message": str(refusal)}, 422
    try:
        heard = Said(*(None if body.get(n) is None else counted(body[n], n) for n in Said._fields))
    except Refused as refusal:
        return {"error": refusal.field, "message": str(refusal)}, 422
    fates: list[Posted | None] = []
    said: list[SaidOrder] = []
    for order in orders:
        try:
            said.append(read_order(order, skew))
            fates.append(None)
        except Refused as refusal:
            key = order.get("key") if isinstance(order, dict) else None
            fates.append(Posted(str(key or "")[:40], Fate.REFUSED, refusal.field, str(refusal)))
    return Sent(store, device, said, fates, products_named(store.id, said), heard)


def post(viewer: Any, sent: Sent) -> Answer:
    """Post a tablet's orders; return the answer and its status. One order under a taken key is 409."""
    store, device, said, fates, products, heard = sent
    posted = iter(actions.post_orders(viewer, store, device, said, products=products) if said else ())
    results = [fate or next(posted) for fate in fates]
    hear(store, heard, max((order.sequence or 0 for order in said), default=0))
    clash = len(results) == 1 and results[0].fate == Fate.CLASH
    answer: dict[str, Any] = {"store": store.code, "device": device, "results": [shown(r) for r in results]}
    if store.enrolled:
        answer["enrolment"] = store.enrolled.state
    return answer, 409 if clash else 200


def shown(posted: Posted) -> dict[str, Any]:
    """Return an order's fate as the tablet reads it."""
    answer: dict[str, Any] = {"key": posted.key, "state": posted.fate.value}
    if posted.flags:
        answer["flags"] = posted.flags.split()
    if posted.fate in (Fate.CLASH, Fate.REFUSED):
        answer["reason"] = posted.reason or "key"
        answer["message"] = posted.message or posted.fate.label
    return answer


def read_order(order: Any, skew: timedelta = timedelta(0)) -> SaidOrder:
    """Read one order of a device whose clock is that far ahead. Raises Refused, whose field names what is wrong."""
    if not isinstance(order, dict):
        raise Refused("An order is an object.", field="shape")
    key = plain_key(order.get("key"))
    if key is None:
        raise Refused("An order's key is a UUID.", field="key")
    reverses = order.get("reverses")
    if reverses is not None and (reverses := plain_key(reverses)) is None:
        raise Refused("What an order reverses is named by its key.", field="reverses")
    payment, lines, reason = order.get("payment", "cash"), order.get("lines", []), order.get("reason", "")
    if payment not in WAYS:
        raise Refused("This way of paying is not known.", field="payment")
    if not isinstance(lines, list) or not isinstance(reason, str):
        raise Refused("An order is an object.", field="shape")
    if len(lines) > MOST_LINES:  # before they are looked up, all orders' together
        raise Refused("An order has at most %(most)s lines.", most=MOST_LINES, field="lines")
    return SaidOrder(
        key=key,
        lines=tuple(read_line(line) for line in lines),
        sequence=whole(order.get("sequence"), "sequence", least=1),
        placed_at=read_moment(order.get("placed_at")),
        member_id=None if order.get("member") is None else whole(order["member"], "member", least=1),
        payment=Payment(payment),
        reverses_id=reverses,
        reason=tidy(reason),
        skew=skew,
    )


def read_line(line: Any) -> SaidLine:
    """Read one line; quantities are thousandths and money is fen."""
    if not isinstance(line, dict):
        raise Refused("A line is an object.", field="shape")
    product_id, barcode = line.get("product_id"), line.get("barcode", "")
    if not isinstance(barcode, str) or not _BARCODE.fullmatch(barcode) or (product_id is None and not barcode):
        raise Refused("A line names its product by barcode or product_id.", field="product")
    return SaidLine(
        product_id=None if product_id is None else whole(product_id, "product", least=1),
        barcode=barcode,
        quantity=whole(line.get("quantity"), "quantity", least=-_LARGEST),
        price=None if line.get("price") is None else whole(line["price"], "amount"),
        amount=None if line.get("amount") is None else whole(line["amount"], "amount", least=-_LARGEST),
    )


def whole(value: Any, field: str, *, least: int = 0) -> int:
    """Read a whole number that JavaScript holds exactly."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value < _LARGEST:
        raise Refused("This must be a whole number: %(name)s.", name=field, field=field)
    return value


def counted(value: Any, field: str) -> int:
    """Read how far a tablet has counted."""
    if whole(value, field) >= _MOST_COUNTED:
        raise Refused("This must be a whole number: %(name)s.", name=field, field=field)
    return int(value)


def read_moment(value: Any) -> datetime:
    """Read when an order was made: ISO 8601 with its offset."""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        plain = moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise Refused("placed_at is a moment with its offset.", field="placed_at") from None
    if not 2000 <= plain.year <= (clock.now() + timedelta(days=3660)).year:
        raise Refused("placed_at is a moment with its offset.", field="placed_at")
    return plain
