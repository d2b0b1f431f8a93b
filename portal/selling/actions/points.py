"""Points that no order moves: put right by hand, lapsed (C34)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import House, house_read
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling.held import hold_members
from portal.selling.models import Member, PointsKind, PointsMove
from portal.selling.queries import free_points, lapsing

MACHINE: Any = House("points")
NO_ORDER = (0, "00000000-0000-0000-0000-000000000000")
BECAUSE = "the rule of points is the chain's"


def adjust_points(member: Member, *, points: int, reason: str, by: Any) -> PointsMove:
    """Give a member points or take some, for a reason that no order says; he never has less than none."""
    if not member.consents:
        raise Refused("This member has taken the consent back. Number and name are not used.")
    if not points:
        raise Refused("Say how many points to add, or to take with a minus.", field="points")
    hold_members([member.id])  # an order that spends his points right now is waited for
    left = free_points(member.id, but=NO_ORDER)  # beside what is kept for orders that are being paid
    if left + points < 0:
        raise Refused("This member has %(left)s points only.", left=left, field="points")
    moved = PointsMove(
        store_id=member.store_id, member_id=member.id, kind=PointsKind.ADJUSTED, points=points, reason=reason,
        actor_id=by.id,
    )  # fmt: skip
    db.session.add(moved)
    record("member.points_adjusted", member, by=by, reason=reason, points=points)
    return moved


def lapse_points(ids: Sequence[int], since: datetime, *, by: Any) -> int:
    """Let the points of those lapse who gained none since a moment; each store's trail says how many. Returns whose."""
    hold_members(ids)
    held = select(Member).where(Member.id.in_(ids))
    members = {one.id: one for one in db.session.scalars(house_read(held, Member, because=BECAUSE))}
    sums: dict[int, list[int]] = defaultdict(list)
    for member_id, points in lapsing(since, among=ids, most=len(ids)):
        store_id = members[member_id].store_id
        db.session.add(
            PointsMove(store_id=store_id, member_id=member_id, kind=PointsKind.LAPSED, points=-points, actor_id=by.id)
        )
        sums[store_id].append(points)
    for store in db.session.scalars(Store.seen_by(MACHINE).where(Store.id.in_(sums)).order_by(Store.id)):
        record("members.points_lapsed", store, by=by, members=len(sums[store.id]), points=sum(sums[store.id]))
    return sum(len(some) for some in sums.values())
