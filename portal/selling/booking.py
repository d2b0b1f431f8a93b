"""The one write path of orders – the till, its sync and the import – one batch a transaction (C32).

An order is accepted once by its key. With it are written its lines, its link in the store's chain, the
day's roll-up and the stock it moves, all or nothing. This is the one hot function of the portal: rows go to
the driver as tuples, many at a time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql

from portal.goods.stock import take_from_stock
from portal.kernel import clock, db, trail
from portal.kernel.db import as_array, by_driver, marks
from portal.kernel.db import db as database
from portal.kernel.scope import as_house
from portal.selling.member_totals import ADD, COLUMNS, add_to_member, add_to_members, nothing
from portal.selling.models import WAYS, Order, OrderBenefit, OrderLine, OrderPayment, OrderReturn
from portal.selling.new_orders import FURTHER, NewLine, NewOrder
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
_KEY = ("store_id", "order_id")
_PAYMENT = (*_KEY, "n", "way", "amount", "given")
_BENEFIT = (*_KEY, "n", "position", "kind", "fen", "rule_id", "approver_id", "why")
_RETURN = (*_KEY, "position", "of_order_id", "of_position", "quantity")
_SUMS = (*_ROLLUP, *(way.value for way in WAYS))
_ADD = (
    f"INSERT INTO day_total (store_id, day, {', '.join(_SUMS)}) VALUES ({{}}) "
    f"ON CONFLICT (store_id, day) DO UPDATE SET {', '.join(f'{n} = day_total.{n} + excluded.{n}' for n in _SUMS)}"
)
_ADD_TO_ROLLUP = _ADD.format(f"?, ?, {marks(_SUMS)}")
# made once: this is the path of every order
OWN_ORDERS = as_house(Order, because="the orders of the store that books, whose book is held")
_MANY = 50  # from here on executemany or COPY is quicker than one INSERT of many rows


@dataclass(slots=True)
class Booked:
    """What became of a batch: ids newly stored, ids that were there already, ids under which another body stands.

    `flags` are those the stored ones were written with.
    """

    stored: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    clashing: list[str] = field(default_factory=list)
    flags: dict[str, str] = field(default_factory=dict)


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
    booked.flags |= write_orders(store_id, fresh, days, held.sealed if held else sealed_days(store_id, min(days)))
    booked.stored.extend(order.id for order, _ in fresh)


def bodies_under(store_id: int, ids: Iterable[str]) -> dict[str, str]:
    """Return {id: hash of its body} of those orders of a store that are stored already."""
    found = select(Order.id, Order.body_hash).where(Order.store_id == store_id, Order.id.in_(list(ids)))
    rows = database.session.execute(found, execution_options=OWN_ORDERS)
    return dict(rows.all())


def write_orders(
    store_id: int, fresh: list[tuple[NewOrder, str]], days: list[date], sealed: set[date]
) -> dict[str, str]:
    """Write new orders of one store, on their business days, with their lines, links, roll-up and stock.

    Return the flags they were written with.
    """
    session = database.session()
    connection, received = session.connection(), clock.now()
    rows: list[list[Any]] = []
    digests: list[str] = []
    lines: list[tuple[Any, ...]] = []
    totals: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    members: dict[int, dict[str, Any]] = {}
    sold: dict[int, int] = defaultdict(int)
    written: dict[str, str] = {}
    order_key = stored_as(connection, OrderLine.__table__, "order_id")
    for (order, body_hash), day in zip(fresh, days, strict=True):
        booked_day, flags = day, order.flags
        if day in sealed:
            booked_day, flags = next_open_day(day, sealed), f"{flags} booked_later".strip()
        sums = sums_of(order.lines)
        quantity, total = sums[0], sums[1]
        written[order.id] = flags
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
        if order.member_id is not None:
            add_to_member(members.setdefault(order.member_id, nothing()), order, day)
    book = f"store:{store_id}"
    links = trail.forge(session, book, digests)
    for row, link in zip(rows, links, strict=True):
        row += (link.seq, link.prev, link.hash)
    names: tuple[str, ...] = _ORDER
    # most orders leave all of it open, and one that is short is quicker
    if any(value is not None for order, _ in fresh for value in order.further):
        names = _ORDER + FURTHER
        for row, (order, _) in zip(rows, fresh, strict=True):
            row += order.further
    adapted(connection, Order.__table__, names, rows)
    besides = rows_besides(store_id, fresh)
    if len(rows) == 1 and lines and not besides and not db.is_sqlite():
        write_at_once(connection, book, names, rows[0], lines, totals, members)
        return written
    by_driver(connection, trail.MOVE_HEAD, links[-1].seq, links[-1].hash, book)
    insert_rows(connection, Order.__table__, names, rows)
    insert_rows(connection, OrderLine.__table__, _LINE, lines)
    for table, columns, some in besides:
        insert_rows(connection, table, columns, adapted(connection, table, columns, some))
    add_to_rollup(connection, store_id, totals)
    add_to_members(connection, store_id, members)
    take_from_stock(store_id, sold)
    return written


def rows_besides(
    store_id: int, fresh: list[tuple[NewOrder, str]]
) -> list[tuple[Any, tuple[str, ...], list[list[Any]]]]:
    """Return (table, columns, rows) of what only some orders have; most batches have none of it."""
    payments: list[list[Any]] = []
    benefits: list[list[Any]] = []
    returns: list[list[Any]] = []
    for order, _ in fresh:
        key = (store_id, order.id)
        payments += [[*key, n, *part] for n, part in enumerate(order.parts, 1)]
        benefits += [[*key, n, *benefit] for n, benefit in enumerate(order.benefits, 1)]
        returns += [[*key, *returned] for returned in order.returns]
    every = ((OrderPayment, _PAYMENT, payments), (OrderBenefit, _BENEFIT, benefits), (OrderReturn, _RETURN, returns))
    return [(model.__table__, columns, rows) for model, columns, rows in every if rows]


# PostgreSQL's, for a single order; an array a column of the lines. Names, since the parts share half of the values
@cache
def _at_once(names: tuple[str, ...], of_member: bool) -> str:
    bought = ", ".join(f"%(member_{name})s" for name in COLUMNS)
    return f"""
WITH head AS (UPDATE book SET seq = %(seq)s, hash = %(hash)s WHERE name = %(book)s),
posted AS (INSERT INTO orders ({", ".join(names)}) VALUES ({", ".join(f"%({name})s" for name in names)})),
sold AS (INSERT INTO order_line ({", ".join(_LINE)}) SELECT %(store_id)s::bigint, %(id)s::uuid, line.* FROM unnest(
    %(line_position)s::integer[], {", ".join(f"%(line_{name})s::bigint[]" for name in _LINE[3:])}) AS line),
summed AS ({_ADD.format(", ".join(["%(store_id)s", "%(booked_day)s", *(f"%(day_{name})s" for name in _SUMS)]))}){
        f", bought AS ({ADD.format(f'({bought})')})" if of_member else ""
    }
INSERT INTO stock_balance (store_id, product_id, quantity)
SELECT %(store_id)s::bigint, product_id, -sum(quantity) FROM unnest(
    %(line_product_id)s::bigint[], %(line_quantity)s::bigint[]) AS line (product_id, quantity)
GROUP BY product_id HAVING sum(quantity) <> 0 ORDER BY product_id
ON CONFLICT (store_id, product_id) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity
"""


def write_at_once(
    connection: Connection,
    book: str,
    names: tuple[str, ...],
    row: list[Any],
    lines: list[tuple[Any, ...]],
    totals: dict[date, dict[str, int]],
    members: dict[int, dict[str, Any]],
) -> None:
    """Write a single order with its lines, link, roll-up and stock in one statement: each costs PostgreSQL a turn."""
    (sums,) = totals.values()
    values = dict(zip(names, row, strict=True)) | {f"day_{name}": sums.get(name, 0) for name in _SUMS}
    for member_id, facts in members.items():
        bought = row[0], member_id, *facts.values()
        values |= {f"member_{name}": value for name, value in zip(COLUMNS, bought, strict=True)}
    # as text: the driver gives numbers of each size a type of their own, and each mixture is prepared anew
    plain = {name: None if value is None else str(value) for name, value in values.items()}
    columns = list(zip(*lines, strict=True))[2:]  # store and order are the order's own
    arrays = {f"line_{name}": as_array(column) for name, column in zip(_LINE[2:], columns, strict=True)}
    by_driver(connection, _at_once(names, bool(members)), named={"book": book, **plain, **arrays})


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
    if not rows:  # a settlement has no lines
        return
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
    sells = order.is_sale and order.reverses_id is None
    total["orders"] += sells
    total["reversals"] += order.reverses_id is not None
    total["member_orders"] += sells and order.member_id is not None
    total["lines"] += len(order.lines)
    for name, value in zip(_ROLLUP[4:], sums, strict=True):
        total[name] += value
    if order.parts:
        for part in order.parts:
            total[part.way.value] += part.amount
    else:
        total[order.payment.value] += sums[1]


def add_to_rollup(connection: Connection, store_id: int, totals: dict[date, dict[str, int]]) -> None:
    """Add a batch's sums to the roll-up of their days."""
    rows = [(store_id, day.isoformat(), *(totals[day].get(name, 0) for name in _SUMS)) for day in sorted(totals)]
    by_driver(connection, _ADD_TO_ROLLUP, many=rows)
