"""Reads of sheets of paper."""

from typing import Any

from flask import abort
from sqlalchemy import func, literal, select
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.network.models import Store
from portal.selling.models import Member, Order, OrderLine, PaperSheet
from portal.selling.models.paper import PAPER


def sheets(viewer: Sees) -> Any:
    """Return a select of (sheet, how many of its rows are entered) of the viewer's stores."""
    entered = (
        select(func.count())
        .select_from(Order)
        .where(Order.store_id == PaperSheet.store_id, Order.device == literal(PAPER).concat(PaperSheet.code))
        .correlate(PaperSheet)
        .scalar_subquery()
    )
    rows = PaperSheet.seen_by(viewer).options(joinedload(PaperSheet.store)).add_columns(entered.label("entered"))
    return within(rows, Order, because="the sales of the sheets that the viewer sees")


def sheet(code: str, viewer: Sees) -> PaperSheet:
    """Return a sheet of the viewer's stores by its code, or answer 404."""
    found = PaperSheet.seen_by(viewer).options(joinedload(PaperSheet.store)).where(PaperSheet.code == code.upper())
    one = db.session.scalars(found.limit(1)).first()
    if one is None:
        abort(404)
    return one


def entered(sheet: PaperSheet) -> dict[int, Order]:
    """Return the sales of a sheet in reach by their rows."""
    found = select(Order).options(
        joinedload(Order.store), joinedload(Order.member), selectinload(Order.lines).joinedload(OrderLine.product)
    )
    own = found.where(Order.store_id == sheet.store_id, Order.device == sheet.device)
    orders = db.session.scalars(within(own, Order, OrderLine, because="the sheet is in reach"))
    return {order.sequence: order for order in orders}


def members_ending(store: Store, four: str) -> list[int]:
    """Return the ids of a store's members, in reach, whose number ends like this and who may be named."""
    kept = func.coalesce(Member.merged_into_id, Member.id)
    own = select(kept).distinct().where(Member.store_id == store.id, Member.last_four == four, Member.consenting())
    return list(db.session.scalars(within(own, Member, because="members of the store in reach")))
