"""What head office gives members: rules written, written anew and ended; a member's birthday (C34)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.goods.models import Category
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.selling import consent
from portal.selling.models import BenefitRule, Member, RuleKind

ONE = timedelta(days=1)


def add_rule(*, by: Any, follows: BenefitRule | None = None, **facts: Any) -> BenefitRule:
    """Write a rule that holds from a day to come; the one that it follows ends the day before.

    It begins tomorrow at the earliest: a till that sells without network has it before the day begins.
    """
    _check_rule(facts)
    if follows is not None:
        if follows.has_ended:
            raise Refused("This rule is over already.")
        follows.until = _last_day(follows, facts["since"] - ONE)
    rule = BenefitRule(**facts, follows_id=follows.id if follows else None, actor_id=by.id)
    try:
        with db.session.begin_nested():
            db.session.add(rule)
            db.session.flush()
    except IntegrityError:
        raise Refused("This rule was written anew already.") from None
    record("benefit_rule.added", rule, by=by)
    return rule


def end_rule(rule: BenefitRule, *, by: Any) -> None:
    """End a rule with this day; one that has not begun never does."""
    if rule.has_ended:
        raise Refused("This rule is over already.")
    if rule.until == clock.today():
        raise Refused("This rule ends today already.")
    rule.until = _last_day(rule, clock.today())
    record("benefit_rule.ended", rule, by=by)


def note_birthday(
    member: Member, *, month: int | None, day: int | None, agrees: bool, by: Any, version: str = consent.VERSION
) -> None:
    """Note the day of a member's birthday, without the year, if he agrees; nothing given: forget it.

    `version` is the notice that he heard.
    """
    if not member.consents:
        raise Refused("This member has taken the consent back. Number and name are not used.")
    if month is None and day is None:
        member.birthday = None
        record("member.birthday_forgotten", member, by=by)
        return
    try:
        # a leap year, so that the 29th of February is a birthday
        said = date(2024, month or 0, day or 0).strftime("%m-%d")
    except ValueError:
        raise Refused("There is no such day in this month.", field="day") from None
    if not agrees:
        raise Refused("A birthday is noted only if the member agrees.", field="agrees")
    member.birthday = said
    # his consent to this alone: whoever joined under an older notice was not told of birthdays
    record("member.birthday_noted", member, by=by, version=version)


def _last_day(rule: BenefitRule, day: date) -> date:
    """The last day of a rule that ends with `day`; the day before its first where it has not begun by then."""
    earlier = day if rule.until is None else min(day, rule.until)
    return max(earlier, rule.since - ONE)


def _check_rule(facts: dict[str, Any]) -> None:
    if (facts.get("percent") is None) == (facts.get("fen") is None):
        raise Refused("Say either a percentage or an amount.", field="percent")
    if facts["since"] <= clock.today():
        raise Refused("A rule begins tomorrow at the earliest, so that every till knows it by then.", field="since")
    if facts.get("until") is not None and facts["until"] < facts["since"]:
        raise Refused("The last day is before the first.", field="until")
    if (facts["kind"] == RuleKind.NEW_MEMBER) != (facts.get("first_days") is not None):
        raise Refused("For new members, and only for them, say for how many days.", field="first_days")
    category = db.session.get(Category, facts["category_id"]) if facts.get("category_id") else None
    if category is not None and category.retired_at is not None:
        raise Refused("The category %(name)s is retired.", name=category.name, field="category_id")
