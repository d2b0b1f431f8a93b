"""Reads of prospects and their contacts, each for a viewer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from portal.kernel.db import db
from portal.kernel.scope import Sees, house_read
from portal.kernel.trail import Trail
from portal.network.models import Region
from portal.prospecting.models import (
    Contact,
    Prospect,
    Stage,
    StageMove,
)
from portal.prospecting.queries.cities import found_or_404

ENDED = (Stage.APPLIED, Stage.LOST)


def prospect(prospect_id: int, viewer: Sees) -> Prospect:
    """Return a prospect with its city and survey, or answer 404."""
    options = (joinedload(Prospect.city), joinedload(Prospect.survey))
    return found_or_404(Prospect.seen_by(viewer).options(*options).where(Prospect.id == prospect_id))


def prospects_in(region_id: int, viewer: Sees) -> Sequence[Prospect]:
    """Return a city's prospects, live ones with the nearest next step first."""
    found = Prospect.seen_by(viewer).where(Prospect.region_id == region_id)
    ordered = found.order_by(Prospect.stage.in_(ENDED), Prospect.next_on.is_(None), Prospect.next_on, Prospect.id)
    return db.session.scalars(ordered.limit(200)).all()


def contacts_of(prospect: Prospect, viewer: Sees, limit: int = 200) -> Sequence[Contact]:
    """Return a prospect's contacts, the newest first."""
    found = Contact.seen_by(viewer).where(Contact.prospect_id == prospect.id)
    return db.session.scalars(found.order_by(Contact.at.desc(), Contact.id.desc()).limit(limit)).all()


def moves_of(prospect: Prospect, viewer: Sees) -> Sequence[StageMove]:
    """Return a prospect's steps from stage to stage, the newest first."""
    found = StageMove.seen_by(viewer).where(StageMove.prospect_id == prospect.id)
    return db.session.scalars(found.order_by(StageMove.at.desc(), StageMove.id.desc()).limit(100)).all()


def stage_before_loss(prospect: Prospect, viewer: Sees) -> Stage:
    """Return the stage a lost prospect was in."""
    lost = StageMove.seen_by(viewer).where(StageMove.prospect_id == prospect.id, StageMove.now == Stage.LOST)
    last = db.session.scalar(lost.order_by(StageMove.id.desc()).limit(1))
    return last.was if last is not None else Stage.FOUND


def count_checks(viewer: Any, *, since: datetime) -> int:
    """Return how often the viewer looked a phone up across the network; those lines of the trail are his own."""
    own = select(func.count()).select_from(Trail)
    mine = house_read(own, Trail, because="the viewer's own checks").where(
        Trail.event == "prospect.duplicate_checked", Trail.actor_id == viewer.id, Trail.at >= since
    )
    return db.session.scalar(mine) or 0


def mine_or_all(viewer: Any) -> Any:
    """Return a select of live prospects: a manager's own, all in reach for who does not develop any himself."""
    live = Prospect.seen_by(viewer).where(Prospect.stage.not_in(ENDED))
    return live if viewer.sees_everything else live.where(Prospect.owner_id == viewer.id)


def search_prospects(statement: Any, q: str) -> Any:
    """Narrow a select of prospects by name or people (these also in pinyin), address or city."""
    text, latin = q.strip(), q.replace(" ", "").lower()
    named = or_(Region.name.icontains(text, autoescape=True), Region.pinyin.istartswith(latin, autoescape=True))
    cities = select(Region.id).where(named)
    return statement.where(
        or_(
            is_called(q),
            Prospect.address.icontains(text, autoescape=True),
            Prospect.region_id.in_(cities),
        )
    )


def is_called(q: str) -> Any:
    """Return the condition that a prospect or one of its people has such a name, also in pinyin."""
    text, latin = q.strip(), q.replace(" ", "").lower()
    names = (Prospect.name, Prospect.contact_name, Prospect.decision_maker)
    called = [name.icontains(text, autoescape=True) for name in names]
    return or_(*called, Prospect.pinyin.contains(latin, autoescape=True))


def owner_ids(viewer: Sees) -> list[int]:
    """Return the ids of those who own prospects in the viewer's reach."""
    owned = Prospect.seen_by(viewer).where(Prospect.owner_id.is_not(None))
    return list(db.session.scalars(owned.with_only_columns(Prospect.owner_id).distinct()))
