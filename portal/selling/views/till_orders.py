"""The door by which a till finds an order of its own store, by its key or its number; JSON (C32)."""

import json
from typing import Any

from flask import Response, request
from flask_login import current_user

from portal.kernel.forms import tidy
from portal.kernel.rights import Can
from portal.kernel.words import N_, say
from portal.selling import queries, room
from portal.selling.keys import plain_key
from portal.selling.orders_told import told


@room.get("/till/orders", needs=Can.SELL)
def show_till_order() -> Any:
    number, key = tidy(request.args.get("number", ""))[:80], plain_key(request.args.get("key"))
    found = queries.till_order(queries.shop_of(current_user), current_user, number=number, key=key)
    if found is None:
        return as_json({"error": "order", "message": say(N_("This store has no such order."))}, 404)
    return as_json(told(found, current_user))


def as_json(said: dict[str, Any], status: int = 200) -> Response:
    answer = Response(json.dumps(said, ensure_ascii=False), status, mimetype="application/json")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
