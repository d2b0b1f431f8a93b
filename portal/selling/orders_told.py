"""An order as a till asks for it: to undo it, to take goods back, to print it again (C32)."""

from typing import Any

from portal.accounts.queries import person_name
from portal.selling import queries
from portal.selling.least import least_of
from portal.selling.models import Member, Order
from portal.selling.posting_returns import back_of, shown_left

SHOWN = ("id", "surname", "last_four")

BACK = ("quantity", "amount", "discount")  # of a line, what came back so far: below nothing


def told(order: Order, viewer: Any) -> dict[str, Any]:
    """Return an order in reach with its lines and how much of each may still come back, in thousandths."""
    undone = queries.reversal_of(order, viewer) is not None
    back = back_of(order.store_id, [order.id])
    left = shown_left(order, back)
    member = queries.member_of_chain(order.member_id)
    return {
        "key": order.id,
        "number": order.number,
        "placed_at": order.placed_at.isoformat(),
        "day": order.business_day.isoformat(),
        "today": order.is_of_today,
        "kind": kind_of(order),
        "undone": undone,
        "member": buyer(order.store_id, member, viewer) if member else None,
        "clerk": person_name(order.actor_id),
        "payment": order.payment.value,
        "payments": [{"way": way.value, "amount": amount} for way, amount in order.paid],
        "total": order.total,
        "reason": order.reason,
        "lines": [
            {
                "position": line.position, "product_id": line.product_id, "name": line.product.name,
                "unit": line.product.unit, "weighed": line.product.weighed, "quantity": line.quantity,
                "price": line.price, "amount": line.amount, "discount": line.discount,
                "left": 0 if undone else left[line.position],
                "back": {name: sum(one[name] for one in back.of(order.id, line.position)) for name in BACK},
            }
            for line in order.lines
        ],
    }  # fmt: skip


def buyer(store_id: int, member: Member, viewer: Any) -> dict[str, Any]:
    """Return the least of whoever bought; of another store's member what a receipt shows, and none of what he has.

    Learning that is noted and counted where he is looked up; finding an order is not.
    """
    least = least_of(store_id, [member])[0]
    return least if member.store_id in viewer.store_ids else {name: least[name] for name in SHOWN}


def kind_of(order: Order) -> str:
    """Return what an order is, as one word."""
    if order.is_reversal:
        return "reversal"
    if order.returns_id is not None:
        return "return"
    return "settlement" if order.is_settlement else "sale"
