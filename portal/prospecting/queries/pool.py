"""Reads of the shared pool: what is stuck, what is due to go there, what lies there."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.network.models import Region
from portal.prospecting.models import STAGES, Prospect, Risk, Stage
from portal.prospecting.models.pace import pace
from portal.prospecting.queries.prospects import ENDED, mine_or_all
from portal.prospecting.queries.risks import looked_after

MOST_ASKING = 300  # more is no list of a day


def longer_than_allowed(since: Any) -> Any:
    """Return the condition that a moment lies further back than a prospect's stage may take."""
    alike: dict[int, list[Any]] = defaultdict(list)
    for track, stages in STAGES.items():
        for stage in stages:
            if stage not in ENDED:
                alike[pace().of(track, stage)].append(and_(Prospect.track == track, Prospect.stage == stage))
    today = clock.today().toordinal()
    moments = {days: clock.at(clock.today().fromordinal(today - days)) for days in alike}
    return or_(*(and_(since < moments[days], or_(*places)) for days, places in alike.items()))


def to_warn() -> Any:
    """Return the condition of prospects whose owner is to hear that they go back to the pool."""
    stuck = longer_than_allowed(Prospect.stage_since) & longer_than_allowed(Prospect.held_since)
    return and_(Prospect.owner_id.is_not(None), Prospect.pool_on.is_(None), stuck)


def to_return() -> Any:
    """Return the condition of prospects whose day to go back to the pool has come."""
    return and_(Prospect.owner_id.is_not(None), Prospect.pool_on <= clock.today(), Prospect.stage.not_in(ENDED))


def prospects_to_hand_over(owner: User, viewer: Sees) -> Sequence[Prospect]:
    """Return all that one manager has but the lost, with its city, as far as the viewer sees it."""
    his = Prospect.seen_by(viewer).where(Prospect.owner_id == owner.id, Prospect.stage != Stage.LOST)
    return db.session.scalars(his.options(joinedload(Prospect.city)).order_by(Prospect.id)).all()


def due_or_warned(viewer: Any, day: date) -> Sequence[Prospect]:
    """Return one's prospects with a step until a day, and those that go back to the pool, the longest overdue first."""
    asking = mine_or_all(viewer).where(or_(Prospect.next_on <= day, Prospect.pool_on.is_not(None)))
    ordered = asking.options(joinedload(Prospect.city)).order_by(Prospect.next_on, Prospect.id)
    return db.session.scalars(ordered.limit(MOST_ASKING)).all()


def pooled(viewer: Sees) -> Any:
    """Return a select of the prospects in the shared pool of the viewer's cities."""
    return Prospect.seen_by(viewer).where(Prospect.owner_id.is_(None), Prospect.stage.not_in(ENDED))


def owners_to_hand_over(viewer: Sees) -> Sequence[User]:
    """Return who has prospects or open risks in the viewer's reach, also who cannot sign in any more, by name."""
    his = Prospect.seen_by(viewer).where(Prospect.owner_id.is_not(None), Prospect.stage != Stage.LOST)
    watched = looked_after(viewer).with_only_columns(Risk.owner_id)
    owned = (his.with_only_columns(Prospect.owner_id), watched)
    ids = {owner_id for rows in owned for owner_id in db.session.scalars(rows.distinct())}
    return db.session.scalars(User.seen_by(viewer).where(User.id.in_(ids)).order_by(User.name, User.id)).all()


def to_hand_over_by_city(owner: User, viewer: Sees) -> Sequence[Any]:
    """Return in which cities one manager has how many prospects, and how many of them have applied; most first."""
    his = Prospect.seen_by(viewer).where(Prospect.owner_id == owner.id, Prospect.stage != Stage.LOST)
    applied = func.sum(case((Prospect.stage == Stage.APPLIED, 1), else_=0))
    rows = his.join(Region, Region.id == Prospect.region_id)
    rows = rows.with_only_columns(Region.id, Region.name, func.count().label("n"), applied.label("applied"))
    return db.session.execute(rows.group_by(Region.id).order_by(func.count().desc(), Region.id)).all()
