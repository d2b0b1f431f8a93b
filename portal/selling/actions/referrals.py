"""Recommendations: noted once, rewarded in points once the newcomer has bought, taken back with his last sale (C34).

One level only: nobody is given anything for what those do whom he recommended (rule 7 of the domain).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import house_read
from portal.kernel.trail import record
from portal.selling import queries
from portal.selling.actions.members import _check_look_ups, _meet
from portal.selling.models import Member, PointsKind, PointsMove, Referral
from portal.selling.queries.referrals import BECAUSE
from portal.selling.watch import watch


def refer_by_number(newcomer: Member, *, phone: str, by: Any) -> Referral:
    """Note who told a newcomer of us, by his whole number; learning of others' members is counted and limited."""
    _check_look_ups(newcomer.store, by=by)
    referrer = queries.member_with_phone(phone)
    if referrer is None or not referrer.consents:
        raise Refused("No member has this number.", field="phone")
    noted = refer(newcomer, referrer, by=by)
    if referrer.store_id not in by.store_ids:
        _meet(newcomer.store, by=by)
        watch(by=by)
    return noted


def refer(newcomer: Member, referrer: Member, *, by: Any) -> Referral:
    """Note who told a newcomer of us: a member who bought himself, before the newcomer buys for the first time."""
    if not newcomer.consents:
        raise Refused("This member has taken the consent back. Number and name are not used.")
    if referrer.id == newcomer.id:
        raise Refused("Nobody recommends us to himself.", field="phone")
    if queries.has_bought(newcomer):
        raise Refused("This member has bought already: who told him of us is noted before.", field="phone")
    if not queries.has_bought(referrer):
        raise Refused("Whoever recommends us has bought something himself.", field="phone")
    noted = Referral(store_id=newcomer.store_id, member_id=newcomer.id, referrer_id=referrer.id, actor_id=by.id)
    try:
        with db.session.begin_nested():
            db.session.add(noted)
            db.session.flush()
    except IntegrityError:
        raise Refused("Who told this member of us is noted already.", field="phone") from None
    record("member.referred", newcomer, by=by, referrer_id=referrer.id)
    return noted


def settle_referrals(ids: Sequence[int], points: int, *, by: Any) -> int:
    """Reward who recommended these newcomers, or take it back where nothing that they bought stands; say how many."""
    held = select(Referral).where(Referral.member_id.in_(ids)).order_by(Referral.member_id)
    found = held.options(joinedload(Referral.referrer)).with_for_update(of=Referral)
    buyers = queries.buyers_among(ids)
    rows = db.session.scalars(house_read(found, Referral, Member, because=BECAUSE)).all()
    return sum(_settled(row, row.member_id in buyers, points, by) for row in rows)


def _settled(row: Referral, buys: bool, points: int, by: Any) -> bool:
    if row.points is None and buys and points and row.referrer.consents:
        row.points, row.rewarded_at = points, clock.now()
        _move(row, points, by)
        record("member.rewarded", row.referrer, by=by, points=points, newcomer_id=row.member_id)
        return True
    return not buys and take_back(row, by=by)


def take_back(row: Referral, *, by: Any) -> bool:
    """Take back the points of a recommendation, if any were given; return whether there were."""
    if row.points is None:
        return False
    back, row.points, row.rewarded_at = row.points, None, None
    _move(row, -back, by)
    record("member.reward_taken_back", row.referrer, by=by, points=back, newcomer_id=row.member_id)
    return True


def _move(row: Referral, points: int, by: Any) -> None:
    db.session.add(
        PointsMove(
            store_id=row.referrer.store_id, member_id=row.referrer_id, kind=PointsKind.REFERRAL, points=points,
            newcomer_id=row.member_id, actor_id=by.id,
        )
    )  # fmt: skip
