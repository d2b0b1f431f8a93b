"""Whatever statement fails, an action does all of its deed or none of it.

Each action is done once with its statements counted; then again and again, each time with another of them failing in
the database itself, and every table is as it was. A new action needs its recipe in tests/proofs/recipes.

Broken on purpose: with a commit in place of the flush inside `goods.actions.stock._book`, the four actions that move
stock failed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from bench.proofs.ledger import troubles
from portal.kernel.db import db, is_sqlite
from portal.kernel.trail import seal
from tests.house import test_house as house
from tests.proofs.recipes import Scene, all_recipes
from tests.rows import all_rows

promises = ("P04",)

RECIPES = all_recipes()
WITHOUT_A_NAMED_ACTOR = (
    "selling/actions/orders.py/post_orders",
    "selling/sync.py/post",
    "prospecting/actions/plan_links.py/open_link",
)
# PostgreSQL for the rooms that speak to the driver themselves; the others say the same to both
DRIVEN = ("goods/", "selling/", "kernel/")
ACTIONS = [a for a in sorted(RECIPES) if os.environ.get("TEST_DATABASE") != "postgresql" or a.startswith(DRIVEN)]
MOST = 10  # statements of one action that are made to fail


def test_every_action_has_its_recipe():
    actions = {"/".join(name) for name in house.ACTIONS if house.changes(*name)}
    assert RECIPES.keys() == actions | set(WITHOUT_A_NAMED_ACTOR)


@pytest.mark.parametrize("action", ACTIONS)
def test_all_or_nothing_whichever_statement_fails(session, action):
    deed = RECIPES[action](Scene())
    session.commit()
    before = all_rows()
    with noting() as seen:
        deed()
        seal(session())
    assert seen and all_rows() != before
    assert troubles() == []
    session.rollback()
    assert all_rows() == before
    for n in spread(len(seen)):
        with noting(fail_at=n) as so_far, pytest.raises(DBAPIError):
            deed()
            session.commit()
        assert len(so_far) == n + 1, "it did not stop at the statement that failed"
        session.rollback()
        assert all_rows() == before, f"statement {n + 1} of {len(seen)} left something: {so_far[-1][:200]}"


@contextmanager
def noting(fail_at: int | None = None) -> Iterator[list[str]]:
    """Note statements; the one at `fail_at` is replaced by one that the database refuses."""
    seen: list[str] = []

    def note(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            return statement, parameters
        seen.append(statement)
        if len(seen) - 1 != fail_at:
            return statement, parameters
        return "INSERT INTO a_table_that_is_not_there VALUES (1)", [()] if executemany else ()

    engine = db.engine.engine
    event.listen(engine, "before_cursor_execute", note, retval=True)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def spread(count: int) -> list[int]:
    """Return which statements fail: all of few; the first, the last and some between of many."""
    most = MOST if is_sqlite() else 3  # there the aborted transaction differs, not the order of statements
    if count <= most:
        return list(range(count))
    return sorted({round(n * (count - 1) / (most - 1)) for n in range(most)})
