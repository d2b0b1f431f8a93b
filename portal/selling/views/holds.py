"""Doors of sales on hold: the tablets' in JSON, and the page on which a store sees what waits (C32)."""

import json
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.kernel.page import page, see_other
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.selling import actions, queries, room, rules
from portal.selling.asking import Asked, answered, asked, seller_at
from portal.selling.forms import DropForm
from portal.selling.models import Hold

MOST_BYTES = 200_000  # of one sale
MOST_DEEP = 20  # things within each other; a sale has four


@room.post("/till/holds", needs=Can.SELL)
def create_hold() -> Any:
    return answered(lambda: held(asked(current_user)))


def held(said: Asked) -> dict[str, Any]:
    hold = actions.hold_sale(
        said.shop, said.device, key=said.key(), name=said.text("name", most=60), body=kept(said.body.get("body")),
        total=said.number("total"), pieces=said.number("pieces", most=10**6),
        by=seller_at(said, by=current_user),
    )  # fmt: skip
    return {"key": hold.id}


def kept(body: Any) -> dict[str, Any]:
    """Return a sale as its tablet wrote it, if both databases can keep it."""
    try:
        is_sale = isinstance(body, dict) and not is_deep(body)
        if is_sale and len(json.dumps(body, allow_nan=False)) <= MOST_BYTES:
            return dict(body)
    except (ValueError, RecursionError):
        pass
    raise Refused("A sale on hold is an object of at most 200 kB.", field="body")


def is_deep(thing: Any, left: int = MOST_DEEP) -> bool:
    """Whether it is nested deeper than whoever stores it and says it again can follow."""
    within = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ()
    return left == 0 or any(is_deep(one, left - 1) for one in within)


@room.get("/till/holds", needs=Can.SELL)
def show_waiting_holds() -> Any:
    return answered(waiting)


def waiting() -> dict[str, Any]:
    found = queries.holds_of(current_user.store_id, current_user)
    names = names_of(hold.maker_id for hold in found)
    return {"holds": [told(hold, names) for hold in found]}


def told(hold: Hold, names: dict[int, str]) -> dict[str, Any]:
    return {
        "key": hold.id, "name": hold.name, "total": hold.total, "pieces": hold.pieces, "device": hold.device,
        "made_by": names.get(hold.maker_id or 0, ""), "made_at": hold.made_at.isoformat(), "old": hold.is_old,
    }  # fmt: skip


@room.post("/till/holds/<uuid:key>/taking", needs=Can.SELL)
def create_hold_taking(key: Any) -> Any:
    return answered(lambda: taken(key))


def taken(key: Any) -> dict[str, Any]:
    hold = queries.hold_at(current_user.store_id, key, current_user)  # of another store of his: its tablets take it up
    if hold is None:
        raise actions.Forgotten
    said = asked(current_user)
    return {"body": actions.take_hold(hold, said.device, by=seller_at(said, by=current_user))}


@room.get("/selling/holds", needs=Can.SELL)
def list_holds() -> Any:
    return holds_page()


def holds_page(status: int = 200, at: str = "", form: DropForm | None = None) -> Any:
    """Show what waits; `form` is that of the sale `at` which was not thrown away."""
    store = queries.shop_of(current_user)
    found = queries.holds_of(store.id, current_user)
    forms = {hold.id: form if form and hold.id == at else DropForm(formdata=None, prefix=hold.id) for hold in found}
    names = names_of(hold.maker_id for hold in found)
    return page(
        "selling/holds/index.html",
        status=status,
        store=store,
        holds=found,
        forms=forms,
        names=names,
        days=rules.rules().holds,
    )


@room.post("/selling/holds/<uuid:hold_id>/dropping", needs=Can.SELL)
def create_hold_dropping(hold_id: Any) -> Any:
    hold, form = queries.hold(hold_id, current_user), DropForm(prefix=str(hold_id))
    if form.accepts(lambda: actions.drop_hold(hold, reason=form.why.data or "", by=current_user)):
        flash(_("Thrown away. It stays on the trail with its reason."))
        return see_other("selling.list_holds")
    return holds_page(422, str(hold_id), form)
