"""The door by which a till asks of which goods on its shelf little is left; JSON (C32)."""

from typing import Any

from flask import request
from flask_login import current_user

from portal.kernel.rights import Can
from portal.selling import queries, room
from portal.selling.asking import answered

MOST = 100  # products a shelf shows
_LARGEST = 2**31


@room.get("/till/stock", needs=Can.SELL)
def show_till_stock() -> Any:
    return answered(lambda: {"left": queries.little_left(queries.shop_of(current_user), named())})


def named() -> list[int]:
    """Return the products that are asked about; what is no number is passed over."""
    said = request.args.get("of", "")[: MOST * 11].split(",")
    return [int(one) for one in said if one.isdecimal() and len(one) < 11 and int(one) < _LARGEST][:MOST]
