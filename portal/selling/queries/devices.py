"""Reads of a store's tablets."""

from collections.abc import Sequence

from flask import abort

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.network.models import Store
from portal.selling.models import Device


def devices_of(store: Store, viewer: Sees) -> Sequence[Device]:
    """Return a store's tablets, those in use first, the newest first."""
    mine = Device.seen_by(viewer).where(Device.store_id == store.id)
    return db.session.scalars(mine.order_by(Device.ended_at.is_not(None), Device.id.desc())).all()


def device(device_id: int, viewer: Sees) -> Device:
    """Return a tablet of the viewer's stores, or answer 404."""
    found = db.session.scalar(Device.seen_by(viewer).where(Device.id == device_id))
    if found is None:
        abort(404)
    return found


def replacement_of(device: Device, viewer: Sees) -> Device | None:
    """Return the tablet that took another's place."""
    return db.session.scalar(Device.seen_by(viewer).where(Device.replaces_id == device.id))
