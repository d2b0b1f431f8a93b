"""Doors of the till's machines: the sync of tablets, the snapshot they sell from, what both say (C32)."""

import json
from typing import Any

from flask import Response, abort, jsonify, request
from flask_login import current_user

from portal.kernel.door import ANYONE
from portal.kernel.forms import tidy
from portal.kernel.rights import Can
from portal.network.queries import store_by_code
from portal.selling import openapi, queries, room, stored, sync
from portal.selling.snapshot import Snapshot


def read_sync() -> Any:
    """Read what a tablet sent, while nobody waits for it yet."""
    body = read_body()
    code = body.get("store") if isinstance(body, dict) else None
    store_id = store_by_code(tidy(str(code)[:12]), current_user).id if code else current_user.store_id
    if store_id not in current_user.store_ids or (store := stored.shop(store_id, sync.named(body))) is None:
        abort(404)
    return sync.read(current_user, store, body)


@room.post("/till/sync", needs=Can.SELL, first=read_sync)
def create_sync(found: Any) -> Any:
    answer, status = sync.post(current_user, found) if isinstance(found, sync.Sent) else found
    return Response(json.dumps(answer), status, mimetype="application/json")


def read_body() -> Any:
    """Return the JSON that was sent; None where it is none, 400 where it is too deep to read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        abort(400)


@room.get("/till/snapshot", needs=Can.SELL)
def show_snapshot() -> Any:
    since = request.args.get("since", 0, type=int)
    found = Snapshot(queries.shop_of(current_user), stored.device_of(current_user), since)
    kept = request.if_none_match.contains(found.tag)
    answer = Response("" if kept else found.text(), 304 if kept else 200, mimetype="application/json")
    answer.set_etag(found.tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@room.get("/till/openapi.json", needs=ANYONE)
def show_openapi() -> Any:
    return jsonify(openapi.described())
