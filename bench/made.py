"""A network of made orders: as many as are asked for, of ten lines each, over ninety days up to yesterday.

    python -m bench.made 1000000        into the empty, migrated database of the environment

457 stores, 500 products, 2,000 members. Orders are made in the order of time, the stores taking turns, with keys,
chains and roll-ups as the portal's own write path leaves them; only balances of stock and the hashes of orders' bodies
are invented. Rows go in by the driver with indexes and checks put aside, since nobody waits for a million over HTTP.
"""

import csv
import hashlib
import random
import sys
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bench.load_year import make_stores
from bench.year_files import CITIES, barcode, phone
from portal import create_app
from portal.goods.models import Product
from portal.kernel import clock, trail
from portal.kernel.db import db, transaction
from portal.kernel.scope import House
from portal.network.models import Store
from portal.selling.booking import posted_digest
from portal.selling.models import WAYS, Member

STORES, PRODUCTS, MEMBERS, DAYS, LINES = 457, 500, 2000, 90, 10
PRICE = 500
OPEN, SHUT = 8 * 3600, 22 * 3600  # seconds of the day between which orders are placed
HOUSE = House("made orders")
COLUMNS = (
    "store_id", "id", "device", "sequence", "placed_at", "business_day", "booked_day", "member_id", "payment",
    "lines_count", "quantity", "total", "discount", "coupon", "coupon_match", "reason", "body_hash", "flags",
    "received_at", "seq", "prev", "hash",
)  # fmt: skip

# a line's quantity is one, two or three pieces, by the order's number and the line's
FILL_LINES = """
WITH n (n) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10))
INSERT INTO order_line
    (store_id, order_id, position, product_id, quantity, price, amount, discount, coupon, coupon_match)
SELECT o.store_id, o.id, n.n, :first + (o.sequence * 37 + o.store_id * 101 + n.n * 49) % :products,
    (1 + (o.sequence + n.n) % 3) * 1000, :price, (1 + (o.sequence + n.n) % 3) * :price, 0, 0, 0
FROM orders o CROSS JOIN n ORDER BY o.store_id, o.id, n.n
"""
FILL_DAYS = """
INSERT INTO day_total (store_id, day, orders, reversals, member_orders, lines, quantity, total,
    discount, coupon, coupon_match, cash, wechat, alipay, card, account)
SELECT store_id, booked_day, count(*), 0, count(member_id), sum(lines_count), sum(quantity), sum(total), 0, 0, 0,
    sum(CASE payment WHEN 'cash' THEN total ELSE 0 END), sum(CASE payment WHEN 'wechat' THEN total ELSE 0 END),
    sum(CASE payment WHEN 'alipay' THEN total ELSE 0 END), sum(CASE payment WHEN 'card' THEN total ELSE 0 END),
    sum(CASE payment WHEN 'account' THEN total ELSE 0 END)
FROM orders GROUP BY store_id, booked_day
"""
FILL_MEMBERS = """
INSERT INTO member_total (store_id, member_id, orders, spent, saved, earned, used, owed, last_on)
SELECT store_id, member_id, count(*), sum(total), sum(discount), 0, 0,
    sum(CASE payment WHEN 'account' THEN total ELSE 0 END), max(business_day)
FROM orders WHERE member_id IS NOT NULL GROUP BY store_id, member_id
"""
FILL_BALANCES = """
INSERT INTO stock_balance (store_id, product_id, quantity) SELECT store.id, product.id, 900000 FROM store, product
"""


def make(orders: int) -> None:
    """Fill the portal at hand."""
    stores = make_network()
    first_product = make_products()
    first_member = make_members(stores[0])
    heads = {store_id: trail.lock(db.session(), f"store:{store_id}") for store_id in stores}
    db.session.rollback()
    rows = made_orders(orders, stores, first_member, heads)
    facts = {"first": first_product, "products": PRODUCTS, "price": PRICE}
    (into_sqlite if db.engine.dialect.name == "sqlite" else into_postgresql)(rows, facts)
    with transaction() as session:
        for store_id, (seq, tip) in heads.items():
            book = session.get_one(trail.Book, f"store:{store_id}")
            book.seq, book.hash = seq, tip


def make_network() -> list[int]:
    opened = clock.today() - timedelta(days=400)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "name", "city", "opened_on"])
        for n in range(1, STORES + 1):
            writer.writerow([f"MD-{n:04d}", f"造数 {n:04d} 店", CITIES[n % len(CITIES)], opened.isoformat()])
        file.flush()
        make_stores(Path(file.name))
    return list(db.session.scalars(Store.seen_by(HOUSE).with_only_columns(Store.id).order_by(Store.id)))


def make_products() -> int:
    with transaction() as session:
        rows = [
            {"barcode": barcode(n), "name": f"造数品 {n}", "category": f"类 {n % 20}", "unit": "件", "price": PRICE}
            for n in range(1, PRODUCTS + 1)
        ]
        session.execute(insert(Product), rows)
    return db.session.scalars(select(Product.id).order_by(Product.id)).first() or 0


def make_members(store_id: int) -> int:
    with transaction() as session:
        rows = [
            {
                "store_id": store_id, "phone": phone(n), "last_four": phone(n)[-4:], "name": f"会员 {n}",
                "consent_at": clock.now(), "consent_version": "made-up",
            }
            for n in range(1, MEMBERS + 1)
        ]  # fmt: skip
        session.execute(insert(Member), rows)
    return db.session.scalars(Member.seen_by(HOUSE).with_only_columns(Member.id).order_by(Member.id)).first() or 0


def made_orders(
    orders: int, stores: list[int], first_member: int, heads: dict[int, tuple[int, str]]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows, as the driver takes them; `heads` move along with the chains."""
    chance = random.Random(2026)
    sqlite = db.engine.dialect.name == "sqlite"
    first_day = clock.today() - timedelta(days=DAYS)
    zone, ways = clock.zone(), [way.value for way in WAYS]
    sums = [sum(1 + (rest + n) % 3 for n in range(1, LINES + 1)) for rest in range(3)]
    for i in range(orders):
        n, place = divmod(i, STORES)
        day_no, within = divmod(i * DAYS, orders)
        day = first_day + timedelta(days=day_no)
        seconds = OPEN + (SHUT - OPEN) * within / orders
        placed = (datetime.combine(day, time(0), zone) + timedelta(seconds=seconds)).astimezone(UTC)
        placed = placed.replace(microsecond=placed.microsecond // 1000 * 1000)
        store_id, sequence, pieces = stores[place], n + 1, sums[(n + 1) % 3]
        bits = chance.getrandbits(74)
        key = uuid.UUID(
            int=int(placed.timestamp() * 1000) << 80 | 7 << 76 | bits >> 62 << 64 | 2 << 62 | bits & (1 << 62) - 1
        )
        body = hashlib.sha256(key.bytes).hexdigest()
        seq, prev = heads[store_id]
        link = trail.link_hash(prev, posted_digest(body, store_id, str(key), pieces * PRICE, pieces * 1000, day))
        heads[store_id] = (seq + 1, link)
        moment = f"{placed:%Y-%m-%d %H:%M:%S.%f}" if sqlite else placed
        shown_day = day.isoformat() if sqlite else day
        yield (
            store_id, key.hex if sqlite else str(key), f"made-{place}", sequence, moment, shown_day, shown_day,
            first_member + i % MEMBERS if i % 3 == 0 else None, ways[i % len(ways)], LINES, pieces * 1000,
            pieces * PRICE, 0, 0, 0, "", body, "", moment, seq + 1, prev, link,
        )  # fmt: skip


def into_sqlite(rows: Iterator[tuple[Any, ...]], facts: dict[str, int]) -> None:
    import sqlite3

    path = db.engine.url.database or ""
    db.session.remove()
    db.engine.dispose()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
        connection.execute(f"PRAGMA {pragma}").close()
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('orders', 'order_line')"
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    connection.execute("BEGIN")
    marks = ", ".join("?" * len(COLUMNS))
    connection.executemany(f"INSERT INTO orders ({', '.join(COLUMNS)}) VALUES ({marks})", rows)
    for statement in (FILL_LINES, FILL_DAYS, FILL_MEMBERS, FILL_BALANCES):
        connection.execute(statement, {name: value for name, value in facts.items() if f":{name}" in statement})
    connection.execute("COMMIT")
    for _, statement in found:
        connection.execute(statement)
    connection.execute("PRAGMA journal_mode=WAL").close()
    connection.close()


def into_postgresql(rows: Iterator[tuple[Any, ...]], facts: dict[str, int]) -> None:
    import psycopg

    db.session.remove()
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '512MB'", "work_mem = '256MB'"):
            connection.execute(f"SET {setting}")
        found = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('orders', 'order_line')"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        ).fetchall()
        with connection.transaction():
            for name, _ in found:
                connection.execute(f'DROP INDEX "{name}"')
            with connection.cursor().copy(f"COPY orders ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            for statement in (FILL_LINES, FILL_DAYS, FILL_MEMBERS, FILL_BALANCES):
                for name, value in facts.items():
                    statement = statement.replace(f":{name}", str(value))
                connection.execute(statement)
            for _, definition in found:
                connection.execute(definition)
        connection.execute("VACUUM ANALYZE")


def main() -> None:
    app = create_app()
    with app.app_context():
        make(int(sys.argv[1]))
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main()
