"""Reads of what members are given."""

from collections.abc import Collection, Sequence
from datetime import date

from flask import abort
from sqlalchemy import and_, func, or_, select

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling.models import BenefitRule, Member, MemberTotal
from portal.selling.queries.points import PERSON

SUM_ONLY = "a level counts what was bought in every store; a sum only"


def rules_on(day: date) -> Sequence[BenefitRule]:
    """Return the rules that hold on a day, oldest first."""
    return db.session.scalars(select(BenefitRule).where(BenefitRule.on(day)).order_by(BenefitRule.id)).all()


def rules_from(day: date) -> Sequence[BenefitRule]:
    """Return the rules that hold on a day or later, oldest first: a tablet works on when that day comes."""
    begins = BenefitRule.until >= BenefitRule.since  # else it was ended before its first day
    goes_on = or_(BenefitRule.until.is_(None), and_(BenefitRule.until >= day, begins))
    return db.session.scalars(select(BenefitRule).where(goes_on).order_by(BenefitRule.id)).all()


def benefit_rules(most: int = 100) -> Sequence[BenefitRule]:
    """Return the newest rules, over or not."""
    return db.session.scalars(select(BenefitRule).order_by(BenefitRule.id.desc()).limit(most)).all()


def benefit_rule(rule_id: int) -> BenefitRule:
    """Return a rule, or answer 404."""
    found = db.session.get(BenefitRule, rule_id)
    if found is None:
        abort(404)
    return found


def spent_of(ids: Collection[int]) -> dict[int, int]:
    """Return what each of these members has spent in all stores so far, in fen, whichever of his files says so."""
    of_these = or_(Member.id.in_(ids), Member.merged_into_id.in_(ids))
    spent = select(PERSON, func.sum(MemberTotal.spent)).join(Member, Member.id == MemberTotal.member_id)
    summed = house_read(spent.where(of_these).group_by(PERSON), Member, MemberTotal, because=SUM_ONLY)
    return dict.fromkeys(ids, 0) | {row[0]: int(row[1]) for row in db.session.execute(summed)}


def spent_by(member: Member) -> int:
    """Return what a member has spent in all stores so far, in fen."""
    return spent_of([member.id])[member.id]
