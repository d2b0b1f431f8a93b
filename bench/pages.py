"""Time the pages people open most over a loaded database: server time, statements, bytes.

    python -m bench.pages [--database URL] [--data DIR]

Prints a line a page and merges `pages.<engine>.<page>.ms`, `.statements` and `.bytes` into bench/results.json.
A request goes through the whole application: sign-in, right, scope, rendering, compression.
"""

import argparse
import contextvars
import gc
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, func, select

from bench.results import merge
from portal import create_app
from portal.accounts import actions as accounts
from portal.accounts.models import User, UserRegion, UserState, UserStore
from portal.accounts.roles import Role
from portal.kernel.db import db, transaction
from portal.kernel.scope import House
from portal.network.models import Level, Region, Store
from portal.selling.models import DayTotal, Order

ROUNDS = 25
HOUSE = House("bench")


def people() -> dict[str, str]:
    """Make one person of each role over the loaded network; return their tokens and the busiest store's code."""
    busiest = db.session.execute(
        select(Order.store_id, func.count()).group_by(Order.store_id).order_by(func.count().desc()).limit(1),
        execution_options={"scoped": Order.reach()},
    ).one()[0]
    store = db.session.get_one(Store, busiest, execution_options={"scoped": Store.reach()})
    area = db.session.scalars(select(Region).where(Region.level == Level.AREA).order_by(Region.id)).first()
    tokens = {"store": store.code}
    reach: dict[Role, dict[str, Any]] = {
        Role.OWNER: {"stores": [UserStore(store_id=store.id)]},
        Role.CLERK: {"stores": [UserStore(store_id=store.id)]},
        Role.RM: {"regions": [UserRegion(region_id=area.id if area else 0)]},
        Role.OFFICE: {},
        Role.ADMIN: {},
    }
    for n, (role, given) in enumerate(reach.items()):
        user = User(name=f"bench {role.value}", phone=f"1990009900{n}", role=role, state=UserState.ACTIVE, **given)
        known = db.session.scalar(User.seen_by(HOUSE).where(User.phone == user.phone))
        if known is None:
            db.session.add(user)
            db.session.flush()
        tokens[role.value] = accounts.sign_in(known or user, by=HOUSE)
    return tokens


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def measure(app: Any, token: str, path: str) -> tuple[float, int, int]:
    """Return (median ms, statements, compressed bytes) of a page."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    taken = []
    for _ in range(ROUNDS):
        with app.app_context(), statements() as seen:
            begun = time.perf_counter()
            answer = contextvars.Context().run(client.get, path, headers={"Accept-Encoding": "gzip"})
            taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
        count = len([s for s in seen if not s.startswith("BEGIN")])
        size = len(answer.data)
        answer.close()
    return statistics.median(taken), count, size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="")
    parser.add_argument("--data", type=Path, default=Path("var"))
    given = parser.parse_args()
    overrides: dict[str, Any] = {"PORTAL_DATA": given.data.resolve()}
    if given.database:
        overrides["SQLALCHEMY_DATABASE_URI"] = given.database
    app = create_app(overrides)
    with app.app_context():
        engine = db.engine.dialect.name
        with transaction():
            tokens = people()
        last = db.session.scalar(select(func.max(DayTotal.day)), execution_options={"scoped": DayTotal.reach()})
        area = db.session.scalars(select(Region.id).where(Region.level == Level.AREA).order_by(Region.id)).first()
    month = f"{last:%Y-%m}" if last else ""
    pages = {f"home_{role.value}": (role.value, "/") for role in Role} | {
        "store": ("office", f"/stores/{tokens['store']}"),
        "orders": ("office", "/selling/orders"),
        "region": ("office", f"/insight/regions/{area}?month={month}"),
    }
    gc.collect()
    gc.freeze()
    found: dict[str, float] = {}
    for name, (role, path) in pages.items():
        ms, count, size = measure(app, tokens[role], path)
        print(f"{engine:11} {name:14} {ms:7.1f} ms {count:4} statements {size:7} bytes")
        found |= {
            f"pages.{engine}.{name}.{k}": v for k, v in (("ms", round(ms, 2)), ("statements", count), ("bytes", size))
        }
    merge(found)


if __name__ == "__main__":
    main()
