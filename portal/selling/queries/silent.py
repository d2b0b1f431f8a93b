"""What tablets still hold, and what nobody knows of those out of use: in the way of a day, or on its report."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import within
from portal.kernel.trail import Trail
from portal.network.models import Store
from portal.selling.models import Device, DeviceState, Order
from portal.selling.queries.gaps import missing_of


class Holding(NamedTuple):
    """A tablet in use and how many orders it has not delivered."""

    device: Device
    orders: int


def tablets_holding(store: Store) -> list[Holding]:
    """Return the tablets of a store in reach that say they hold orders, or numbered some that are not here.

    A number that the owner gave up never comes: it is missing, and keeps no day open.
    """
    own = Order.store_id == Device.store_id, Order.device == Device.name
    last = select(func.max(Order.sequence)).where(*own).correlate(Device).scalar_subquery()
    found = select(Device, func.coalesce(last, 0)).where(Device.store_id == store.id, Device.state == DeviceState.OK)
    rows = db.session.execute(within(found.order_by(Device.id), Device, Order, because="the store is in reach"))
    held = [Holding(device, max(device.waiting, _not_here(device, here))) for device, here in rows]
    return [one for one in held if one.orders > 0]


def _not_here(device: Device, here: int) -> int:
    """Return how many numbers above the highest that is here a tablet gave out and nobody gave up."""
    count = device.last_made - here
    if count <= 0:
        return 0
    given_up = select(Trail.facts).where(Trail.is_about(device), Trail.event == "device.number_given_up")
    told = db.session.scalars(within(given_up, Trail, because="a tablet of the store in reach"))
    return count - len({facts["number"] for facts in told if here < facts["number"] <= device.last_made})


def tails_of(store: Store, day: date) -> list[dict[str, Any]]:
    """Return the tablets out of use of a store in reach that may have sold unheard on a day: which, and since when."""
    begins, ends = clock.at(day), clock.at(day + timedelta(days=1))
    found = select(Device).where(Device.store_id == store.id, Device.ended_at >= begins).order_by(Device.id)
    tails = []
    for device in db.session.scalars(within(found, Device, because="the store is in reach")):
        missing = missing_of(device)
        if missing.unknown_since is not None and missing.unknown_since < ends:
            tails.append({"device": device.name, "since": missing.unknown_since.isoformat(), "missing": missing.number})
    return tails
