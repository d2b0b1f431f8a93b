"""What a tablet says in JSON, read field by field: whole numbers, keys, moments, lines, payments (C32)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.forms import one_line, tidy
from portal.kernel.refusals import Refused
from portal.kernel.words import N_
from portal.selling.keys import plain_key
from portal.selling.models import WAYS, Payment
from portal.selling.new_orders import Part
from portal.selling.said import MOST_LINES, MOST_ORDER_FEN, ByHand, SaidLine, SaidOrder

MOST_PAYMENTS = 10
MOST_BENEFITS = 10  # of a line
LONGEST_WORD = 400
_BARCODE = re.compile(r"[!-~]{0,20}")
_LARGEST = 2**53
_MOST_COUNTED = 2**31


def read_order(order: Any, skew: timedelta = timedelta(0), snapshot: int | None = None) -> SaidOrder:
    """Read one order of a device whose clock is that far ahead and that sold from this snapshot.

    Raises Refused, whose field names what is wrong.
    """
    if not isinstance(order, dict):
        raise Refused("An order is an object.", field="shape")
    key = plain_key(order.get("key"))
    if key is None:
        raise Refused("An order's key is a UUID.", field="key")
    payment, lines, reason = order.get("payment", "cash"), order.get("lines", []), order.get("reason", "")
    if payment not in WAYS:
        raise Refused("This way of paying is not known.", field="payment")
    if not isinstance(lines, list) or not isinstance(reason, str):
        raise Refused("An order is an object.", field="shape")
    if len(lines) > MOST_LINES:  # before they are looked up, all orders' together
        raise Refused("An order has at most %(most)s lines.", most=MOST_LINES, field="lines")
    reverses = named_order(order, "reverses", N_("What an order reverses is named by its key."))
    returns = named_order(order, "returns", N_("The order whose goods come back is named by its key."))
    read = tuple(read_line(line, is_return=returns is not None) for line in lines)
    return SaidOrder(
        key=key,
        lines=read,
        sequence=whole(order.get("sequence"), "sequence", least=1),
        placed_at=read_moment(order.get("placed_at")),
        member_id=optional(order, "member", least=1),
        payment=Payment(payment),
        reverses_id=reverses,
        reason=tidy(reason),
        skew=skew,
        # nothing was taken off beside the price before there were snapshots
        is_exact=snapshot is not None or any(line.off for line in read),
        payments=tuple(read_payment(part) for part in listed(order, "payments", MOST_PAYMENTS)),
        clerk_id=optional(order, "clerk", least=1),
        turn_id=named_order(order, "turn", N_("A turn is named by its key.")),
        snapshot=snapshot,
        member_key=named_order(order, "member_key", N_("A new member is named by his key.")),
        points_used=optional(order, "points_used") or 0,
        returns_id=returns,
        settles=order.get("settles") is True,
        approval=word(order, "approval"),
    )


def named_order(order: dict[str, Any], name: str, sentence: str) -> str | None:
    """Read a key that may be left out."""
    value = order.get(name)
    if value is None:
        return None
    key = plain_key(value)
    if key is None:
        raise Refused(sentence, field=name)
    return key


def read_line(line: Any, *, is_return: bool = False) -> SaidLine:
    """Read one line; quantities are thousandths and money is fen. What comes back is named by its sold line."""
    if not isinstance(line, dict):
        raise Refused("A line is an object.", field="shape")
    product_id, barcode = line.get("product_id"), line.get("barcode", "")
    is_named = product_id is not None or barcode or (is_return and line.get("of") is not None)
    if not isinstance(barcode, str) or not _BARCODE.fullmatch(barcode) or not is_named:
        raise Refused("A line names its product by barcode or product_id.", field="product")
    return SaidLine(
        product_id=None if product_id is None else whole(product_id, "product", least=1),
        barcode=barcode,
        quantity=whole(line.get("quantity"), "quantity", least=-_LARGEST),
        price=None if line.get("price") is None else whole(line["price"], "amount"),
        amount=None if line.get("amount") is None else whole(line["amount"], "amount", least=-_LARGEST),
        by_hand=read_by_hand(line),
        benefits=tuple(read_benefit(one) for one in listed(line, "benefit", MOST_BENEFITS)),
        of=optional(line, "of", least=1),
    )


def read_by_hand(line: dict[str, Any]) -> ByHand | None:
    """Read what somebody took off a line by hand."""
    hand = line.get("discount")
    if hand is None:
        return None
    why = hand.get("why", "") if isinstance(hand, dict) else None
    if not isinstance(why, str):
        raise Refused("A discount by hand is its fen and why.", field="discount")
    return ByHand(money(hand.get("fen"), "discount"), one_line(tidy(why))[:200], word(line, "approval"))


def read_benefit(one: Any) -> tuple[int | None, int]:
    if not isinstance(one, dict):
        raise Refused("A benefit is its rule and its fen.", field="benefit")
    return optional(one, "rule", least=1), money(one.get("fen"), "benefit")


def read_payment(part: Any) -> Part:
    """Read one of several payments; `given` is the cash handed over for it."""
    way = part.get("way") if isinstance(part, dict) else None
    if way not in WAYS:
        raise Refused("This way of paying is not known.", field="payment")
    given = part.get("given")
    amount = whole(part.get("amount"), "payments", least=-MOST_ORDER_FEN)
    return Part(Payment(way), amount, None if given is None else money(given, "payments"))


def listed(said: dict[str, Any], name: str, most: int) -> list[Any]:
    """Read a list that may be left out."""
    found = said.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or len(found) > most:
        raise Refused("This must be a list of at most %(most)s: %(name)s.", name=name, most=most, field=name)
    return found


def word(said: dict[str, Any], name: str) -> str:
    """Read a signed word, empty where there is none."""
    value = said.get(name)
    return str(tidy(value))[:LONGEST_WORD] if isinstance(value, str) else ""


def money(value: Any, field: str) -> int:
    """Read fen that a column holds, never below nothing."""
    if whole(value, field) > MOST_ORDER_FEN:
        raise Refused("This amount is out of range.", field=field)
    return int(value)


def optional(said: dict[str, Any], name: str, *, least: int = 0) -> int | None:
    """Read a whole number that may be left out."""
    return None if said.get(name) is None else whole(said[name], name, least=least)


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
