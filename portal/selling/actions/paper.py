"""Sheets of paper: printed while everything works, typed in after a time when nothing did (C32)."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling.actions.orders import post_orders
from portal.selling.models import PaperSheet, Payment
from portal.selling.posted import Posted
from portal.selling.said import SaidLine, SaidOrder

ROWS = 20
BACK = timedelta(days=30)
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are read as another


@dataclass(frozen=True)
class PaperRow:
    """One row as it was written: a product, thousandths, the price of one in fen where it was written down."""

    product_id: int
    quantity: int
    price: int | None = None
    payment: Payment = Payment.CASH
    member_id: int | None = None


def print_sheet(store: Store, *, by: Any) -> PaperSheet:
    """Number a new sheet of a store."""
    if not store.is_open:
        raise Refused("Only an open store sells.")
    code = "".join(LETTERS[byte % len(LETTERS)] for byte in secrets.token_bytes(8))
    sheet = PaperSheet(store_id=store.id, code=code, rows=ROWS, actor_id=by.id)
    db.session.add(sheet)
    record("paper.printed", sheet, by=by)
    return sheet


def enter_sheet(
    sheet: PaperSheet, store: Store, day: date, rows: Mapping[int, PaperRow], *, by: Any
) -> dict[int, Posted]:
    """Post the rows of a sheet as sales of a day; return what became of each.

    A row typed in again is the same sale and nothing new; other words under a row that stands are told as a clash.
    """
    trail.lock(db.session(), f"store:{sheet.store_id}")
    db.session.refresh(sheet, ["day", "begins_at"])
    if sheet.day is not None and sheet.day != day:
        raise Refused("Rows of this sheet are entered for another day: %(day)s.", field="day", day=sheet.day)
    if not clock.today() - BACK <= day <= clock.today():
        raise Refused("A sheet is entered within 30 days.", field="day")
    if not rows:
        raise Refused("Write at least one row.")
    if any(not 1 <= n <= sheet.rows for n in rows):
        raise Refused("The sheet has no such row.")
    if sheet.begins_at is None:
        sheet.day, sheet.begins_at = day, min(clock.at(day, 12), clock.now() - timedelta(hours=1))
        sheet.begins_at = max(sheet.begins_at, clock.at(day))
        record("paper.entered", sheet, by=by)
    said = {n: said_order(sheet, n, row) for n, row in sorted(rows.items())}
    posted = post_orders(by, store, sheet.device, list(said.values()))
    return dict(zip(said, posted, strict=True))


def said_order(sheet: PaperSheet, n: int, row: PaperRow) -> SaidOrder:
    return SaidOrder(
        key=key_of(sheet, n),
        lines=(SaidLine(row.product_id, row.quantity, price=row.price),),
        sequence=n,
        placed_at=(sheet.begins_at or clock.now()) + timedelta(seconds=n),
        member_id=row.member_id,
        payment=row.payment,
    )


def key_of(sheet: PaperSheet, n: int) -> str:
    """Return the key of a row's sale: the same whenever and by whomever it is typed in."""
    made = int(sheet.made_at.timestamp() * 1000)
    digest = hashlib.sha256(f"{sheet.store_id}:{sheet.code}:{n}".encode()).digest()
    chance = int.from_bytes(digest[:10], "big")
    low, high = chance & ((1 << 62) - 1), chance >> 62 & 0xFFF
    return str(uuid.UUID(int=(made & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 2 << 62 | low))
