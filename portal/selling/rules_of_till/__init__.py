"""The rules that a tablet works out by itself and the server works out again: one side of a pair (C32, C34).

`static/js/till/rules.js` is the other side, rule by rule under the same names. Neither is the measure: the cases in
`docs/adr/cases/till.json` are, and both sides are held to them (ADR 0031). Money is whole fen, quantities are whole
thousandths, moments are whole milliseconds since 1970, days are texts ("2026-11-26"). Nothing here reads a clock, a
database or a request.
"""

from collections.abc import Callable
from typing import Any

from portal.selling.rules_of_till import goods, members, paying, sums, waiting

GROUPS: dict[str, Callable[..., Any]] = {
    "share": sums.share,
    "amount": sums.amount,
    "spread": sums.spread,
    "total": sums.total,
    "yuan": sums.yuan,
    "typed_yuan": sums.typed_yuan,
    "quantity": sums.quantity,
    "typed_quantity": sums.typed_quantity,
    "finds": goods.finds,
    "scale_code": goods.scale_code,
    "label_weight": goods.label_weight,
    "price_at": goods.price_at,
    "benefits": members.benefits,
    "points_for": members.points_for,
    "discount_right": paying.discount_right,
    "discount_whole": paying.discount_whole,
    "payments_change": paying.payments_change,
    "returnable": paying.returnable,
    "business_day": waiting.business_day,
    "device_time": waiting.device_time,
    "put_right": waiting.put_right,
    "bounds": waiting.bounds,
    "outbox_step": waiting.outbox_step,
    "next_batch": waiting.next_batch,
    "pin_offline": waiting.pin_offline,
    "backoff": waiting.backoff,
    "next_number": waiting.next_number,
}
