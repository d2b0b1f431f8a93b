"""New members that a tablet registered, with network or without: known by their keys, whoever they are (C34)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import normal_phone, one_line, tidy
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house, within
from portal.network.models import Store
from portal.selling import actions
from portal.selling.keys import plain_key
from portal.selling.models import MemberKey
from portal.selling.posting import Fate, Posted
from portal.selling.said import SaidOrder
from portal.selling.stored import Shop
from portal.selling.sync_reading import read_moment

_OWN = as_house(Store, because="the store that registers, by its id")
_KEYS = as_house(MemberKey, because="keys of the store that registers")


@dataclass(frozen=True)
class SaidMember:
    """A new member as a tablet says him; he consented at a moment, to a version of the notice."""

    key: str
    phone: str
    name: str
    consent_version: str
    consented_at: datetime


def read_member(member: Any, skew: timedelta) -> SaidMember:
    """Read one new member. Raises Refused, whose field names what is wrong."""
    if not isinstance(member, dict):
        raise Refused("A member is an object.", field="shape")
    key, name, version = plain_key(member.get("key")), member.get("name"), member.get("consent_version")
    if key is None:
        raise Refused("A member's key is a UUID.", field="key")
    if not isinstance(name, str) or not (name := one_line(tidy(name))[:60]):
        raise Refused("Write what to call him or her.", field="name")
    if not isinstance(version, str) or not (version := tidy(version)[:40]):
        raise Refused("A member must have heard the notice and agreed.", field="consents")
    try:
        phone = normal_phone(member["phone"] if isinstance(member.get("phone"), str) else "")
    except ValueError:
        raise Refused("Write a mobile number of eleven digits.", field="phone") from None
    moment = read_moment(member.get("consented_at")) - skew
    return SaidMember(key, phone, name, version, min(moment, clock.now()))


def registered(
    store: Shop, members: Sequence[SaidMember | Posted], *, by: Any
) -> tuple[list[dict[str, Any]], set[int]]:
    """Register new members; return each one's fate as the tablet reads it, and who they are."""
    told: list[dict[str, Any]] = []
    met: set[int] = set()
    own = db.session.get_one(Store, store.id, execution_options=_OWN) if members else None
    for said in members:
        if isinstance(said, Posted):
            told.append(refused(said.key, said.reason, said.message))
            continue
        try:
            member_id, is_new = _joined(own, said, by)
        except Refused as refusal:
            told.append(refused(said.key, refusal.field, str(refusal)))
            continue
        met.add(member_id)
        state = Fate.STORED if is_new else Fate.KNOWN
        told.append({"key": said.key, "kind": "member", "state": state.value, "member": member_id})
    return told, met


def _joined(store: Any, said: SaidMember, by: Any) -> tuple[int, bool]:
    """Return the member of a key and whether he is new: one who has this number already is he. Raises Refused."""
    known = db.session.get(MemberKey, (store.id, said.key), execution_options=_KEYS)
    if known is not None:
        return known.member_id, False
    agreed = actions.Agreed(said.consent_version, said.consented_at)
    member, is_new = actions.join(store, phone=said.phone, name=said.name, agreed=agreed, by=by)
    db.session.add(MemberKey(store_id=store.id, id=said.key, member_id=member.id))
    db.session.flush()
    return member.id, is_new


def refused(key: str, reason: str, message: str) -> dict[str, Any]:
    answer = {"key": key, "kind": "member", "state": Fate.REFUSED.value, "reason": reason, "message": message}
    return answer | {"remedy": "member"}


def keyed(store: Shop, said: Sequence[SaidOrder]) -> Sequence[SaidOrder]:
    """Return the orders with the members whom they name by keys; an unknown key is left for posting to refuse."""
    keys = {order.member_key for order in said if order.member_key}
    if not keys:
        return said
    mine = select(MemberKey.id, MemberKey.member_id).where(MemberKey.store_id == store.id, MemberKey.id.in_(keys))
    rows = db.session.execute(within(mine, MemberKey, because="keys of the store that posts"))
    found: dict[str, int] = {str(row[0]): row[1] for row in rows}
    ids = {order.key: order.member_id or found.get(order.member_key or "") for order in said}
    return [replace(order, member_id=ids[order.key]) for order in said]
