"""Reads of the consent to keep a coarse place."""

from typing import Any

from sqlalchemy import func, select

from portal.kernel.db import db
from portal.prospecting.models import Contact, PlaceConsent


def consent_of(viewer: Any) -> PlaceConsent | None:
    """Return a person's live consent."""
    live = select(PlaceConsent).where(PlaceConsent.user_id == viewer.id, PlaceConsent.withdrawn_at.is_(None))
    found: PlaceConsent | None = db.session.scalar(live.order_by(PlaceConsent.id.desc()).limit(1))
    return found


def count_places(viewer: Any) -> int:
    """Return how many of a person's own visits keep a place."""
    mine = Contact.seen_by(viewer).where(Contact.actor_id == viewer.id, Contact.place_lat.is_not(None))
    return db.session.scalar(mine.with_only_columns(func.count())) or 0
