"""Doors of people at a till: a colleague takes it over, a manager approves, points are kept; JSON both ways (C32)."""

from typing import Any

from flask_login import current_user

from portal.accounts import devices, pins
from portal.accounts.models import User
from portal.accounts.viewer import Viewer
from portal.kernel.db import db, transaction
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import as_house
from portal.selling import actions, approvals, queries, room
from portal.selling.asking import Asked, answered, asked, seller_at
from portal.selling.keys import plain_key

MOST_POINTS = 10**7
_HIMSELF = as_house(User, because="whose PIN was typed wrongly in his own store")


@room.post("/till/turns", needs=Can.SELL)
def create_turn() -> Any:
    return answered(lambda: turn_taken(asked(current_user)))


def turn_taken(said: Asked) -> dict[str, Any]:
    key, person = said.key(), proved(said)
    turn = actions.take_turn(said.shop, said.device, key=key, by=person, signed_in=current_user)
    return {"turn": turn.id, "user": {"id": person.id, "name": person.name, "role": person.role.value}}


@room.post("/till/approvals", needs=Can.SELL)
def create_approval() -> Any:
    return answered(lambda: approved(asked(current_user)))


def approved(said: Asked) -> dict[str, Any]:
    key, amount, word = said.key(), said.number("amount"), said.body.get("deed")
    deed = next((one for one in approvals.Deed if one == word), None)
    if deed is None:
        raise Refused("Nobody approves this here.", field="deed")
    manager, of = proved(said), plain_key(said.body.get("of"))
    signed = approvals.approve(
        said.shop.id, said.device, key=key, deed=deed, amount=amount, of=of, by=manager, asked_by=current_user.id
    )
    return {"approval": signed, "approver": {"id": manager.id, "name": manager.name}}


@room.post("/till/reservations", needs=Can.SELL)
def create_reservation() -> Any:
    return answered(lambda: reserved(asked(current_user)))


def reserved(said: Asked) -> dict[str, Any]:
    store, key, by = queries.shop_of(current_user), said.key(), seller_at(said, by=current_user)
    member_id, points = said.number("member", least=1), said.number("points", most=MOST_POINTS)
    try:
        kept, left = actions.reserve_points(store, key=key, member_id=member_id, points=points, by=by)
    except actions.TooFewPoints as refusal:
        if refusal.is_met:
            with transaction():
                actions.meet(queries.shop_of(current_user), by=by)
        raise
    return {"reservation": kept.id, "ends_at": kept.ends_at.isoformat(), "balance": left}


def proved(said: Asked) -> Viewer:
    """Return whom the PIN proves; slow on purpose, and done before the write begins."""
    person = queries.colleague(said.shop.id, said.number("user", least=1))
    browser = devices.named() or f"sign-in {current_user.sign_in_id}"
    try:
        pins.check_pin(person.id, said.text("pin", most=20), browser=browser)
    except pins.WrongPin as wrong:
        if not wrong.left:
            with transaction():
                user = db.session.get_one(User, person.id, execution_options=_HIMSELF)
                pins.note_locked(user, by=current_user)
        raise
    return person
