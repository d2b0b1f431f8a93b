"""The portal in this process: what a page asks of the database, seen by the engine's own events."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from sqlalchemy import event

from portal.accounts import actions as accounts
from portal.accounts.models import User
from portal.kernel.db import db, transaction
from portal.kernel.scope import House
from tests.browse import Browser

HOUSE = House("bench")


def signed_in(app: Any, phone: str) -> Browser:
    """Return the browser of whoever has this number; inside the app's context."""
    with transaction():
        user = db.session.scalars(User.seen_by(HOUSE).where(User.phone == phone)).one()
        token = accounts.sign_in(user, by=HOUSE)
    return Browser(app, token)


@contextmanager
def statements() -> Iterator[list[tuple[str, Any, bool]]]:
    """Note each statement with its parameters, and whether it is one for many rows; no BEGIN."""
    seen: list[tuple[str, Any, bool]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            seen.append((statement, parameters, many))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def asked_by(browser: Browser, path: str) -> list[tuple[str, Any, bool]]:
    """Return the statements of a page that was opened before."""
    for _ in range(2):
        with statements() as seen:
            answer = browser.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
    return seen


def database_ms(seen: list[tuple[str, Any, bool]], times: int) -> list[float]:
    """Return how long the driver takes for these reads, rows fetched, each time they are asked."""
    connection = db.engine.raw_connection()
    taken = []
    try:
        cursor = connection.cursor()
        for _ in range(times):
            begun = time.perf_counter()
            for statement, parameters, _ in seen:
                cursor.execute(statement, parameters)
                cursor.fetchall()
            taken.append((time.perf_counter() - begun) * 1000)
    finally:
        connection.close()
    return taken


def settled(values: list[float]) -> float:
    """Return the median without the first fifth, in which caches fill."""
    return median(values[len(values) // 5 :])
