"""Reads of the consent to keep a coarse place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from portal.kernel.db import db
from portal.prospecting.models import Contact, PlaceConsent


def live_consents(viewer: Any) -> Sequence[PlaceConsent]:
    """Return a person's live consents, the newest first: one, or two that were given in the same moment."""
    live = select(PlaceConsent).where(PlaceConsent.user_id == viewer.id, PlaceConsent.withdrawn_at.is_(None))
    return db.session.scalars(live.order_by(PlaceConsent.id.desc())).all()


def consent_of(viewer: Any) -> PlaceConsent | None:
    """Return a person's live consent."""
    return next(iter(live_consents(viewer)), None)


def count_places(viewer: Any) -> int:
    """Return how many of a person's own visits keep a place."""
    mine = Contact.seen_by(viewer).where(Contact.actor_id == viewer.id, Contact.place_lat.is_not(None))
    return db.session.scalar(mine.with_only_columns(func.count())) or 0
