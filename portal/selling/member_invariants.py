"""What must hold in what members are given, and in their files: rules, rewards, and one file that stands."""

from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling.models import BenefitRule, Member, PointsKind, PointsMove, Referral

SHOWN = 20
EVERY = "flask verify checks the whole network"


def troubles() -> list[str]:
    """Return a sentence for each that does not hold; at most twenty of a kind."""
    return [*rules_that_overlap(), *rewards_unlike_their_points(), *files_merged_twice()]


def rules_that_overlap() -> list[str]:
    """Look for a rule that is still given when the one that follows it has begun."""
    older: Any = aliased(BenefitRule)
    late = or_(older.until.is_(None), older.until >= BenefitRule.since)
    found = select(BenefitRule.id, older.id).join(older, older.id == BenefitRule.follows_id).where(late)
    rows = db.session.execute(found.order_by(BenefitRule.id).limit(SHOWN))
    return [f"benefit rule {rule}: the one it follows, {before}, has not ended by then" for rule, before in rows]


def rewards_unlike_their_points() -> list[str]:
    """Look for a recommendation whose points are not what was moved for it: given twice, or taken back twice."""
    moved = (
        select(PointsMove.newcomer_id, func.sum(PointsMove.points).label("points"))
        .where(PointsMove.kind == PointsKind.REFERRAL)
        .group_by(PointsMove.newcomer_id)
        .subquery()
    )
    unlike = func.coalesce(Referral.points, 0) != func.coalesce(moved.c.points, 0)
    found = select(Referral.member_id).outerjoin(moved, moved.c.newcomer_id == Referral.member_id).where(unlike)
    every = house_read(found, Referral, PointsMove, because=EVERY)
    ids = db.session.scalars(every.order_by(Referral.member_id).limit(SHOWN))
    return [
        f"member {member_id}: the points for recommending us to him are not those that were moved" for member_id in ids
    ]


def files_merged_twice() -> list[str]:
    """Look for a file that was merged into one that is no more itself: what it holds is read by nobody."""
    kept: Any = aliased(Member)
    found = select(Member.id).join(kept, kept.id == Member.merged_into_id).where(kept.merged_into_id.is_not(None))
    ids = db.session.scalars(house_read(found.order_by(Member.id).limit(SHOWN), Member, because=EVERY))
    return [f"member {member_id}: the file that stands for his was merged itself" for member_id in ids]
