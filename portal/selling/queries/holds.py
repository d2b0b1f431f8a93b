"""Reads of sales on hold."""

from collections.abc import Sequence

from flask import abort

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.selling.models import Hold, HoldState


def holds_of(store_id: int | None, viewer: Sees) -> Sequence[Hold]:
    """Return what is on hold in one of the viewer's stores, the oldest first."""
    waiting = Hold.seen_by(viewer).where(Hold.store_id == store_id, Hold.state == HoldState.WAITING)
    return db.session.scalars(waiting.order_by(Hold.made_at, Hold.id)).all()


def hold(key: object, viewer: Sees) -> Hold:
    """Return a sale on hold of the viewer's stores, however it ended, or answer 404."""
    found = db.session.scalars(Hold.seen_by(viewer).where(Hold.id == str(key)).limit(2)).all()
    if len(found) != 1:  # two stores may have the same key: then none is meant
        abort(404)
    return found[0]
