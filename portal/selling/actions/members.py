"""Members: registered, met, renamed, revealed, erased (C34)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import User
from portal.kernel import clock, pinyin, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling import consent, queries
from portal.selling.models import Member
from portal.selling.watch import watch

MOST_LOOK_UPS = 120


class Agreed(NamedTuple):
    """To which version of the notice somebody agreed, and when; now, unless it was at a tablet without network."""

    version: str = consent.VERSION
    at: datetime | None = None


NOW = Agreed()


def register(
    store: Store, *, phone: str, name: str, consents: bool, by: Any, channel: str = "page", agreed: Agreed = NOW
) -> Member:
    """Register a member of the chain who consents; a number belongs to one member only."""
    if not consents:
        raise Refused("A member must have heard the notice and agreed.", field="consents")
    _check_look_ups(store, by=by)
    known = queries.member_with_phone(phone)
    if known is not None and known.has_withdrawn:
        # he belongs to the store that he agrees in now
        known.store_id, known.name, known.pinyin = store.id, name, pinyin.spelled(name, 120)
        return _consented(known, by=by, channel=channel, agreed=agreed)
    member = Member(
        store_id=store.id,
        phone=phone,
        last_four=phone[-4:],
        name=name,
        pinyin=pinyin.spelled(name, 120),
        consent_at=agreed.at or clock.now(),
        consent_version=agreed.version,
        consent_channel=channel,
        actor_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(member)
            db.session.flush()
    except IntegrityError:
        raise Refused("This number is a member already.", field="phone") from None
    record("member.registered", member, by=by, channel=channel, version=agreed.version)
    return member


def join(store: Store, *, phone: str, name: str, agreed: Agreed, by: Any) -> tuple[Member, bool]:
    """Register whom a tablet registered, maybe hours ago, and say whether he is new; who has the number already is he.

    Learning that it is a member of another store is noted and counted.
    """
    known = queries.member_with_phone(phone)
    if known is None or not known.consents:
        try:
            return register(store, phone=phone, name=name, consents=True, by=by, channel="till", agreed=agreed), True
        except Refused:
            known = queries.member_with_phone(phone)  # another store was first, at the same moment
            if known is None or not known.consents:
                raise
    if known.store_id not in by.store_ids:
        meet(store, by=by)
    return known, False


def withdraw(member: Member, *, by: Any) -> None:
    """Note that a member takes his consent back: number and name are used no more, until he agrees again."""
    _refuse_gone(member)
    for one in member.files:
        one.withdrawn_at, one.birthday = clock.now(), None
        record("member.withdrew", one, by=by)


def consent_again(member: Member, *, consents: bool, by: Any, channel: str = "page") -> Member:
    """Note that a member who had taken his consent back agrees anew."""
    if not member.has_withdrawn:
        raise Refused("This member has not taken the consent back.")
    if not consents:
        raise Refused("A member must have heard the notice and agreed.", field="consents")
    return _consented(member, by=by, channel=channel)


def _consented(member: Member, *, by: Any, channel: str, agreed: Agreed = NOW) -> Member:
    member.withdrawn_at, member.consent_at, member.consent_version = None, agreed.at or clock.now(), agreed.version
    member.consent_channel, member.actor_id = channel, by.id
    for one in member.merged:
        one.withdrawn_at = None
    record("member.consented", member, by=by, channel=channel, version=agreed.version)
    return member


def look_up(store: Store, q: str, *, by: Any) -> list[Member]:
    """Find members of the chain by number, last four digits, or (own ones) name; noted where others' are shown."""
    found = queries.find_members(by, q, beyond=True)
    others = [member for member in found if member.store_id not in by.store_ids]
    if others:
        _check_look_ups(store, by=by)
        record("member.looked_up", store, by=by, hits=len(others))
        watch(by=by)
    return found


def _check_look_ups(store: Store, *, by: Any, noted: int = 0) -> None:
    """Refuse who has learned of very many members of other stores within the hour.

    The store's book is held, as whatever is noted in it holds it anyway: many who ask at once are counted one by one.
    """
    trail.lock(db.session(), f"store:{store.id}")
    if queries.look_ups(store, by) + noted >= MOST_LOOK_UPS:
        raise Refused("You have looked up very many members this hour. Ask for the full number later.", field="phone")


def meet(store: Store, *, by: Any) -> None:
    """Note that someone learned of a member of another store; counts like a look-up."""
    _meet(store, by=by)
    watch(by=by)


def _meet(store: Store, *, by: Any, noted: int = 0) -> None:
    """`noted` are those of this transaction, which the trail does not hold yet."""
    _check_look_ups(store, by=by, noted=noted)
    record("member.looked_up", store, by=by, hits=1)


def rename(member: Member, name: str, *, by: Any) -> None:
    """Change what a member is called."""
    _refuse_gone(member)
    member.name, member.pinyin = name, pinyin.spelled(name, 120)
    record("member.renamed", member, by=by)


def reveal(member: Member, *, by: Any, reason: str = "") -> str:
    """Return a member's number; the registering store's people need no reason, everyone is on the trail."""
    _refuse_gone(member)
    if not reason and member.store_id not in by.store_ids:
        raise Refused("Say why you need the number.", field="reason")
    record("member.revealed", member, by=by, reason=reason)
    watch(by=by)
    return member.phone or ""


def erase(member: Member, *, by: Any, reason: str) -> None:
    """Erase a member who asked for it: number and name go, his orders stay without him."""
    _refuse_erased(member)
    for one in member.files:
        _forget(one)
        record("member.erased", one, by=by, reason=reason)


def erase_idle(members: Iterable[Member], *, by: Any, months: int) -> None:
    """Erase members who were idle for so many months, as the rules of retention say; their orders stay, too."""
    for member in members:
        _refuse_erased(member)
        for one in member.files:
            _forget(one)
            record("member.erased", one, by=by, idle_months=months)


def _forget(member: Member) -> None:
    member.phone, member.last_four, member.name, member.pinyin = None, "", "", ""
    member.birthday = None
    member.erased_at = clock.now()


def export_members(of: Store | None, *, by: Any) -> Sequence[Member]:
    """Return the members of a store, or all in reach, with their numbers; noted on the trail."""
    found = queries.exported_members(by, of)
    subject = of or db.session.get_one(User, by.id, execution_options=as_house(User, because="the exporter's own row"))
    record("members.exported", subject, by=by, rows=len(found))
    watch(by=by)
    return found


def _refuse_gone(member: Member) -> None:
    _refuse_erased(member)
    if member.has_withdrawn:
        raise Refused("This member has taken the consent back. Number and name are not used.")


def _refuse_erased(member: Member) -> None:
    if member.is_merged:
        raise Refused("This file was merged into another one of this member.")
    if member.is_erased:
        raise Refused("This member has been erased.")
