"""Reads of calendar feeds: by their token, or for their own person."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.viewer import hashed, viewer_of
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.rights import Can
from portal.kernel.scope import house_read
from portal.prospecting.models import Appointment, CalendarFeed
from portal.prospecting.queries.appointments import appointments

BACK, AHEAD, MOST = timedelta(days=31), timedelta(days=366), 1000


def live_feeds(viewer: Any) -> Sequence[CalendarFeed]:
    """Return a person's live feeds, the newest first: one, or two that were made in the same moment."""
    live = select(CalendarFeed).where(CalendarFeed.user_id == viewer.id, CalendarFeed.withdrawn_at.is_(None))
    return db.session.scalars(live.order_by(CalendarFeed.id.desc())).all()


def feed_of(viewer: Any) -> CalendarFeed | None:
    """Return a person's live feed."""
    return next(iter(live_feeds(viewer)), None)


def holder_of(token: str) -> Any:
    """Return the viewer whose live feed has this token, as long as he may sign in and prospects; else None."""
    mine = select(User).join(CalendarFeed, CalendarFeed.user_id == User.id)
    live = mine.where(CalendarFeed.token_hash == hashed(token), CalendarFeed.withdrawn_at.is_(None))
    user = db.session.scalar(house_read(live, User, because="whoever has the token reads its own person's calendar"))
    if user is None or not user.is_active:
        return None
    viewer = viewer_of(user)
    return viewer if viewer.may(Can.PROSPECT) else None


def calendar_of(viewer: Any) -> Sequence[Appointment]:
    """Return what stands in a person's calendar: the last month, the next year, also what was cancelled."""
    now = clock.now()
    mine = appointments(viewer).where(
        Appointment.owner_id == viewer.id, Appointment.at > now - BACK, Appointment.at < now + AHEAD
    )
    return db.session.scalars(mine.order_by(Appointment.at, Appointment.id).limit(MOST)).all()
