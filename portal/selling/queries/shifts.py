"""Reads of shifts: their orders by numbers, their cash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.rights import Can
from portal.kernel.scope import within
from portal.network.models import Store
from portal.selling.models import WAYS, CashMove, Device, Order, OrderPayment, Payment, Shift
from portal.selling.models.paper import PAPER

RECENT = timedelta(days=14)


def shifts(viewer: Any) -> Any:
    """Return a select of the viewer's shifts with their stores.

    A clerk's are those under way and his own: what colleagues took in is none of his figures.
    """
    found = Shift.seen_by(viewer).options(joinedload(Shift.store))
    if viewer.may(Can.SEE_DAY_REPORTS):
        return found
    return found.where((Shift.opener_id == viewer.id) | (Shift.closer_id == viewer.id) | Shift.closed_at.is_(None))


def shifts_with_names(viewer: Any) -> Any:
    """Return a select of (shift, who opened it, who closed it) of the viewer's shifts, for lists."""
    opener, closer = aliased(User), aliased(User)
    found = shifts(viewer).outerjoin(opener, opener.id == Shift.opener_id)
    found = found.outerjoin(closer, closer.id == Shift.closer_id)
    named = found.add_columns(opener.name.label("opener"), closer.name.label("closer"))
    return within(named, User, because="who stood at a till is known to those who see its shifts")


def shift(store_code: str, shift_id: object, viewer: Any) -> Shift:
    """Return a shift of the viewer's stores, or answer 404."""
    found = db.session.scalar(
        shifts(viewer).join(Shift.store).where(Store.code == store_code, Shift.id == str(shift_id))
    )
    if found is None:
        abort(404)
    return found


def open_shift_on(store: Store, device: str) -> Shift | None:
    """Return the shift under way at a till of a store in reach."""
    found = select(Shift).where(Shift.store_id == store.id, Shift.device == device, Shift.closed_at.is_(None))
    return db.session.scalar(within(found, Shift, because="the store is in reach"))


def last_shift_on(store: Store, device: str) -> Shift | None:
    """Return the shift that was closed last at a till of a store in reach."""
    found = select(Shift).where(Shift.store_id == store.id, Shift.device == device, Shift.closed_at.is_not(None))
    return db.session.scalar(
        within(found.order_by(Shift.closed_at.desc()).limit(1), Shift, because="the store is in reach")
    )


def shifts_of_day(store: Store, day: date) -> Sequence[Shift]:
    """Return the shifts that were opened on a day at a store in reach."""
    begun = Shift.opened_at >= clock.at(day), Shift.opened_at < clock.at(day + timedelta(1))
    found = select(Shift).options(joinedload(Shift.store)).where(Shift.store_id == store.id, *begun)
    return db.session.scalars(within(found.order_by(Shift.opened_at), Shift, because="the store is in reach")).all()


def still_open(store: Store, day: date) -> Shift | None:
    """Return a shift of a store in reach that was opened until the end of a day and is not closed."""
    begun = Shift.closed_at.is_(None), Shift.opened_at < clock.at(day + timedelta(1))
    found = select(Shift).where(Shift.store_id == store.id, *begun).order_by(Shift.opened_at).limit(1)
    return db.session.scalar(within(found, Shift, because="the store is in reach"))


def moves_of(shift: Shift) -> Sequence[CashMove]:
    """Return the cash moves of a shift in reach, as they came."""
    found = select(CashMove).where(CashMove.store_id == shift.store_id, CashMove.shift_id == shift.id)
    return db.session.scalars(
        within(found.order_by(CashMove.at, CashMove.id), CashMove, because="the store is in reach")
    ).all()


def last_number_of(store: Store, device: str) -> int:
    """Return the highest number of a till that is stored here; 0 of a new one."""
    found = select(func.max(Order.sequence)).where(Order.store_id == store.id, Order.device == device)
    return db.session.scalar(within(found, Order, because="the store is in reach")) or 0


def tills_of(store: Store) -> list[str]:
    """Return the names under which a store in reach sold lately."""
    lately = Order.store_id == store.id, Order.booked_day >= clock.today() - RECENT
    found = (
        select(Order.device)
        .where(*lately, ~Order.device.startswith(PAPER, autoescape=True))
        .group_by(Order.device)
        .order_by(func.max(Order.placed_at).desc())
    )
    return list(db.session.scalars(within(found, Order, because="the store is in reach")))


@dataclass(frozen=True)
class ShiftFigures:
    """What a till's numbers from first to last say: how many are here and missing, and the money by each way, in fen.

    Cash holds what the till began with and what was moved.
    """

    last: int
    last_here: int  # the highest that has arrived
    orders: int
    missing: int
    total: int
    expected: list[tuple[Payment, int]]


def told_by(store_id: int, device: str) -> int:
    """Return the highest number that a tablet of a store in reach says it gave out; 0 where it is not enrolled."""
    found = select(Device.last_made).where(Device.store_id == store_id, Device.name == device)
    return db.session.scalar(within(found, Device, because="the store is in reach")) or 0


def shift_figures(shift: Shift, told: int = 0) -> ShiftFigures:
    """Return what a shift in reach should have in its till by now; `told` is the highest number its tablet gave out.

    While it is under way, it answers for all that an enrolled tablet says to have numbered.
    """
    numbers = Order.sequence >= shift.first_number
    if shift.last_number is not None:
        numbers &= Order.sequence <= shift.last_number
    own = Order.store_id == shift.store_id, Order.device == shift.device, numbers
    singles = select(Order.payment, func.sum(Order.total), func.count(), func.max(Order.sequence)).where(*own)
    rows = db.session.execute(within(singles.group_by(Order.payment), Order, because="the store is in reach")).all()
    of_order = (OrderPayment.store_id == Order.store_id) & (OrderPayment.order_id == Order.id)
    parts = select(OrderPayment.way, func.sum(OrderPayment.amount)).select_from(Order).join(OrderPayment, of_order)
    mixed = within(parts.where(*own).group_by(OrderPayment.way), Order, OrderPayment, because="the store is in reach")
    by_way = dict.fromkeys(WAYS, 0)
    for way, fen in [*((row[0], row[1]) for row in rows), *db.session.execute(mixed)]:
        if way in by_way:
            by_way[way] += int(fen)
    by_way[Payment.CASH] += shift.float_fen + sum(move.signed for move in moves_of(shift))
    here = max([shift.first_number - 1, *(row[3] for row in rows)])
    last = shift.last_number
    if last is None:
        last = max(here, told, told_by(shift.store_id, shift.device))
    orders = sum(row[2] for row in rows)
    missing = last - shift.first_number + 1 - orders
    return ShiftFigures(last, here, orders, missing, sum(int(row[1]) for row in rows), list(by_way.items()))
