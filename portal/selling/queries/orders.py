"""Reads of orders."""

import re
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.kernel.trail import Trail
from portal.network.models import Store
from portal.selling.models import Member, Order, OrderBenefit, OrderLine

# What a list shows of orders: plain columns, since lists are long; last what they are sorted by.
_undoing = aliased(Order)
_was_reversed = exists().where(_undoing.store_id == Order.store_id, _undoing.reverses_id == Order.id)
_LISTED = (
    select(
        Order.device, Order.sequence, Order.lines_count, Order.payment, Order.total, Order.reverses_id,
        Order.returns_id, Order.flags, _was_reversed.label("reversed"),
        Store.code.label("store_code"), Store.name.label("store_name"),
        Order.member_id, Member.name.label("member_name"), Member.phone.label("member_phone"),
        Member.erased_at.label("member_erased_at"), Member.withdrawn_at.label("member_withdrawn_at"),
        Order.placed_at, Order.id, Order.store_id,
    )
    .join(Store, Store.id == Order.store_id)
    .outerjoin(Member, Member.id == Order.member_id)
)  # fmt: skip


_WHOLE = (
    joinedload(Order.store),
    joinedload(Order.member),
    selectinload(Order.lines).joinedload(OrderLine.product),
)


def orders(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of what a list shows of the viewer's orders."""
    found = Order.seen_by(viewer, of=_LISTED, **how)
    return within(found, Member, because="who bought in the viewer's orders; shown masked")


def order(store_code: str, order_id: Any, viewer: Sees) -> Order:
    """Return an order of one of the viewer's stores with its lines, or answer 404."""
    return _whole_order(store_code, viewer, Order.id == str(order_id))


def number_typed(text: str) -> tuple[str, int] | None:
    """Return (device, sequence) of a number as it is printed on receipts, None where it is none."""
    device, dash, sequence = text.strip().rpartition("-")
    return (device[:40], int(sequence)) if dash and re.fullmatch(r"[0-9]{1,18}", sequence) else None


def numbered_order(store_code: str, number: str, viewer: Sees) -> Order:
    """Return the order with a number as it is printed on receipts, device and sequence, or answer 404."""
    if (printed := number_typed(number)) is None:
        abort(404)
    return _whole_order(store_code, viewer, Order.device == printed[0], Order.sequence == printed[1])


def _whole_order(store_code: str, viewer: Sees, *which: ColumnElement[bool]) -> Order:
    of_store = select(Store.id).where(Store.code == store_code).scalar_subquery()
    found = db.session.scalar(Order.seen_by(viewer).where(Order.store_id == of_store, *which).options(*_WHOLE))
    if found is None:
        abort(404)
    return found


def till_order(store: Store, viewer: Sees, *, number: str = "", key: str | None = None) -> Order | None:
    """Return an order of a store by its key, or by its number as a receipt shows it, with or without the store's."""
    device, _, sequence = number.removeprefix(f"{store.code}-").rpartition("-")
    if key is None and not (device and re.fullmatch(r"[0-9]{1,18}", sequence)):
        return None
    which = [Order.id == key] if key else [Order.device == device, Order.sequence == int(sequence)]
    found: Order | None = db.session.scalar(
        Order.seen_by(viewer).where(Order.store_id == store.id, *which).options(*_WHOLE)
    )
    return found


def only_order(order_id: Any, viewer: Sees) -> Order:
    """Return the one order in the viewer's reach that has this key, or answer 404."""
    alike = Order.seen_by(viewer).where(Order.id == str(order_id)).options(joinedload(Order.store)).limit(2)
    found = db.session.scalars(alike).all()
    if len(found) != 1:
        abort(404)
    return found[0]


def reversed_by(found: Order, viewer: Sees) -> Order | None:
    """Return the order that this one undoes."""
    return order(found.store.code, found.reverses_id, viewer) if found.reverses_id else None


def reversal_of(found: Order, viewer: Sees) -> Order | None:
    """Return the order that undid this one."""
    undoing = Order.seen_by(viewer).where(Order.store_id == found.store_id, Order.reverses_id == found.id)
    return db.session.scalar(undoing.options(joinedload(Order.store)))


def returned_by(found: Order, viewer: Sees) -> Order | None:
    """Return the order whose goods this one brings back."""
    return order(found.store.code, found.returns_id, viewer) if found.returns_id else None


def returns_of(found: Order, viewer: Sees) -> list[Order]:
    """Return the orders that brought goods of this one back, oldest first; those that were undone are left out."""
    undone = exists().where(_undoing.store_id == Order.store_id, _undoing.reverses_id == Order.id)
    back = Order.seen_by(viewer).where(
        Order.store_id == found.store_id, Order.returns_id == found.id, Order.reverses_id.is_(None), ~undone
    )
    return list(db.session.scalars(back.options(joinedload(Order.store)).order_by(Order.placed_at, Order.id)))


def benefits_on(found: Order, viewer: Sees) -> dict[int, list[OrderBenefit]]:
    """Return what made the lines of an order in reach cheaper, by their position."""
    rows = OrderBenefit.seen_by(viewer).where(
        OrderBenefit.store_id == found.store_id, OrderBenefit.order_id == found.id
    )
    lines: dict[int, list[OrderBenefit]] = {}
    for row in db.session.scalars(rows.order_by(OrderBenefit.position, OrderBenefit.n)):
        lines.setdefault(row.position, []).append(row)
    return lines


def prints_of(found: Order, viewer: Sees) -> list[Trail]:
    """Return the links of the trail that say the receipt was printed, oldest first."""
    noted = Trail.seen_by(viewer).where(Trail.is_about(found), Trail.event == "order.printed")
    return list(db.session.scalars(noted.order_by(Trail.id)))
