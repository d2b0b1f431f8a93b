"""What members are given: the levels, and the rules of head office as the till and its tablets work them out (C34).

The working out itself is `rules_of_till.benefits`, for the server as for the tablets; `benefits_given` says its facts.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, false, not_, true

from portal.accounts import actions, queries
from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling.models import BenefitRule, Level, Member
from portal.selling.queries.benefits import rules_on, spent_by
from portal.selling.rules_of_till.members import is_for

POLICY = "member_levels"


@dataclass(frozen=True)
class Levels:
    """From how many fen on, spent in all stores so far, a member is of a level; nothing: nobody is."""

    silver: int | None = None
    gold: int | None = None

    def of(self, spent: int) -> Level:
        """Return the level of who has spent so much."""
        if self.gold is not None and spent >= self.gold:
            return Level.GOLD
        return Level.SILVER if self.silver is not None and spent >= self.silver else Level.ORDINARY

    def holds(self, level: Level, spent: Any) -> Any:
        """Return the condition that who has spent so much, a column, is of a level."""
        reached = {
            Level.ORDINARY: true(),
            Level.SILVER: beyond(spent, self.silver),
            Level.GOLD: beyond(spent, self.gold),
        }
        above = reached[Level.SILVER] if level == Level.ORDINARY else reached[Level.GOLD]
        return reached[level] if level == Level.GOLD else and_(reached[level], not_(above))

    def to_next(self, spent: int) -> tuple[Level, int] | None:
        """Return the next level and how much is left to spend until then."""
        ahead = [(fen, level) for fen, level in ((self.silver, Level.SILVER), (self.gold, Level.GOLD)) if fen]
        return next(((level, fen - spent) for fen, level in sorted(ahead) if fen > spent), None)


def beyond(spent: Any, fen: int | None) -> Any:
    """Return the condition that a column is at least so much; nothing is beyond a step that is not there."""
    return false() if fen is None else spent >= fen


@dataclass(frozen=True)
class Given:
    """What a member is given on a day: his level, the rules for him, and what the next level asks for."""

    level: Level
    rules: Sequence[BenefitRule]
    following: tuple[Level, int] | None


def levels() -> Levels:
    return Levels(**queries.policy(POLICY))


def set_levels(new: Levels, *, by: Any) -> None:
    """Change from what sum on a member is of a level; what stays as it was leaves nothing on the trail."""
    if new.gold is not None and (new.silver is None or new.gold <= new.silver):
        raise Refused("Gold asks for more than silver.", field="gold")
    if new != levels():
        actions.set_policy(POLICY, asdict(new), by=by)


def given_to(member: Member, day: date) -> Given:
    """Return what a member is given on a day; who does not consent is given nothing."""
    spent, known = spent_by(member), levels()
    level = known.of(spent)
    facts = as_known(member, level)
    rules = [rule for rule in rules_on(day) if is_for(as_said(rule), facts, day.isoformat())]
    return Given(level, rules if member.consents else [], known.to_next(spent))


def as_known(member: Member, level: Level) -> dict[str, Any]:
    """Return what the rules ask of a member; he joined when he agreed, or was first noted if that was earlier."""
    joined = clock.day_of(min(member.consent_at, member.made_at))
    month = member.birthday[:2] if member.birthday else None  # the offer asks for no more
    return {"level": level.value, "birthday": month, "joined_on": joined.isoformat()}


def as_said(rule: BenefitRule) -> dict[str, Any]:
    """Return a rule as the rules of the till know it."""
    return {
        "id": rule.id, "kind": rule.kind.value, "percent": rule.percent, "fen": rule.fen, "category": rule.category,
        "level": rule.level.value if rule.level else None, "least_fen": rule.least_fen, "first_days": rule.first_days,
        "since": rule.since.isoformat(), "until": rule.until.isoformat() if rule.until else None,
    }  # fmt: skip
