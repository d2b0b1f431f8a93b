"""The trail: what is changed, removed or reordered behind the portal's back is found; writers of stores never queue.

Triggers refuse UPDATE, DELETE and TRUNCATE; a table that has lost them is named. With the triggers out of the way –
someone with the database in his hands – every kind of tampering is done once, each found by what `flask verify` runs,
each taken back. Erasing a member leaves the chains whole. Eight writers hold their transaction for a moment, each in
the book of his own store, then all in one.

Broken on purpose: with the hash of an order's body read from its row, not worked out again, an order given to another
member goes unnoticed.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bench.proofs.ledger import troubles
from bench.proofs.proof import Context, Figures, Proof
from portal.kernel import append_only, trail
from portal.kernel.db import db, is_sqlite, transaction
from portal.network import actions as network
from portal.selling import actions as selling
from tests.builders_selling import member, product, sale, sealed
from tests.cast import HOUSE, Cast, Places

WRITERS = 8
THINKING = 0.02  # seconds a writer holds its transaction

# Each: what it is called, and the statements that do it.
TAMPERING: dict[str, tuple[str, ...]] = {
    "a fact changed": ("UPDATE trail SET facts = '{\"changes\": {}}' WHERE id = (SELECT min(id) + 1 FROM trail)",),
    "an actor changed": ("UPDATE trail SET actor_id = 1 WHERE id = (SELECT max(id) FROM trail)",),
    "a moment changed": ("UPDATE trail SET at = '2026-01-02 03:04:05' WHERE id = (SELECT min(id) FROM trail)",),
    "a link removed": ("DELETE FROM trail WHERE seq = 1 AND book = (SELECT max(book) FROM trail)",),
    "the last link removed": ("DELETE FROM trail WHERE id = (SELECT max(id) FROM trail)",),
    "two links reordered": (
        "UPDATE trail SET seq = -1 WHERE book = 'office' AND seq = 1",
        "UPDATE trail SET seq = 1 WHERE book = 'office' AND seq = 2",
        "UPDATE trail SET seq = 2 WHERE book = 'office' AND seq = -1",
    ),
    "a link added": (
        "INSERT INTO trail (book, seq, at, event, subject_kind, subject_id, facts, prev, hash) SELECT book, seq + 1, "
        "at, event, subject_kind, subject_id, facts, hash, hash FROM trail WHERE id = (SELECT max(id) FROM trail)",
    ),
    "a chain cut with its head": (
        "DELETE FROM trail WHERE book = 'office' AND seq = (SELECT max(seq) FROM trail WHERE book = 'office')",
    ),
    "an order's total changed": ("UPDATE orders SET total = total + 1",),
    "an order's way of paying changed": ("UPDATE orders SET payment = 'card'",),
    "an order's member changed": ("UPDATE orders SET member_id = (SELECT max(id) FROM member)",),
    "an order's day moved with its sums": tuple(
        f"UPDATE {table} SET {day} = '2026-01-07'"
        for table, day in (("orders", "booked_day"), ("day_total", "day"), ("day_report", "day"))
    ),
    "an order removed": ("DELETE FROM order_line", "DELETE FROM orders"),
    "a line's product changed": ("UPDATE order_line SET product_id = (SELECT max(id) FROM product)",),
    "a line's price changed": ("UPDATE order_line SET price = price + 1",),
    "lines' quantities swapped": ("UPDATE order_line SET quantity = CASE position WHEN 1 THEN 2000 ELSE 1000 END",),
    "a sealed day changed": ("UPDATE day_report SET expected = expected + 1",),
}  # fmt: skip


def run(context: Context) -> Figures:
    found: Figures = {}
    for engine in context.engines:
        with context.portal(engine) as app, app.app_context():
            figures = {**fill(), **refused(), **tampered()}
            found |= {f"{engine}.{name}": value for name, value in figures.items()}
            if engine == "postgresql":
                found |= {f"{engine}.{name}": value for name, value in beside_each_other(app, context).items()}
    return found


def fill() -> Figures:
    """Sell, seal, erase; return what the chains say of an erased member."""
    with transaction():
        store, owner = Places().store, Cast().owner.viewer
        milk, tea = product(), product("茶", price=800)
        buyer = member(store, owner)
        sale(store, owner, milk, (tea, 2000), member_id=buyer.id)
        member(store, owner, phone="13912340000")
        sealed(store, owner)
        network.add_region(code="A8", name="西南大区", level="area", parent=None, by=HOUSE)
    with transaction():
        selling.erase(buyer, by=owner, reason="本人要求")
    return {"erasing_broke": len(troubles())}


def refused() -> Figures:
    """Count the tables whose rows are changed, removed or replaced."""
    db.session.rollback()  # whoever reads is waited for by TRUNCATE
    unguarded = 0
    tables = append_only.tables()
    for table in tables:
        key = db.metadata.tables[table].primary_key.columns.keys()[0]
        verbs = [f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"]
        if is_sqlite():
            verbs.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        # a guard of rows has nothing to refuse in a table without any: there its standing is looked for
        refused = verbs if holds_rows(table) else []
        if not is_sqlite():
            refused.append(f"TRUNCATE {table} CASCADE")
        unguarded += sum(map(is_taken, refused))
    return {"guarded_tables": len(tables), "unguarded": unguarded + len(append_only.unguarded(db.session()))}


def holds_rows(table: str) -> bool:
    with db.engine.connect() as connection:
        return connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() is not None


def is_taken(statement: str) -> bool:
    """Whether the database does this statement; it is taken back at once."""
    with db.engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except DBAPIError as refusal:
            return "append-only" not in str(refusal.orig)
        finally:
            connection.rollback()
    return True


def tampered() -> Figures:
    """Do every kind of tampering; count what `flask verify` does not notice."""
    unnoticed = [name for name, statements in TAMPERING.items() if not noticed(statements)]
    if unnoticed:
        print("not noticed:", ", ".join(unnoticed))
    return {"tampered": len(TAMPERING), "unnoticed": len(unnoticed), "troubles_after": len(troubles())}


def noticed(statements: tuple[str, ...]) -> bool:
    """Tamper in the database itself, ask for troubles, take it back."""
    db.session.rollback()
    connection = db.session.connection()
    with untriggered(connection):
        assert len(append_only.unguarded(db.session())) == len(append_only.tables())
        changed = [connection.exec_driver_sql(statement).rowcount for statement in statements]
        assert all(changed), f"nothing to tamper with: {statements}"
        db.session.expire_all()
        return bool(troubles())


@contextmanager
def untriggered(connection: Connection) -> Iterator[None]:
    """Take the triggers away, and roll back with all that was done."""
    if connection.dialect.name == "sqlite":
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        off = [f"DROP TRIGGER {name}" for name in names]
    else:
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in append_only.tables()]
    for statement in off:
        connection.exec_driver_sql(statement)
    try:
        yield
    finally:
        db.session.rollback()


def beside_each_other(app: Any, context: Context) -> Figures:
    """Let writers append to eight books, then to one; and one store write while another's book is held."""
    rounds = 3 if context.short else 12
    many = timed(app, lambda n: f"store:{1000 + n}", rounds)
    one = timed(app, lambda n: "store:1000", rounds)
    return {"eight_stores_s": many, "one_store_s": one, "gain": round(one / many, 2), "waited": waits_for_another(app)}


def timed(app: Any, book: Callable[[int], str], rounds: int) -> float:
    def write(n: int) -> None:
        with app.app_context():
            for _ in range(rounds):
                with transaction() as session:
                    trail.lock(session, book(n))
                    time.sleep(THINKING)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(time.perf_counter() - begun, 3)


def waits_for_another(app: Any) -> int:
    """Hold one store's book; return 1 where another store's order has to wait for it."""
    done = threading.Event()

    def other() -> None:
        with app.app_context(), transaction():
            sale(Places().store_south, Cast().owner_south.viewer, product("米"))
        done.set()

    with transaction() as session:
        trail.lock(session, f"store:{Places().store.id}")
        thread = threading.Thread(target=other)
        thread.start()
        waited = not done.wait(20)
    thread.join()
    return int(waited)


PROOF = Proof("trail", run, zero=("erasing_broke", "unguarded", "unnoticed", "troubles_after", "waited"))
