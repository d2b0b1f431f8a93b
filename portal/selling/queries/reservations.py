"""Reads of points that are kept for orders under way."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import house_read, within
from portal.selling.models import Order, Reservation
from portal.selling.queries.points import points_of


def free_points(member_id: int, *, but: tuple[int, str]) -> int:
    """Return how many points a member can still spend, beside what is kept for other orders than `but`.

    What is kept is read first: an order stored meanwhile is then counted twice, and never not at all.
    """
    stored = exists().where(Order.store_id == Reservation.store_id, Order.id == Reservation.id)
    open_ones = select(func.coalesce(func.sum(Reservation.points), 0)).where(
        Reservation.member_id == member_id,
        Reservation.ends_at > clock.now(),
        (Reservation.store_id != but[0]) | (Reservation.id != but[1]),
        ~stored,
    )
    kept = db.session.scalar(house_read(open_ones, Reservation, Order, because="a sum of one member's points"))
    return points_of([member_id])[member_id] - int(kept or 0)


class Kept(NamedTuple):
    """Whose points are kept for an order, how many, until when."""

    member_id: int
    points: int
    ends_at: datetime


def reserved_for(store_id: int, keys: Collection[str]) -> dict[str, Kept]:
    """Return {key of an order: what was kept for it} of the store that posts."""
    if not keys:
        return {}
    found = select(Reservation.id, Reservation.member_id, Reservation.points, Reservation.ends_at)
    mine = found.where(Reservation.store_id == store_id, Reservation.id.in_(keys))
    rows = db.session.execute(within(mine, Reservation, because="points kept for orders of the store that posts"))
    return {str(key): Kept(*kept) for key, *kept in rows}
