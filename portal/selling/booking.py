"""The one write path of orders – the till, its sync and the import – one batch a transaction (C32).

An order is accepted once by its key. With it are written its lines, its link in the store's chain, the
day's roll-up and the stock it moves, all or nothing. This is the one hot function of the portal: rows go to
the driver as tuples, many at a time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql

from portal.goods.stock import take_from_stock
from portal.kernel import clock, db, trail
from portal.kernel.db import as_array, by_driver, marks
from portal.kernel.db import db as database
from portal.kernel.scope import as_house, house_read
from portal.selling.models import Order, OrderLine, Payment
from portal.selling.stored import Stored
from portal.selling.storing import same, stored_as

_ROLLUP = (
    "orders", "reversals", "member_orders", "lines", "quantity", "total", "discount", "coupon", "coupon_match",
)  # fmt: skip
_ORDER = (
    "store_id", "id", "device", "sequence", "placed_at", "business_day", "booked_day", "member_id", "payment",
    "lines_count", "quantity", "total", "discount", "coupon", "coupon_match", "reverses_id", "reason", "source_key",
    "body_hash", "flags", "actor_id", "received_at", "seq", "prev", "hash",
)  # fmt: skip
_LINE = (
    "store_id", "order_id", "position", "product_id", "quantity", "price", "amount", "discount", "coupon",
    "coupon_match",
)  # fmt: skip
_SUMS = (*_ROLLUP, *(payment.value for payment in Payment))
_ADD = (
    f"INSERT INTO day_total (store_id, day, {', '.join(_SUMS)}) VALUES ({{}}) "
    f"ON CONFLICT (store_id, day) DO UPDATE SET {', '.join(f'{n} = day_total.{n} + excluded.{n}' for n in _SUMS)}"
)
_ADD_TO_ROLLUP = _ADD.format(f"?, ?, {marks(_SUMS)}")
# made once: this is the path of every order
OWN_ORDERS = as_house(Order, because="the orders of the store that books, whose book is held")
_MANY = 50  # from here on executemany or COPY is quicker than one INSERT of many rows


class NewLine(NamedTuple):
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
            self.payment.value, self.reverses_id, self.source_key, self.lines,
        ]  # fmt: skip

    def body_hash(self) -> str:
        return trail.digest(self.body())


@dataclass(slots=True)
class Booked:
    """What became of a batch: ids newly stored, ids that were there already, ids under which another body stands."""

    stored: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    clashing: list[str] = field(default_factory=list)


def book(orders: list[NewOrder], *, held: Stored | None = None) -> Booked:
    """Store a batch of orders of any number of stores in the current transaction; stores in sorted order.

    `held` is what the one store holds already, where the caller looked since he locked its book.
    """
    booked = Booked()
    by_store: dict[int, list[NewOrder]] = defaultdict(list)
    for order in orders:
        by_store[order.store_id].append(order)
    for store_id in sorted(by_store):
        book_store(store_id, by_store[store_id], booked, held)
    return booked


def book_store(store_id: int, orders: list[NewOrder], booked: Booked, held: Stored | None) -> None:
    """Store one store's orders; the store's book is the lock that queues its writers."""
    session = database.session()
    bodies = [order.body_hash() for order in orders]
    trail.lock(session, f"store:{store_id}")
    taken = dict(held.bodies) if held else bodies_under(store_id, [order.id for order in orders])
    fresh: list[tuple[NewOrder, str]] = []
    for order, body_hash in zip(orders, bodies, strict=True):
        if order.id in taken:
            (booked.known if taken[order.id] == body_hash else booked.clashing).append(order.id)
        else:
            taken[order.id] = body_hash
            fresh.append((order, body_hash))
    if not fresh:
        return
    days = [order.placed_at.astimezone(clock.zone()).date() for order, _ in fresh]
    write_orders(store_id, fresh, days, held.sealed if held else sealed_days(store_id, min(days)))
    booked.stored.extend(order.id for order, _ in fresh)


def bodies_under(store_id: int, ids: Iterable[str]) -> dict[str, str]:
    """Return {id: hash of its body} of those orders of a store that are stored already."""
    found = select(Order.id, Order.body_hash).where(Order.store_id == store_id, Order.id.in_(list(ids)))
    rows = database.session.execute(found, execution_options=OWN_ORDERS)
    return dict(rows.all())


def write_orders(store_id: int, fresh: list[tuple[NewOrder, str]], days: list[date], sealed: set[date]) -> None:
    """Write new orders of one store, on their business days, with their lines, links, roll-up and stock."""
    session = database.session()
    connection, received = session.connection(), clock.now()
    rows: list[list[Any]] = []
    digests: list[str] = []
    lines: list[tuple[Any, ...]] = []
    totals: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sold: dict[int, int] = defaultdict(int)
    order_key = stored_as(connection, OrderLine.__table__, "order_id")
    for (order, body_hash), day in zip(fresh, days, strict=True):
        booked_day, flags = day, order.flags
        if day in sealed:
            booked_day, flags = next_open_day(day, sealed), f"{flags} booked_later".strip()
        sums = sums_of(order.lines)
        quantity, total = sums[0], sums[1]
        rows.append([
            store_id, order.id, order.device, order.sequence, order.placed_at, day, booked_day, order.member_id,
            order.payment, len(order.lines), *sums, order.reverses_id, order.reason, order.source_key,
            body_hash, flags, order.actor_id, received,
        ])  # fmt: skip
        digests.append(posted_digest(body_hash, store_id, order.id, total, quantity, booked_day))
        key = order_key(order.id)
        lines += [(store_id, key, n, *line) for n, line in enumerate(order.lines, 1)]
        for line in order.lines:
            sold[line[0]] += line[1]
        add_to_totals(totals[booked_day], order, sums)
    book = f"store:{store_id}"
    links = trail.forge(session, book, digests)
    for row, link in zip(rows, links, strict=True):
        row += (link.seq, link.prev, link.hash)
    adapted(connection, Order.__table__, _ORDER, rows)
    if len(rows) == 1 and lines and not db.is_sqlite():
        write_at_once(connection, book, rows[0], lines, totals)
        return
    by_driver(connection, trail.MOVE_HEAD, links[-1].seq, links[-1].hash, book)
    insert_rows(connection, Order.__table__, _ORDER, rows)
    insert_rows(connection, OrderLine.__table__, _LINE, lines)
    add_to_rollup(connection, store_id, totals)
    take_from_stock(store_id, sold)


# PostgreSQL's, for a single order; an array a column of the lines. Names, since the parts share half of the values
_AT_ONCE = f"""
WITH head AS (UPDATE book SET seq = %(seq)s, hash = %(hash)s WHERE name = %(book)s),
posted AS (INSERT INTO orders ({", ".join(_ORDER)}) VALUES ({", ".join(f"%({name})s" for name in _ORDER)})),
sold AS (INSERT INTO order_line ({", ".join(_LINE)}) SELECT %(store_id)s::bigint, %(id)s::uuid, line.* FROM unnest(
    %(line_position)s::integer[], {", ".join(f"%(line_{name})s::bigint[]" for name in _LINE[3:])}) AS line),
summed AS ({_ADD.format(", ".join(["%(store_id)s", "%(booked_day)s", *(f"%(day_{name})s" for name in _SUMS)]))})
INSERT INTO stock_balance (store_id, product_id, quantity)
SELECT %(store_id)s::bigint, product_id, -sum(quantity) FROM unnest(
    %(line_product_id)s::bigint[], %(line_quantity)s::bigint[]) AS line (product_id, quantity)
GROUP BY product_id HAVING sum(quantity) <> 0 ORDER BY product_id
ON CONFLICT (store_id, product_id) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity
"""


def write_at_once(
    connection: Connection, book: str, row: list[Any], lines: list[tuple[Any, ...]], totals: dict[date, dict[str, int]]
) -> None:
    """Write a single order with its lines, link, roll-up and stock in one statement: each costs PostgreSQL a turn."""
    (sums,) = totals.values()
    values = dict(zip(_ORDER, row, strict=True)) | {f"day_{name}": sums.get(name, 0) for name in _SUMS}
    # as text: the driver gives numbers of each size a type of their own, and each mixture is prepared anew
    plain = {name: None if value is None else str(value) for name, value in values.items()}
    columns = list(zip(*lines, strict=True))[2:]  # store and order are the order's own
    arrays = {f"line_{name}": as_array(column) for name, column in zip(_LINE[2:], columns, strict=True)}
    by_driver(connection, _AT_ONCE, named={"book": book, **plain, **arrays})


def sums_of(lines: tuple[NewLine, ...]) -> tuple[int, int, int, int, int]:
    """Return an order's quantity, total, discount, coupon and coupon match."""
    if not lines:
        return 0, 0, 0, 0, 0
    _, quantities, _, amounts, discounts, coupons, matches = zip(*lines, strict=True)
    return sum(quantities), sum(amounts), sum(discounts), sum(coupons), sum(matches)


def insert_rows(connection: Connection, table: Any, names: tuple[str, ...], rows: list[Any]) -> None:
    """Hand rows to the driver: a few in one statement; many by executemany or, on PostgreSQL, COPY.

    One statement for a few, since each one that ends lets other threads of this process in, while the store waits, and
    on SQLite everybody.
    """
    sqlite, few = db.is_sqlite(), len(rows) < _MANY
    if len(rows) == 1 or (sqlite and few):
        by_driver(connection, _inserting(table, names, len(rows)), *chain.from_iterable(rows))
    elif sqlite:
        by_driver(connection, _inserting(table, names, 1), many=[tuple(row) for row in rows])
    elif few and table is OrderLine.__table__:  # numbers and a key only: the driver is slow over hundreds of marks
        by_driver(connection, _unnesting(table, names), *in_columns(rows))
    else:
        copy_rows(connection, table, names, rows)


def in_columns(rows: list[tuple[Any, ...]]) -> list[str]:
    """Return the columns of rows of numbers and keys, each as PostgreSQL's array."""
    return [as_array(column) for column in zip(*rows, strict=True)]


def copy_rows(connection: Connection, table: Any, names: tuple[str, ...], rows: list[Any]) -> None:
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    finally:
        cursor.close()


@cache
def _inserting(table: Any, names: tuple[str, ...], rows: int) -> str:
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {', '.join([f'({marks(names)})'] * rows)}"


@cache
def _unnesting(table: Any, names: tuple[str, ...]) -> str:
    dialect: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
    arrays = ", ".join(f"?::{table.c[name].type.compile(dialect)}[]" for name in names)
    return f"INSERT INTO {table.name} ({', '.join(names)}) SELECT * FROM unnest({arrays})"


def adapted(connection: Connection, table: Any, names: tuple[str, ...], rows: list[list[Any]]) -> list[list[Any]]:
    """Turn values into what the driver stores for their columns' types, in place."""
    steps = [(place, stored_as(connection, table, name)) for place, name in enumerate(names)]
    changing = [(place, step) for place, step in steps if step is not same]
    for row in rows:
        for place, step in changing:
            if row[place] is not None:
                row[place] = step(row[place])
    return rows


def posted_digest(body_hash: str, store_id: int, order_id: str, total: int, quantity: int, booked_day: date) -> str:
    """Return the digest of a posted order: its body and where it was booked. Personal data is not in it."""
    return trail.digest([body_hash, store_id, order_id, total, quantity, booked_day.isoformat()])


def sealed_days(store_id: int, first: date) -> set[date]:
    """Return every sealed day of the store from this day on."""
    sealed = "SELECT day FROM day_report WHERE store_id = ? AND day >= ?"
    days = by_driver(database.session(), sealed, store_id, first.isoformat()).scalars()
    return {date.fromisoformat(day) if isinstance(day, str) else day for day in days}


def next_open_day(day: date, sealed: set[date]) -> date:
    """Return the first day after `day` whose report is not sealed."""
    while day in sealed:
        day = date.fromordinal(day.toordinal() + 1)
    return day


def add_to_totals(total: dict[str, int], order: NewOrder, sums: tuple[int, int, int, int, int]) -> None:
    total["orders"] += order.reverses_id is None
    total["reversals"] += order.reverses_id is not None
    total["member_orders"] += order.member_id is not None and order.reverses_id is None
    total["lines"] += len(order.lines)
    for name, value in zip(_ROLLUP[4:], sums, strict=True):
        total[name] += value
    total[order.payment.value] += sums[1]


def add_to_rollup(connection: Connection, store_id: int, totals: dict[date, dict[str, int]]) -> None:
    """Add a batch's sums to the roll-up of their days."""
    rows = [(store_id, day.isoformat(), *(totals[day].get(name, 0) for name in _SUMS)) for day in sorted(totals)]
    by_driver(connection, _ADD_TO_ROLLUP, many=rows)


def order_links(session: Any) -> Any:
    """Yield every order's link, for the check of the chains; the body is worked out again from the rows."""
    every = select(*Order.__table__.c).order_by(Order.store_id, Order.id).execution_options(yield_per=1000)
    rows = house_read(every, Order, because="flask verify walks every chain")
    for orders in session.execute(rows).partitions():
        held = lines_of(session, orders)
        for row in orders:
            body_hash = body_of(row, tuple(held[row.store_id, row.id])).body_hash()
            digest = posted_digest(body_hash, row.store_id, row.id, row.total, row.quantity, row.booked_day)
            yield f"store:{row.store_id}", row.seq, row.prev, row.hash, digest


def lines_of(session: Any, orders: Iterable[Any]) -> dict[tuple[int, str], list[NewLine]]:
    """Return the lines of some stored orders, in their places."""
    held: dict[tuple[int, str], list[NewLine]] = defaultdict(list)
    names = ("product_id", "quantity", "price", "amount", "discount", "coupon", "coupon_match")
    lines = select(OrderLine.store_id, OrderLine.order_id, *(getattr(OrderLine, name) for name in names)).where(
        OrderLine.store_id.in_({order.store_id for order in orders}),
        OrderLine.order_id.in_([order.id for order in orders]),
    )
    rows = house_read(lines.order_by(OrderLine.position), OrderLine, because="flask verify walks every chain")
    for store_id, order_id, *line in session.execute(rows):
        held[store_id, order_id].append(NewLine(*line))
    return held


def body_of(row: Any, lines: tuple[NewLine, ...]) -> NewOrder:
    """Return what the client once said, from a stored order and its lines."""
    return NewOrder(
        row.store_id, row.id, row.device, row.sequence, row.placed_at, lines, member_id=row.member_id,
        payment=row.payment, reverses_id=row.reverses_id, source_key=row.source_key,
    )  # fmt: skip


trail.chained.append(order_links)
