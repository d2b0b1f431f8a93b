"""Reads of risks and chances (C23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import House, Sees, within
from portal.network.models import Region
from portal.prospecting.models import FROM, HEAVIEST, Level, Prospect, Risk
from portal.prospecting.queries.cities import found_or_404
from portal.prospecting.queries.prospects import is_called

WHATEVER_HANGS: Any = House("risks follow their prospect, and a leaver's his heir")
MOST_SHOWN = 30


@dataclass(frozen=True)
class RiskCount:
    """How many are open in reach, how many of them weigh heavily or are overdue, and how many overdue are one's own."""

    open: int = 0
    high: int = 0
    overdue: int = 0
    mine: int = 0


def risks(viewer: Sees) -> Any:
    """Return a select of risks and chances with their prospects and cities."""
    rows = within(Risk.seen_by(viewer), Prospect, because="a risk lies in its prospect's city")
    joined = rows.outerjoin(Risk.prospect).join(Risk.city)
    return joined.options(contains_eager(Risk.prospect), contains_eager(Risk.city))


def search_risks(statement: Any, q: str) -> Any:
    """Narrow them by what they say, or by their prospect or city, these also in pinyin."""
    text, latin = q.strip(), q.replace(" ", "").lower()
    return statement.where(
        or_(
            Risk.text.icontains(text, autoescape=True),
            Risk.measure.icontains(text, autoescape=True),
            is_called(q),
            Region.name.icontains(text, autoescape=True),
            Region.pinyin.istartswith(latin, autoescape=True),
        )
    )


def is_level(level: Level) -> Any:
    """Return the condition that one is of a level."""
    above = [least for least in FROM.values() if least > FROM[level]]
    top = min(above) - 1 if above else HEAVIEST
    return Risk.rank.between(HEAVIEST + 1 - top, HEAVIEST + 1 - FROM[level])


def is_overdue() -> Any:
    """Return the condition of open ones whose day is over."""
    return and_(Risk.closed_at.is_(None), Risk.due_on < clock.today())


def risk(risk_id: int, viewer: Sees) -> Risk:
    """Return a risk or a chance, or answer 404."""
    whole = (joinedload(Risk.prospect).joinedload(Prospect.city), joinedload(Risk.city))
    found: Risk = found_or_404(Risk.seen_by(viewer).options(*whole).where(Risk.id == risk_id))
    return found


def risks_of(prospect: Prospect, viewer: Sees) -> Sequence[Risk]:
    """Return a prospect's, the open ones first, what weighs most before the rest."""
    return _first(Risk.seen_by(viewer).where(Risk.prospect_id == prospect.id))


def risks_in(region_id: int, viewer: Sees) -> Sequence[Risk]:
    """Return the open ones of a city and of its prospects."""
    open_ones = Risk.seen_by(viewer).where(Risk.region_id == region_id, Risk.closed_at.is_(None))
    return _first(open_ones.options(joinedload(Risk.prospect)))


def _first(statement: Any) -> Sequence[Risk]:
    ordered = statement.order_by(Risk.closed_at.is_not(None), Risk.rank, Risk.due_on, Risk.id)
    return db.session.scalars(ordered.limit(MOST_SHOWN)).all()


def count_risks(viewer: Any) -> RiskCount:
    """Return what a home page says of them."""
    high, over = is_level(Level.HIGH), Risk.due_on < clock.today()
    counts = (
        func.count(), func.sum(case((high, 1), else_=0)), func.sum(case((over, 1), else_=0)),
        func.sum(case((and_(over, Risk.owner_id == viewer.id), 1), else_=0)),
    )  # fmt: skip
    open_ones = Risk.seen_by(viewer).where(Risk.closed_at.is_(None)).with_only_columns(*counts)
    return RiskCount(*(int(n or 0) for n in db.session.execute(open_ones).one()))


def risk_owners(viewer: Sees) -> list[int]:
    """Return the ids of those who look after something in the viewer's reach."""
    return list(db.session.scalars(Risk.seen_by(viewer).with_only_columns(Risk.owner_id).distinct()))


def open_risks_of(prospect: Prospect) -> Sequence[Risk]:
    """Return what is open of a prospect, whoever is acting on it."""
    mine = Risk.seen_by(WHATEVER_HANGS).where(Risk.prospect_id == prospect.id, Risk.closed_at.is_(None))
    return db.session.scalars(mine.options(joinedload(Risk.prospect)).order_by(Risk.id)).all()


def looked_after(viewer: Sees) -> Any:
    """Return a select of what is open; what its owner left in the pool is nobody's until that is claimed."""
    rows = Risk.seen_by(viewer).where(Risk.closed_at.is_(None)).outerjoin(Risk.prospect)
    rows = within(rows, Prospect, because="a risk lies in its prospect's city")
    return rows.where(
        or_(Risk.prospect_id.is_(None), Prospect.owner_id.is_not(None), Prospect.had_by_id != Risk.owner_id)
    )


def open_risks_owned_by(owner: User) -> Sequence[Risk]:
    """Return what one looks after that is open, with its city, whatever his reach is now (C23)."""
    his = looked_after(WHATEVER_HANGS).where(Risk.owner_id == owner.id)
    return db.session.scalars(his.options(joinedload(Risk.city)).order_by(Risk.id)).all()
