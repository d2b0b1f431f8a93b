"""Who sold a posted order, who only uploaded it – a colleague who is signed in by now –, and who bought (C32, C34)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import house_read
from portal.selling.models import Member
from portal.selling.queries.people import colleague
from portal.selling.queries.points import PERSON
from portal.selling.said import SaidOrder


@dataclass(frozen=True, slots=True)
class Seller:
    """Whose deed an order is; `uploader_id` is who sent it where that is somebody else."""

    person: Any
    uploader_id: int | None = None
    turn_id: str | None = None
    is_verified: bool = True

    @property
    def role(self) -> str:
        return getattr(getattr(self.person, "role", None), "value", "")

    def may(self, right: Can) -> bool:
        return bool(self.person.may(right))


def seller_of(said: SaidOrder, viewer: Any, store_id: int, turns: Mapping[str, int]) -> Seller:
    """Return who sold an order: the clerk it names where he took the till by his PIN, else whoever is signed in."""
    return whose(said.clerk_id, said.turn_id, viewer, store_id, turns)


def whose(clerk_id: int | None, turn_id: str | None, viewer: Any, store_id: int, turns: Mapping[str, int]) -> Seller:
    """Return whose deed at a till it is, for an order as for all that is done beside it.

    `turns` says who took which turn at the store's tills. One that was never heard of was taken without network, and
    nobody has checked who took it, not even where it says that it was whoever is signed in.
    """
    if clerk_id is None or clerk_id == viewer.id:
        is_verified = turn_id is None or turns.get(turn_id) == viewer.id
        return Seller(viewer, None, turn_id, is_verified)
    if turns.get(turn_id or "") != clerk_id:
        return Seller(viewer, is_verified=False)
    try:
        return Seller(colleague(store_id, clerk_id), viewer.id, turn_id)
    except Refused:  # he left meanwhile: nobody says any more what he may do
        return Seller(viewer, is_verified=False)


class Known(NamedTuple):
    """A member whom an order names: his store, when he was erased or withdrew, the file that stands for him now."""

    store_id: int
    gone_at: datetime | None
    person_id: int


def known_members(ids: set[int]) -> dict[int, Known]:
    """Return the members with these ids; a member belongs to the whole chain."""
    if not ids:
        return {}
    gone_at = func.coalesce(Member.erased_at, Member.withdrawn_at)
    found = select(Member.id, Member.store_id, gone_at, PERSON).where(Member.id.in_(ids))
    rows = db.session.execute(house_read(found, Member, because="a member is the chain's; no name is read"))
    return {row[0]: Known(*row[1:]) for row in rows}
