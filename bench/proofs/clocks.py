"""Clocks that are wrong: the business day of an order is right, or the order is flagged.

A tablet whose clock is up to three hours off sells through a whole day and sends at once or hours later; the server's
clock is right, a day behind or a day ahead. Each order's business day is compared with the day on which it was really
made.

Broken on purpose: without the tablet's word of its own clock (`sent_at` left unread), wrong days went unflagged.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import select

from bench.proofs.proof import Context, Figures, Proof
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.selling import sync
from portal.selling.keys import new_key
from portal.selling.models import Order
from portal.selling.stored import shop
from tests.builders_selling import product
from tests.cast import Cast, Places

DAY = datetime(2026, 11, 18, 16, tzinfo=UTC)  # midnight in Shanghai
HOUR = timedelta(hours=1)


def run(context: Context) -> Figures:
    found: Figures = {}
    for engine in context.engines:
        with context.portal(engine) as app, app.app_context():
            found |= {f"{engine}.{name}": value for name, value in sold_through(context.short).items()}
    return found


def sold_through(short: bool) -> Figures:
    with transaction():
        barcode = product().barcode
    true_days: dict[str, Any] = {}
    clashes = 0
    for n, (tablet, server, delay) in enumerate(shifts(short)):
        made = [DAY + HOUR * step / 2 for step in range(0, 48, 6 if short else 1)]
        orders = [order(barcode, at + tablet, number) for number, at in enumerate(made, 1)]
        true_days |= {one["key"]: clock.day_of(at) for one, at in zip(orders, made, strict=True)}
        # those of the first hours are sent by day's end, those of the last once they are made
        sent = made[-1] + delay
        with time_machine.travel(sent + server, tick=False), transaction():
            body = {"device": f"T{n}", "sent_at": (sent + tablet).isoformat(), "orders": orders}
            owner = Cast().owner.viewer
            answer, _ = sync.post(owner, sync.read(owner, shop(Places().store.id, body["device"]), body))
        clashes += sum(result["state"] != "stored" for result in answer["results"])
    return {"orders": len(true_days), "not_stored": clashes, **days_of(true_days)}


def shifts(short: bool) -> Iterator[tuple[timedelta, timedelta, timedelta]]:
    """Yield how far off the tablet is, how far the server, and how long after the last order is sent."""
    for tablet in (-3, -1, 0, 1, 3) if short else (-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3):
        for server in (-24, 0, 24):
            for delay in (0.0,) if short else (0.0, 0.25, 8, 20):
                yield tablet * HOUR, server * HOUR, delay * HOUR


def order(barcode: str, at: datetime, number: int) -> dict[str, Any]:
    lines = [{"barcode": barcode, "quantity": 1000}]
    return {"key": new_key(), "sequence": number, "placed_at": at.isoformat(), "payment": "cash", "lines": lines}


def days_of(true_days: dict[str, Any]) -> Figures:
    """Count the orders of a wrong day, with and without a flag."""
    rows = select(Order.id, Order.business_day, Order.flags).execution_options(scoped=Order.reach())
    flagged = wrong = unflagged = 0
    for key, day, flags in db.session.execute(rows):
        is_flagged = "clock" in flags.split()
        flagged += is_flagged
        wrong += day != true_days[key]
        unflagged += day != true_days[key] and not is_flagged
    return {"flagged": flagged, "wrong_day": wrong, "wrong_and_unflagged": unflagged}


PROOF = Proof("clocks", run, zero=("not_stored", "wrong_and_unflagged"))
