"""Two files of one person become one: the one that joined first is kept, and the other's orders are read with it (C34).

Nothing is moved: orders are never changed, so reads follow `merged_into_id`. What is done to the kept file's consent
is done to both.
"""

from typing import Any

from sqlalchemy import delete, select

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import house_read
from portal.kernel.trail import record
from portal.selling import queries
from portal.selling.actions.members import _refuse_gone
from portal.selling.actions.referrals import take_back
from portal.selling.held import hold_members
from portal.selling.models import IdleMember, Member, Referral

BECAUSE = "what was announced or recommended of a file that is no more"


def merge(member: Member, *, phone: str, reason: str, by: Any) -> Member:
    """Merge a member's other file, known by its number, with this one; return the one that is kept: who joined first.

    Both must be within the reach of whoever does it, and both must consent: a merge never brings back a consent.
    """
    other = queries.member_with_phone(phone)
    if other is None or not _reaches(by, other):
        raise Refused("No other member within your reach has this number.", field="phone")
    if other.id == member.id:
        raise Refused("This is the same file: write the number of his other one.", field="phone")
    hold_members([member.id, other.id])  # another may merge one of them with a third right now
    for one in (member, other):
        db.session.refresh(one, ["merged_into_id", "withdrawn_at", "erased_at", "birthday", "version"])
    _refuse_gone(member)
    _refuse_gone(other)
    kept, gone = sorted((member, other), key=lambda one: (one.made_at, one.id))
    ids = [one.id for one in gone.files]
    for one in gone.files:
        one.merged_into_id = kept.id
    kept.birthday, gone.birthday = kept.birthday or gone.birthday, None
    record("member.merged", gone, by=by, reason=reason, kept_id=kept.id)
    record("member.merged_with", kept, by=by, reason=reason, gone_id=gone.id)
    idle = delete(IdleMember).where(IdleMember.member_id.in_(ids)).execution_options(synchronize_session=False)
    db.session.execute(house_read(idle, IdleMember, because=BECAUSE))
    db.session.flush()
    db.session.expire(kept, ["merged"])
    db.session.expire(gone, ["merged"])
    _forget_own_recommendation(kept, by)
    return kept


def _reaches(by: Any, member: Member) -> bool:
    own = Member.seen_by(by).where(Member.id == member.id)
    return db.session.scalar(own.with_only_columns(Member.id)) is not None


def _forget_own_recommendation(kept: Member, by: Any) -> None:
    """Whoever turns out to have recommended us to himself is given nothing for it."""
    ids = [one.id for one in kept.files]
    found = select(Referral).where(Referral.member_id.in_(ids), Referral.referrer_id.in_(ids))
    for row in db.session.scalars(house_read(found, Referral, because=BECAUSE)).all():
        take_back(row, by=by)
        db.session.delete(row)
    db.session.flush()
