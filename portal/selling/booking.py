"""The one write path of orders – the till, its sync and the import – in Core, one batch a transaction (C32).

An order is accepted once by its key. With it are written its lines, its link in the store's chain, the
day's roll-up and the stock it moves, all or nothing.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from portal.goods.stock import take_from_stock
from portal.kernel import clock, db, trail
from portal.kernel.db import db as database
from portal.selling.models import DayReport, DayTotal, Order, OrderLine, Payment

_ROLLUP = ("orders", "reversals", "member_orders", "lines", "quantity", "total", "discount", "coupon", "coupon_match")


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to book: thousandths and fen; the amount is what was charged."""

    product_id: int
    quantity: int
    price: int
    amount: int
    discount: int = 0
    coupon: int = 0
    coupon_match: int = 0


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to book, complete and checked; `id` is the client's key."""

    store_id: int
    id: str
    device: str
    sequence: int
    placed_at: datetime
    lines: tuple[NewLine, ...]
    member_id: int | None = None
    payment: Payment = Payment.CASH
    reverses_id: str | None = None
    reason: str = ""
    source_key: str | None = None
    flags: str = ""
    actor_id: int | None = None

    def body(self) -> list[Any]:
        """What the client said, in a fixed order: hashed, it tells a repeat from another order under the same key."""
        return [
            self.store_id, self.id, self.device, self.sequence, self.placed_at.isoformat(), self.member_id,
            self.payment.value, self.reverses_id, self.source_key,
            [[line.product_id, line.quantity, line.price, line.amount, line.discount, line.coupon, line.coupon_match] for line in self.lines],
        ]  # fmt: skip


@dataclass(slots=True)
class Booked:
    """What became of a batch: ids newly stored, ids that were there already, ids under which another body stands."""

    stored: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    clashing: list[str] = field(default_factory=list)


def book(orders: list[NewOrder]) -> Booked:
    """Store a batch of orders of any number of stores in the current transaction; stores in sorted order."""
    booked = Booked()
    by_store: dict[int, list[NewOrder]] = defaultdict(list)
    for order in orders:
        by_store[order.store_id].append(order)
    for store_id in sorted(by_store):
        book_store(store_id, by_store[store_id], booked)
    return booked


def book_store(store_id: int, orders: list[NewOrder], booked: Booked) -> None:
    """Store one store's orders; the store's book is the lock that queues its writers."""
    session = database.session
    bodies = {order.id: trail.digest(order.body()) for order in orders}
    trail.lock(session(), f"store:{store_id}")
    known = dict(
        session.execute(
            select(Order.id, Order.body_hash).where(Order.store_id == store_id, Order.id.in_(bodies)),
            execution_options={"scoped": Order.reach()},
        )
        .tuples()
        .all()
    )
    fresh: dict[str, NewOrder] = {}
    for order in orders:
        if order.id in known:
            (booked.known if known[order.id] == bodies[order.id] else booked.clashing).append(order.id)
        elif order.id in fresh:
            same = bodies[order.id] == trail.digest(fresh[order.id].body())
            (booked.known if same else booked.clashing).append(order.id)
        else:
            fresh[order.id] = order
    if not fresh:
        return
    sealed = sealed_days(store_id, {clock.day_of(order.placed_at) for order in fresh.values()})
    rows, lines = [], []
    totals: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sold: dict[int, int] = defaultdict(int)
    for order in fresh.values():
        row = order_row(order, sealed)
        row["body_hash"] = bodies[order.id]
        rows.append(row)
        add_to_totals(totals[row["booked_day"]], order, row)
        for position, line in enumerate(order.lines, 1):
            sold[line.product_id] += line.quantity
            lines.append(
                {
                    "store_id": store_id, "order_id": order.id, "position": position, "product_id": line.product_id,
                    "quantity": line.quantity, "price": line.price, "amount": line.amount, "discount": line.discount,
                    "coupon": line.coupon, "coupon_match": line.coupon_match,
                }
            )  # fmt: skip
    links = trail.extend(session(), f"store:{store_id}", [digest_of(row) for row in rows])
    for row, link in zip(rows, links, strict=True):
        row["seq"], row["prev"], row["hash"] = link.seq, link.prev, link.hash
    session.execute(insert(Order.__table__), rows)  # type: ignore[arg-type]
    if lines:
        session.execute(insert(OrderLine.__table__), lines)  # type: ignore[arg-type]
    add_to_rollup(store_id, totals)
    take_from_stock(store_id, sold)
    booked.stored.extend(fresh)


def order_row(order: NewOrder, sealed: set[date]) -> dict[str, Any]:
    day = clock.day_of(order.placed_at)
    booked_day, flags = day, [order.flags] if order.flags else []
    if day in sealed:
        booked_day = next_open_day(day, sealed)
        flags.append("booked_later")
    return {
        "store_id": order.store_id,
        "id": order.id,
        "device": order.device,
        "sequence": order.sequence,
        "placed_at": order.placed_at,
        "business_day": day,
        "booked_day": booked_day,
        "member_id": order.member_id,
        "payment": order.payment,
        "lines_count": len(order.lines),
        "quantity": sum(line.quantity for line in order.lines),
        "total": sum(line.amount for line in order.lines),
        "discount": sum(line.discount for line in order.lines),
        "coupon": sum(line.coupon for line in order.lines),
        "coupon_match": sum(line.coupon_match for line in order.lines),
        "reverses_id": order.reverses_id,
        "reason": order.reason,
        "source_key": order.source_key,
        "flags": " ".join(flags),
        "actor_id": order.actor_id,
        "received_at": clock.now(),
    }


def digest_of(row: dict[str, Any]) -> str:
    """Return the digest of a posted order: its body and where it was booked. Personal data is not in it."""
    return trail.digest([row["body_hash"], row["store_id"], row["id"], row["total"], row["quantity"], row["booked_day"].isoformat()])


def sealed_days(store_id: int, days: set[date]) -> set[date]:
    """Return every sealed day of the store from the earliest of these days on."""
    sealed = select(DayReport.day).where(DayReport.store_id == store_id, DayReport.day >= min(days))
    return set(database.session.scalars(sealed, execution_options={"scoped": DayReport.reach()}))


def next_open_day(day: date, sealed: set[date]) -> date:
    """Return the first day after `day` whose report is not sealed."""
    while day in sealed:
        day = date.fromordinal(day.toordinal() + 1)
    return day


def add_to_totals(total: dict[str, int], order: NewOrder, row: dict[str, Any]) -> None:
    total["orders"] += order.reverses_id is None
    total["reversals"] += order.reverses_id is not None
    total["member_orders"] += order.member_id is not None and order.reverses_id is None
    total["lines"] += row["lines_count"]
    for name in ("quantity", "total", "discount", "coupon", "coupon_match"):
        total[name] += row[name]
    total[order.payment.value] += row["total"]


def add_to_rollup(store_id: int, totals: dict[date, dict[str, int]]) -> None:
    """Add a batch's sums to the roll-up of their days."""
    names = (*_ROLLUP, *(payment.value for payment in Payment))
    rows = [{"store_id": store_id, "day": day, **{name: totals[day].get(name, 0) for name in names}} for day in sorted(totals)]
    new = db.insert(DayTotal.__table__)
    added = {name: DayTotal.__table__.c[name] + new.excluded[name] for name in names}
    database.session.execute(new.on_conflict_do_update(index_elements=["store_id", "day"], set_=added), rows)


def order_links(session: Any) -> Any:
    """Yield every order's link, for the check of the chains."""
    columns = ("store_id", "id", "seq", "prev", "hash", "body_hash", "total", "quantity", "booked_day")
    rows = select(*(getattr(Order, name) for name in columns)).execution_options(scoped=Order.reach(), yield_per=5000)
    for row in session.execute(rows).mappings():
        yield f"store:{row['store_id']}", row["seq"], row["prev"], row["hash"], digest_of(dict(row))


trail.chained.append(order_links)
