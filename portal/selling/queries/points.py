"""Reads of points: how many members have, whose lapse, since when."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, or_, select, union_all

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling.models import Member, MemberTotal, PointsMove

PERSON: Any = func.coalesce(Member.merged_into_id, Member.id)  # whose they are, whichever of his files says so
SUMS = "points are the chain's: sums of all stores, and no order is told"


def points_of(ids: Collection[int]) -> dict[int, int]:
    """Return how many points each of these members has, from all stores and all files of his."""
    of_these = or_(Member.id.in_(ids), Member.merged_into_id.in_(ids))
    bought = select(PERSON, MemberTotal.earned - MemberTotal.used).join(Member, Member.id == MemberTotal.member_id)
    moved = select(PERSON, PointsMove.points).join(Member, Member.id == PointsMove.member_id)
    both = union_all(bought.where(of_these), moved.where(of_these))
    found = dict.fromkeys(ids, 0)
    for member_id, points in db.session.execute(house_read(both, Member, MemberTotal, PointsMove, because=SUMS)):
        if member_id in found:
            found[member_id] += points
    return found


def balances(ids: Collection[int]) -> dict[int, int]:
    """Return the points of whoever has one of these files, also of one that was merged into another."""
    whose = select(Member.id, PERSON).where(Member.id.in_(ids))
    persons = {row[0]: row[1] for row in db.session.execute(house_read(whose, Member, because=SUMS))}
    points = points_of(set(persons.values()))
    return {member_id: points[person] for member_id, person in persons.items()}


def moved_of(member: Member) -> ColumnElement[bool]:
    """Return the condition of what moved a member's points without an order."""
    return PointsMove.member_id.in_([one.id for one in member.files])


def last_gain_of(member: Member) -> date | None:
    """Return the day on which a member last bought, or was given points."""
    bought = select(func.max(MemberTotal.last_on)).where(MemberTotal.member_id.in_([one.id for one in member.files]))
    given = select(func.max(PointsMove.at)).where(moved_of(member), PointsMove.points > 0)
    last = db.session.scalar(house_read(bought, MemberTotal, because=SUMS))
    moved = db.session.scalar(house_read(given, PointsMove, because=SUMS))
    return max((day for day in (last, moved and clock.day_of(moved)) if day), default=None)


def lapsing(
    since: datetime, *, after: int = 0, most: int = 500, among: Sequence[int] | None = None
) -> list[tuple[int, int]]:
    """Return (member, points) of those who have some and gained none since a moment, by their numbers."""
    bought, moved = _bought(after, among), _moved(after, among)
    left: Any = func.coalesce(bought.c.points, 0) + func.coalesce(moved.c.points, 0)
    found = (
        select(Member.id, cast(left, Integer))
        .outerjoin(bought, bought.c.member_id == Member.id)
        .outerjoin(moved, moved.c.member_id == Member.id)
        .where(Member.id > after, Member.erased_at.is_(None), left > 0)
        .where(or_(bought.c.last_on.is_(None), bought.c.last_on < clock.day_of(since)))
        .where(or_(moved.c.last_at.is_(None), moved.c.last_at < since))
    )
    if among is not None:
        found = found.where(Member.id.in_(among))
    ordered = found.order_by(Member.id).limit(most)
    rows = db.session.execute(house_read(ordered, Member, MemberTotal, PointsMove, because=SUMS))
    return [(row[0], row[1]) for row in rows]


def _bought(after: int, among: Sequence[int] | None) -> Any:
    sums = select(
        PERSON.label("member_id"),
        func.sum(MemberTotal.earned - MemberTotal.used).label("points"),
        func.max(MemberTotal.last_on).label("last_on"),
    ).join(Member, Member.id == MemberTotal.member_id)
    return _of(sums, after, among)


def _moved(after: int, among: Sequence[int] | None) -> Any:
    sums = select(
        PERSON.label("member_id"),
        func.sum(PointsMove.points).label("points"),
        func.max(PointsMove.at).filter(PointsMove.points > 0).label("last_at"),
    ).join(Member, Member.id == PointsMove.member_id)
    return _of(sums, after, among)


def _of(sums: Any, after: int, among: Sequence[int] | None) -> Any:
    """Return sums by person; of some people their rows alone are read, since whoever asks keeps orders waiting."""
    if among is not None:
        sums = sums.where(or_(Member.id.in_(among), Member.merged_into_id.in_(among)))
    return sums.where(after < PERSON).group_by(PERSON).subquery()
