"""New members that a tablet registered, with network or without: known by their keys, whoever they are (C34)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import normal_phone, one_line, tidy
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house, within
from portal.network.models import Store
from portal.selling import actions, queries
from portal.selling.keys import plain_key
from portal.selling.models import Member, MemberKey
from portal.selling.posted import Fate, Posted
from portal.selling.said import SaidOrder
from portal.selling.stored import Shop
from portal.selling.sync_reading import optional, read_moment

LONGEST = timedelta(days=30)  # that a tablet keeps a new member before it is heard again
_OWN = as_house(Store, because="the store that registers, by its id")
_KEYS = as_house(MemberKey, because="keys of the store that registers")


@dataclass(frozen=True)
class SaidMember:
    """A new member as a tablet says him; he consented at a moment, to a version of the notice.

    If he told it, the day of his birthday without the year, and which member told him of us, by his id.
    """

    key: str
    phone: str
    name: str
    consent_version: str
    consented_at: datetime
    birthday: date | None = None
    referrer_id: int | None = None


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
    moment, now = read_moment(member.get("consented_at")) - skew, clock.now()
    # a clock that was years behind would have him idle, and soon erased, on the day he joined
    agreed_at = moment if now - LONGEST <= moment <= now else now
    told = read_birthday(member.get("birthday")), optional(member, "referrer", least=1)
    return SaidMember(key, phone, name, version, agreed_at, *told)


def read_birthday(text: Any) -> date | None:
    """Read month and day, "02-29", of a year that has that day; nothing may be said."""
    if not text:
        return None
    try:
        return datetime.strptime(f"2024-{text}", "%Y-%m-%d").date()
    except ValueError:
        raise Refused("A birthday is its month and its day.", field="birthday") from None


def registered(
    store: Shop, members: Sequence[SaidMember | Posted], *, by: Any
) -> tuple[list[dict[str, Any]], set[int]]:
    """Register new members; return each one's fate as the tablet reads it, and who they are.

    They are taken by their numbers: two stores that both bring the same people would else wait for each other.
    """
    told: dict[int, dict[str, Any]] = {}
    own = db.session.get_one(Store, store.id, execution_options=_OWN) if members else None
    for n, said in sorted(enumerate(members), key=lambda one: getattr(one[1], "phone", "")):
        told[n] = _told(own, said, by)
    met = {one["member"] for one in told.values() if "member" in one}
    return [told[n] for n in range(len(members))], met


def _told(store: Any, said: SaidMember | Posted, by: Any) -> dict[str, Any]:
    if isinstance(said, Posted):
        return refused(said.key, said.reason, said.message)
    try:
        member_id, is_new, noted = _joined(store, said, by)
    except Refused as refusal:
        return refused(said.key, refusal.field, str(refusal))
    state = Fate.STORED if is_new else Fate.KNOWN
    return {"key": said.key, "kind": "member", "state": state.value, "member": member_id} | noted


def _joined(store: Any, said: SaidMember, by: Any) -> tuple[int, bool, dict[str, Any]]:
    """Return the member of a key, whether he is new, and what else there is to say of him. Raises Refused.

    One who has this number already is he; what the customer told beside it is noted of a new one only.
    """
    known = db.session.get(MemberKey, (store.id, said.key), execution_options=_KEYS)
    if known is not None:
        return known.member_id, False, {}
    agreed = actions.Agreed(said.consent_version, said.consented_at)
    member, is_new = actions.join(store, phone=said.phone, name=said.name, agreed=agreed, by=by)
    db.session.add(MemberKey(store_id=store.id, id=said.key, member_id=member.id))
    db.session.flush()
    if is_new and said.birthday:
        day = {"month": said.birthday.month, "day": said.birthday.day}
        actions.note_birthday(member, **day, agrees=True, by=by, version=said.consent_version)
    if not said.referrer_id:
        return member.id, is_new, {}
    return member.id, is_new, {"referred": is_new and _referred(store, member, said.referrer_id, by)}


def _referred(store: Any, newcomer: Member, referrer_id: int, by: Any) -> bool:
    """Note who told a newcomer of us; False where he cannot have: nobody's registration waits for that."""
    referrer = queries.member_of_chain(referrer_id)
    if referrer is None:
        return False
    try:
        if referrer.store_id not in by.store_ids:
            actions.meet(store, by=by)
        actions.refer(newcomer, referrer, by=by)
    except Refused:
        return False
    return True


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
