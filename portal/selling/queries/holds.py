"""Reads of sales on hold."""

from collections.abc import Sequence
from datetime import datetime

from flask import abort
from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.scope import Sees, house_read
from portal.selling.models import Hold, HoldState


def holds_of(store_id: int | None, viewer: Sees) -> Sequence[Hold]:
    """Return what is on hold in one of the viewer's stores, the oldest first."""
    waiting = Hold.seen_by(viewer).where(Hold.store_id == store_id, Hold.state == HoldState.WAITING)
    return db.session.scalars(waiting.order_by(Hold.made_at, Hold.id)).all()


def hold_at(store_id: int | None, key: object, viewer: Sees) -> Hold | None:
    """Return a sale on hold at one of the viewer's stores, however it ended; None where it is there no longer."""
    return db.session.scalar(Hold.seen_by(viewer).where(Hold.store_id == store_id, Hold.id == str(key)))


def stores_with_old_holds(before: datetime) -> Sequence[int]:
    """Return the stores where something was put aside before then that nobody took up."""
    old = select(Hold.store_id).where(Hold.state == HoldState.WAITING, Hold.made_at < before).distinct()
    return db.session.scalars(house_read(old.order_by(Hold.store_id), Hold, because="by night; no name is read")).all()


def hold(key: object, viewer: Sees) -> Hold:
    """Return a sale on hold of the viewer's stores, however it ended, or answer 404."""
    found = db.session.scalars(Hold.seen_by(viewer).where(Hold.id == str(key)).limit(2)).all()
    if len(found) != 1:  # two stores may have the same key: then none is meant
        abort(404)
    return found[0]
