"""The till as a page that works without network, and what only it asks (C32)."""

import hashlib
from typing import Any

from flask import Response, abort, render_template, request
from flask_login import current_user

from portal.kernel import clock, headers, offline
from portal.kernel.forms import tidy
from portal.kernel.page import page
from portal.kernel.rights import Can
from portal.selling import actions, consent, queries, room
from portal.selling.asking import answered, asked, body_of, seller_at
from portal.selling.keys import plain_key

offline.keep("selling.show_till", needs=Can.SELL)


@room.get("/till", needs=Can.SELL)
def show_till() -> Any:
    store = queries.shop_of(current_user)
    unsealed = queries.left_open(store)
    shell = page(
        "selling/till/shell.html",
        store=store,
        zone=str(clock.zone()),
        notice=consent,
        unsealed=unsealed.isoformat() if unsealed else "",
        part=mark_of(later()),
        opening=f"/onboarding/{store.code}" if current_user.may(Can.SEE_ONBOARDING) else "",
    )
    return headers.press(shell)


@room.get("/till/parts/<mark>", needs=Can.SELL)
def show_till_part(mark: str) -> Any:
    """What no first sale needs, fetched by itself: its name is what it says, so that no page of the till gets the
    sheets of another release."""
    if mark != mark_of(text := later()):
        abort(404)
    answer = Response(text, mimetype="text/plain")  # of templates; nobody opens it
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return headers.press(answer)


def later() -> str:
    return render_template("selling/till/_later.html", notice=consent)


def mark_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@room.post("/till/prints", needs=Can.SELL)
def create_till_print() -> Any:
    return answered(lambda: printed(body_of(request)))


def printed(body: dict[str, Any]) -> dict[str, int]:
    """Note that a tablet prints an order's receipt; say which copy it is."""
    key, reason = plain_key(body.get("key")), body.get("reason")
    if key is None:
        abort(404)
    reason = tidy(reason[:200]) if isinstance(reason, str) else ""
    order = queries.only_order(key, current_user)
    # a till of before does not say who stands at it; and who does at this store's has no say in another of its owner's
    is_told = "clerk" in body and order.store_id == current_user.store_id
    by = seller_at(asked(current_user), by=current_user) if is_told else current_user
    return {"copy": actions.print_receipt(order, by=by, reason=reason)}
