"""Reads of what members owe a store, and of what they may owe."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, select

from portal.kernel.db import db
from portal.kernel.scope import within
from portal.selling.models import Credit, Member, MemberTotal


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
    sums = func.coalesce(MemberTotal.owed, 0), func.coalesce(Credit.limit_fen, 0)
    found = select(Member.id, *sums).outerjoin(MemberTotal, owes).outerjoin(Credit, may).where(Member.id.in_(ids))
    rows = db.session.execute(
        within(found, Member, MemberTotal, Credit, because="what they owe the store that is in reach")
    )
    return {row[0]: Account(int(row[1]), int(row[2])) for row in rows}


def account_of(member: Member) -> Account:
    """Return what a member in reach owes the store that registered him, and what he may owe it."""
    return accounts_of(member.store_id, [member.id]).get(member.id, Account())
