"""Reads of recommendations: of whom, how many, and which are to be rewarded or taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal.kernel.db import db
from portal.kernel.scope import Sees, house_read, within
from portal.selling.models import Member, MemberTotal, Referral

BECAUSE = "a recommendation joins members of the chain: numbers of sales and of newcomers, and nobody's name"


@dataclass(frozen=True)
class Recommended:
    """Who recommended a member, whether somebody may still be noted, and whom he recommended himself."""

    by: Referral | None
    is_newcomer: bool
    newcomers: int
    rewarded: int


def sales_of(ids: Collection[int]) -> dict[int, int]:
    """Return how many sales of each of these members stand, in all stores."""
    sums = select(MemberTotal.member_id, func.sum(MemberTotal.orders)).where(MemberTotal.member_id.in_(ids))
    rows = db.session.execute(house_read(sums.group_by(MemberTotal.member_id), MemberTotal, because=BECAUSE))
    return dict.fromkeys(ids, 0) | {row[0]: int(row[1]) for row in rows}


def buyers_among(ids: Collection[int]) -> set[int]:
    """Return those of these members of whom a sale stands and who kept something of it: not all came back."""
    bought = select(MemberTotal.member_id).where(MemberTotal.member_id.in_(ids)).group_by(MemberTotal.member_id)
    kept = bought.having(func.sum(MemberTotal.orders) > 0, func.sum(MemberTotal.spent) > 0)
    return set(db.session.scalars(house_read(kept, MemberTotal, because=BECAUSE)))


def has_bought(member: Member) -> bool:
    """Whether a sale of a member's stands, whichever of his files says so."""
    return sum(sales_of([one.id for one in member.files]).values()) > 0


def recommended(member: Member, viewer: Sees) -> Recommended:
    """Return what is known of recommendations of and by a member."""
    ids = [one.id for one in member.files]
    mine = Referral.seen_by(viewer).where(Referral.member_id.in_(ids)).options(joinedload(Referral.referrer)).limit(1)
    by_him = select(func.count(), func.count(Referral.rewarded_at)).where(Referral.referrer_id.in_(ids))
    newcomers, rewarded = db.session.execute(house_read(by_him, Referral, because=BECAUSE)).one()
    by = db.session.scalar(within(mine, Member, because="who recommended this store's member; shown masked"))
    return Recommended(by, by is None and not has_bought(member), newcomers, rewarded)


def unsettled(*, after: int = 0, most: int = 500) -> list[int]:
    """Return the newcomers, by their numbers, whose first sale is not rewarded yet, or of whom nothing stands."""
    bought = select(MemberTotal.member_id).group_by(MemberTotal.member_id)
    kept = bought.having(func.sum(MemberTotal.orders) > 0, func.sum(MemberTotal.spent) > 0)
    buys = exists(kept.where(MemberTotal.member_id == Referral.member_id))
    rewarded = Referral.rewarded_at.is_not(None)
    found = select(Referral.member_id).where(Referral.member_id > after, or_(~rewarded & buys, rewarded & ~buys))
    ordered: Any = found.order_by(Referral.member_id).limit(most)
    return list(db.session.scalars(house_read(ordered, Referral, MemberTotal, because=BECAUSE)))
