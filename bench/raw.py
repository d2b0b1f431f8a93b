"""The same order written by the raw driver: the limit that the machine sets, without HTTP, rights and trail.

One transaction an order – the order, its ten lines, the stock they move, the day's roll-up – as durable as ours, in
the same tables of the same database. Writers are processes of their own, each with a store of its own.
"""

import multiprocessing
import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

ORDER = (
    "store_id", "id", "device", "sequence", "placed_at", "business_day", "booked_day", "payment", "lines_count",
    "quantity", "total", "discount", "coupon", "coupon_match", "reason", "body_hash", "flags", "received_at", "seq",
    "prev", "hash",
)  # fmt: skip
LINE = (
    "store_id", "order_id", "position", "product_id", "quantity", "price", "amount", "discount", "coupon",
    "coupon_match",
)  # fmt: skip
DAY = (
    "store_id", "day", "orders", "reversals", "member_orders", "lines", "quantity", "total", "discount", "coupon",
    "coupon_match", "cash", "wechat", "alipay", "card", "account",
)  # fmt: skip
ADDED = ("orders", "lines", "quantity", "total", "cash")
STOCK = (
    "INSERT INTO stock_balance (store_id, product_id, quantity) VALUES (?, ?, ?) "
    "ON CONFLICT (store_id, product_id) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity"
)
ROLLUP = (
    f"INSERT INTO day_total ({', '.join(DAY)}) VALUES ({', '.join('?' * len(DAY))}) "
    f"ON CONFLICT (store_id, day) DO UPDATE SET {', '.join(f'{n} = day_total.{n} + excluded.{n}' for n in ADDED)}"
)


def inserted(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


STATEMENTS = (inserted("orders", ORDER), inserted("order_line", LINE), STOCK, ROLLUP)


def rows_of(
    store_id: int, lines: list[tuple[int, int]], sequence: int, sqlite: bool
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]], list[tuple[Any, ...]], tuple[Any, ...]]:
    """Return one order's rows: order, lines, stock, day. `lines` are products and their prices, one piece each."""
    now = datetime.now(UTC)
    moment = f"{now:%Y-%m-%d %H:%M:%S.%f}" if sqlite else now
    day = now.date().isoformat() if sqlite else now.date()
    key: Any = uuid.UUID(int=time.time_ns() // 1_000_000 << 80 | 7 << 76 | 2 << 62 | secrets.randbits(62))
    key = key.hex if sqlite else str(key)
    total, quantity, count = sum(price for _, price in lines), 1000 * len(lines), len(lines)
    digest = f"{sequence:064x}"
    order = (
        store_id, key, "raw", sequence, moment, day, day, "cash", count, quantity, total, 0, 0, 0, "", digest, "",
        moment, sequence, digest, digest,
    )  # fmt: skip
    sold = [(store_id, key, n, product, 1000, price, price, 0, 0, 0) for n, (product, price) in enumerate(lines, 1)]
    stock = [(store_id, product, -1000) for product, _ in sorted(lines)]
    added = (store_id, day, 1, 0, 0, count, quantity, total, 0, 0, 0, total, 0, 0, 0, 0)
    return order, sold, stock, added


def orders_per_second(url: str, stores: list[int], baskets: list[list[tuple[int, int]]], seconds: float) -> float:
    """Return how many orders as many writers as there are stores commit a second together."""
    context = multiprocessing.get_context("spawn")
    start, answers = context.Barrier(len(stores)), context.SimpleQueue()
    writers = [
        context.Process(target=write, args=(url, store_id, baskets, seconds, start, answers), daemon=True)
        for store_id in stores
    ]
    for writer in writers:
        writer.start()
    found = [answers.get() for _ in writers]
    for writer in writers:
        writer.join()
    return sum(count for count, _, _ in found) / (max(end for _, _, end in found) - min(begin for _, begin, _ in found))


def write(
    url: str, store_id: int, baskets: list[list[tuple[int, int]]], seconds: float, start: Any, answers: Any
) -> None:
    """Write orders until the time is over; say how many, and from when to when."""
    sequence, count = time.time_ns() // 1000, 0  # above every number used before
    with writer(url) as post:
        for n in range(20):  # statements prepared, pages read
            post(store_id, baskets[n % len(baskets)], sequence + n)
        sequence += 20
        start.wait()
        begun = time.perf_counter()
        until = begun + seconds
        while time.perf_counter() < until:
            post(store_id, baskets[count % len(baskets)], sequence + count)
            count += 1
        answers.put((count, begun, time.perf_counter()))


Post = Callable[[int, list[tuple[int, int]], int], None]


@contextmanager
def writer(url: str) -> Iterator[Post]:
    """Yield what commits one order: `post(store_id, lines, sequence)`."""
    with sqlite_writer(url) if url.startswith("sqlite") else postgresql_writer(url) as post:
        yield post


@contextmanager
def sqlite_writer(url: str) -> Iterator[Post]:
    import sqlite3

    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=20)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    cursor = connection.cursor()

    def post(store_id: int, lines: list[tuple[int, int]], sequence: int) -> None:
        order, sold, stock, day = rows_of(store_id, lines, sequence, True)
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(STATEMENTS[0], order)
        cursor.executemany(STATEMENTS[1], sold)
        cursor.executemany(STATEMENTS[2], stock)
        cursor.execute(STATEMENTS[3], day)
        cursor.execute("COMMIT")

    yield post
    connection.close()


@contextmanager
def postgresql_writer(url: str) -> Iterator[Post]:
    import psycopg

    connection = psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"))
    cursor = connection.cursor()
    statements = [statement.replace("?", "%s") for statement in STATEMENTS]

    def post(store_id: int, lines: list[tuple[int, int]], sequence: int) -> None:
        order, sold, stock, day = rows_of(store_id, lines, sequence, False)
        cursor.execute(statements[0], order)
        cursor.executemany(statements[1], sold)
        cursor.executemany(statements[2], stock)
        cursor.execute(statements[3], day)
        connection.commit()

    yield post
    connection.close()
