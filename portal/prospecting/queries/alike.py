"""Reads of files that may be of the same, and of files that went into others."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import joinedload

from portal.kernel.db import db
from portal.kernel.scope import House, Sees
from portal.prospecting.alike import Asked
from portal.prospecting.models import Merger, Prospect
from portal.prospecting.queries.cities import found_or_404

EVERYWHERE: Any = House("duplicate check")


def alikes(asked: Asked, viewer: Sees, *, city_id: int | None = None, but: int = 0) -> Sequence[Prospect]:
    """Return the viewer's prospects that may be whom he asks for; a sound alone counts in one city, where given."""
    sounds = [] if not asked.sound else [Prospect.sound == asked.sound]
    if sounds and city_id is not None:
        sounds = [and_(sounds[0], Prospect.region_id == city_id)]
    alike = [*_certain(asked), *sounds]
    if not alike:
        return []
    found = Prospect.seen_by(viewer).options(joinedload(Prospect.city)).where(or_(*alike), Prospect.id != but)
    return db.session.scalars(found.order_by(Prospect.id).limit(12)).all()


def is_known_elsewhere(asked: Asked, viewer: Sees, *, by_name: bool = False) -> bool:
    """Whether anyone beyond the viewer's reach develops the same: yes or no, and nothing else."""
    shop = [and_(Prospect.place == asked.place, Prospect.sound == asked.sound)] if asked.place and asked.sound else []
    alike = [Prospect.phone == asked.phone] if asked.phone else []
    if by_name:
        alike += [*_certain(asked), *([Prospect.sound == asked.sound] if asked.sound else [])]
    if viewer.sees_everything or not (alike or shop):
        return False
    known = Prospect.seen_by(EVERYWHERE).with_only_columns(Prospect.id).where(or_(*alike, *shop))
    beyond = known.where(Prospect.region_id.not_in(sorted(viewer.region_ids)))
    return db.session.scalar(beyond.limit(1)) is not None


def _certain(asked: Asked) -> list[Any]:
    same = ((Prospect.phone, asked.phone), (Prospect.place, asked.place))
    return [column == value for column, value in same if value]


def prospect_or_kept(prospect_id: int, viewer: Sees) -> Prospect:
    """Return a prospect, or the one that a merged one went into; else answer 404."""
    options = (joinedload(Prospect.city), joinedload(Prospect.survey))
    found = db.session.scalar(Prospect.seen_by(viewer).options(*options).where(Prospect.id == prospect_id))
    if found is not None:
        return found
    merger: Merger = found_or_404(Merger.seen_by(viewer).where(Merger.gone_id == prospect_id))
    kept: Prospect = found_or_404(Prospect.seen_by(viewer).options(*options).where(Prospect.id == merger.kept_id))
    return kept


def mergers_of(prospect: Prospect, viewer: Sees) -> Sequence[Merger]:
    """Return what went into a prospect's file, the newest first."""
    found = Merger.seen_by(viewer).where(Merger.kept_id == prospect.id)
    return db.session.scalars(found.order_by(Merger.id.desc()).limit(20)).all()
