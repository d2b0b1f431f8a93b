"""Reads of what members are given."""

from collections.abc import Sequence
from datetime import date

from flask import abort
from sqlalchemy import func, select

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling.models import BenefitRule, Member, MemberTotal


def rules_on(day: date) -> Sequence[BenefitRule]:
    """Return the rules that hold on a day, oldest first."""
    return db.session.scalars(select(BenefitRule).where(BenefitRule.on(day)).order_by(BenefitRule.id)).all()


def benefit_rules(most: int = 100) -> Sequence[BenefitRule]:
    """Return the newest rules, over or not."""
    return db.session.scalars(select(BenefitRule).order_by(BenefitRule.id.desc()).limit(most)).all()


def benefit_rule(rule_id: int) -> BenefitRule:
    """Return a rule, or answer 404."""
    found = db.session.get(BenefitRule, rule_id)
    if found is None:
        abort(404)
    return found


def spent_by(member: Member) -> int:
    """Return what a member has spent in all stores so far, in fen."""
    spent = select(func.sum(MemberTotal.spent)).where(MemberTotal.member_id.in_([one.id for one in member.files]))
    all_of_it = house_read(spent, MemberTotal, because="a level counts what was bought in every store; a sum only")
    return int(db.session.scalar(all_of_it) or 0)
