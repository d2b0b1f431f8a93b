"""Reads of what members owe a store, and of what they may owe."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, or_, select

from portal.kernel.db import db
from portal.kernel.scope import within
from portal.selling.models import Credit, Member, MemberTotal
from portal.selling.queries.points import PERSON


class Account(NamedTuple):
    """What a member owes a store and how much he may owe it at once, in fen."""

    owed: int = 0
    limit: int = 0

    @property
    def left(self) -> int:
        """How much more he may put on account."""
        return max(0, self.limit - self.owed)


def accounts_of(store_id: int, ids: Collection[int]) -> dict[int, Account]:
    """Return what members of the chain, by their ids, owe a store in reach, and what they may owe it; one statement."""
    owes = (MemberTotal.store_id == store_id) & (MemberTotal.member_id == Member.id)
    may = (Credit.store_id == store_id) & (Credit.member_id == Member.id)
    # of a person with several files the sum is owed, and the highest of what was allowed counts
    sums = func.sum(func.coalesce(MemberTotal.owed, 0)), func.max(func.coalesce(Credit.limit_fen, 0))
    his = or_(Member.id.in_(ids), Member.merged_into_id.in_(ids))
    found = select(PERSON, *sums).outerjoin(MemberTotal, owes).outerjoin(Credit, may).where(his).group_by(PERSON)
    rows = db.session.execute(
        within(found, Member, MemberTotal, Credit, because="what they owe the store that is in reach")
    )
    return {row[0]: Account(int(row[1]), int(row[2])) for row in rows}


def account_of(member: Member) -> Account:
    """Return what a member in reach owes the store that registered him, and what he may owe it."""
    return accounts_of(member.store_id, [member.id]).get(member.id, Account())
