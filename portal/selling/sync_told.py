"""What a tablet is told beside the fate of its orders: numbers that never came, the newest snapshot, sealed days."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from portal.goods.queries import catalogue_numbers
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import within
from portal.selling.models import DayReport, Order

NEWEST = 1000  # numbers of a tablet that are looked through: its page has all of them
MOST_GAPS = 20
BACK = timedelta(days=3)


def told(store_id: int, device: str) -> dict[str, Any]:
    """Return the highest number without a hole before it, the holes, the newest snapshot, the days sealed lately."""
    upto, gaps = numbers_of(store_id, device)
    return {
        "upto": upto,
        "gaps": gaps,
        "snapshot": catalogue_numbers().newest,
        "sealed": [day.isoformat() for day in sealed_lately(store_id)],
    }


def numbers_of(store_id: int, device: str) -> tuple[int, list[list[int]]]:
    """Return up to which number a device's orders are all here, and the holes of its newest thousand."""
    mine = select(Order.sequence).where(Order.store_id == store_id, Order.device == device)
    newest = mine.order_by(Order.sequence.desc()).limit(NEWEST).subquery()
    before = func.lag(newest.c.sequence).over(order_by=newest.c.sequence)
    every = func.max(newest.c.sequence).over(), func.count().over()
    steps = select(newest.c.sequence.label("n"), before.label("before"), *every).subquery()
    jumps = select(steps).where(func.coalesce(steps.c.before, -1) != steps.c.n - 1)
    own = within(jumps.order_by(steps.c.n), Order, because="the numbers of the device that posts")
    rows = db.session.execute(own).all()
    if not rows:
        return 0, []
    # the first row has none before it: what lies before the newest thousand is taken as come
    first, _, last, many = rows[0]
    gaps = [[1, first - 1]] if first > 1 and many < NEWEST else []
    gaps += [[came + 1, n - 1] for n, came, *_ in rows[1:]]
    return gaps[0][0] - 1 if gaps else last, gaps[:MOST_GAPS]


def sealed_lately(store_id: int) -> list[Any]:
    days = select(DayReport.day).where(DayReport.store_id == store_id, DayReport.day >= clock.today() - BACK)
    return list(db.session.scalars(within(days.order_by(DayReport.day), DayReport, because="days of the own store")))
