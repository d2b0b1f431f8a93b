"""Which numbers of a tablet are missing, and since when nobody knows what it sold (C32)."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from portal.kernel.db import db
from portal.kernel.scope import within
from portal.selling.models import Device, Order

SHOWN = 20  # holes, the latest first


class Missing(NamedTuple):
    """How many numbers were given out and never came, the latest holes from first to last, and where knowledge ends.

    `came` is how many did come.
    """

    number: int
    holes: list[tuple[int, int]]
    unknown_since: datetime | None
    came: int
    last: int  # the highest number that is known


def missing_of(device: Device) -> Missing:
    """Return what is missing of a tablet of the viewer's: exact up to the highest number that it or its orders told."""
    mine = (Order.store_id == device.store_id, Order.device == device.name)
    counted = within(
        select(func.count(), func.max(Order.sequence)).where(*mine), Order, because="the tablet's own orders"
    )
    came, highest = db.session.execute(counted).one()
    last = max(device.last_made, highest or 0)
    count = last - came
    holes = _holes(mine, highest or 0, last) if count else []
    return Missing(count, holes, _unknown_since(device, count), came, last)


def _holes(mine: tuple[ColumnElement[bool], ...], highest: int, last: int) -> list[tuple[int, int]]:
    before = func.lag(Order.sequence, 1, 0).over(order_by=Order.sequence)
    steps = select(Order.sequence.label("n"), before.label("before")).where(*mine)
    step = steps.subquery()
    jumps = select(step.c.before + 1, step.c.n - 1).where(step.c.n > step.c.before + 1)
    latest = within(jumps.order_by(step.c.n.desc()).limit(SHOWN), Order, because="the tablet's own orders")
    found = db.session.execute(latest)
    tail = [(highest + 1, last)] if last > highest else []
    return (tail + [(first, until) for first, until in found])[:SHOWN]


def _unknown_since(device: Device, count: int) -> datetime | None:
    """Since when a tablet out of use may have sold unheard; None where it came back and nothing of it is missing."""
    if device.in_use:
        return None
    came_back = device.seen_at and device.ended_at and device.seen_at >= device.ended_at
    if came_back and not count and not device.waiting:
        return None
    return device.seen_at or device.made_at
