"""Points: what a purchase earns, what they are worth, how many a member has, when they lapse (C34).

What an order earned and spent stands with it, so a member's points are a sum of orders, and of `PointsMove` for what no
order says. Whoever posts an order asks here; nothing here is asked of a product or a store.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from portal.accounts import actions, queries
from portal.kernel import clock
from portal.selling.models import Member
from portal.selling.queries.points import last_gain_of, points_of

POLICY = "member_points"


@dataclass(frozen=True)
class Points:
    """How points are given: one for each so many fen that are paid (nothing: none), each worth so many when spent.

    They lapse when a member gained none for so many months; 0: never. `referral` are given for a newcomer who buys.
    """

    earn_fen: int | None = None
    worth_fen: int = 1
    months: int = 0
    referral: int = 0


@dataclass(frozen=True)
class Held:
    """A member's points, what they are worth in fen, and the last day on which he has them unless he gains some."""

    points: int
    fen: int
    until: date | None


def rules() -> Points:
    return Points(**queries.policy(POLICY))


def set_rules(new: Points, *, by: Any) -> None:
    """Change how points are given from now on; what was earned stays. What stays as it was leaves no trail."""
    if new != rules():
        actions.set_policy(POLICY, asdict(new), by=by)


def earned(fen: int, known: Points | None = None) -> int:
    """Return the points that a sale earns a member who paid so much for it, beside points and all that goes off."""
    by = known or rules()
    return fen // by.earn_fen if by.earn_fen and fen > 0 else 0


def held(member: Member) -> Held:
    """Return what a member has of points today."""
    known, points = rules(), points_of([member.id])[member.id]
    gained = last_gain_of(member) if known.months and points > 0 else None
    return Held(points, points * known.worth_fen, months_later(gained, known.months) if gained else None)


def as_said(known: Points | None = None) -> dict[str, Any]:
    """Return what a tablet needs to tell what a sale earns and what points are worth."""
    by = known or rules()
    return {"earn_fen": by.earn_fen, "worth_fen": by.worth_fen}


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (clock.next_month(date(year, month + 1, 1)) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
