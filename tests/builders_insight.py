"""Builders of sales for the figures: orders booked on a day, for an amount."""

import itertools
import uuid
from datetime import date
from typing import Any

from portal.goods.models import Product
from portal.kernel import clock
from portal.kernel.db import db
from portal.selling.booking import book
from portal.selling.models import Member
from portal.selling.new_orders import NewLine, NewOrder

_numbers = itertools.count(1)


def a_product() -> Product:
    found = db.session.query(Product).filter_by(barcode="6900000000017").one_or_none()
    if found is None:
        found = Product(barcode="6900000000017", name="五常大米", unit="袋", price=100)
        db.session.add(found)
        db.session.flush()
    return found


def a_member(store: Any, phone: str = "13912345678") -> Member:
    now = clock.now()
    member = Member(
        store_id=store.id, phone=phone, last_four=phone[-4:], name="王秀兰", consent_at=now, consent_version="t"
    )
    db.session.add(member)
    db.session.flush()
    return member


def sold(store: Any, day: date, *totals: int, member: Member | None = None, hour: int = 11) -> None:
    """Book orders of these amounts (fen) on a day."""
    product = a_product()
    orders = []
    for total in totals:
        n = next(_numbers)
        line = NewLine(product.id, 1000, total, total)
        orders.append(
            NewOrder(
                store_id=store.id, id=str(uuid.uuid4()), device="T", sequence=n, placed_at=clock.at(day, hour),
                lines=(line,), member_id=member.id if member else None,
            )
        )  # fmt: skip
    book(orders)
