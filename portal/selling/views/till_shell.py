"""The till as a page that works without network, and what only it asks (C32)."""

from typing import Any

from flask import abort, request
from flask_login import current_user

from portal.kernel import clock, offline
from portal.kernel.forms import tidy
from portal.kernel.page import page
from portal.kernel.rights import Can
from portal.selling import actions, consent, queries, room
from portal.selling.asking import answered, body_of
from portal.selling.keys import plain_key

offline.keep("selling.show_till_shell", needs=Can.SELL)


@room.get("/till/new", needs=Can.SELL)
def show_till_shell() -> Any:
    store = queries.shop_of(current_user)
    due = queries.next_due(store)
    return page(
        "selling/till/shell.html",
        store=store,
        zone=str(clock.zone()),
        notice=consent,
        unsealed=due.isoformat() if due < clock.today() else "",
    )


@room.post("/till/prints", needs=Can.SELL)
def create_till_print() -> Any:
    return answered(lambda: printed(body_of(request)))


def printed(body: dict[str, Any]) -> dict[str, int]:
    """Note that a tablet prints an order's receipt; say which copy it is."""
    key, reason = plain_key(body.get("key")), body.get("reason")
    if key is None:
        abort(404)
    reason = tidy(reason[:200]) if isinstance(reason, str) else ""
    return {"copy": actions.print_receipt(queries.only_order(key, current_user), by=current_user, reason=reason)}
