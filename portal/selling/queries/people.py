"""Reads of who works at a store's tills."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from portal.accounts.models import User, UserState, UserStore
from portal.accounts.roles import RIGHTS
from portal.accounts.viewer import Viewer, viewer_of
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import as_house, within
from portal.selling.models import Device, Turn

SHOWN = 10
SELLERS = [role for role, rights in RIGHTS.items() if Can.SELL in rights and role.reaches == "stores"]
_AT_THE_TILL = as_house(User, because="whoever says at a till of his own store who he is")


def colleague(store_id: int, user_id: int) -> Viewer:
    """Return a person who may sell in this store, as the viewer he is. Raises Refused, field "user"."""
    user = db.session.get(User, user_id, execution_options=_AT_THE_TILL)
    if user is not None and user.is_active:
        found = viewer_of(user)
        if store_id in found.store_ids and found.may(Can.SELL):
            return found
    raise Refused("This person does not work in this store.", field="user")


def staff_of(store_id: int) -> list[dict[str, Any]]:
    """Return who may sell in a store in reach, as a tablet needs it: id, name, role, whether he has a PIN."""
    found = select(User.id, User.name, User.role, User.pin).join(UserStore, UserStore.user_id == User.id)
    found = found.where(UserStore.store_id == store_id, User.state == UserState.ACTIVE, User.role.in_(SELLERS))
    rows = db.session.execute(
        within(found.order_by(User.name, User.id), User, because="colleagues of one store know each other")
    )
    return [{"id": row[0], "name": row[1], "role": row[2].value, "has_pin": bool(row[3])} for row in rows]


def people_of_turns(store_id: int, device: str, keys: Collection[str]) -> dict[str, int]:
    """Return {key of a turn: who took it} of those that are known here and were taken at this till.

    Who proved himself at one till has not proved himself at another, or in the browser of whoever knows the key.
    """
    if not keys:
        return {}
    found = select(Turn.id, Turn.user_id).where(Turn.store_id == store_id, Turn.device == device, Turn.id.in_(keys))
    known = db.session.execute(within(found, Turn, because="turns at tills of the store that posts"))
    return {str(key): user_id for key, user_id in known}


def turns_at(device: Device) -> Sequence[Any]:
    """Return (when, who) of the newest turns at a tablet in reach."""
    found = select(Turn.at, User.name).join(User, User.id == Turn.user_id)
    found = found.where(Turn.store_id == device.store_id, Turn.device == device.name)
    newest = found.order_by(Turn.at.desc()).limit(SHOWN)
    return db.session.execute(within(newest, Turn, User, because="who stood at a tablet of one's own store")).all()
