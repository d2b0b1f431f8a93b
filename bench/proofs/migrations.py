"""Every revision runs down and up over a filled database; rows stay equal for what both schemas hold.

The demo network is filled at the newest revision. From there each revision is taken down, up and down again, until
none is left; after each step every table and column that stands on both sides holds the same rows, and the triggers
of the append-only tables refuse as before. `make test` takes the newest three: what was written before does not change.

Broken on purpose: with `UPDATE store SET address …` and a dropped trigger in a downgrade, both were named.
"""

import hashlib
from typing import Any

from sqlalchemy import inspect

from bench.proofs.proof import Context, Figures, Proof
from bench.proofs.trail import is_taken
from portal.kernel import append_only, migrations
from portal.kernel.db import db

NEWEST = 3
Rows = dict[str, dict[str, list[Any]]]  # table → column → its values, in the order of the keys


def run(context: Context) -> Figures:
    found: Figures = {}
    size = ("--days", "7") if context.short else ("--days", "30")
    for engine in context.engines:
        with context.portal(engine, with_cast=False) as app:
            filled = app.test_cli_runner().invoke(args=["demo", *size], catch_exceptions=False)
            assert filled.exit_code == 0, filled.output
            with app.app_context():
                found |= {f"{engine}.{name}": value for name, value in walk(NEWEST if context.short else None).items()}
    return found


def walk(newest: int | None = None) -> Figures:
    """Take each revision, or the newest, down, up and down; count tables and columns whose rows changed on the way."""
    revisions = list(migrations.scripts().walk_revisions())[:newest]
    lost: list[str] = []
    unguarded = 0
    at_head = held()
    for script in revisions:
        before = held()
        for step in (down, up, down):
            step(script)
            after = held()
            lost += [f"{step.__name__} {script.revision}: {what}" for what in unlike(before, after)]
            unguarded += sum(
                is_taken(f"DELETE FROM {table}") for table in append_only.tables() if any(after.get(table, {}).values())
            )
            before = after
    db.engine.dispose()
    migrations.upgrade()
    missing = sorted(set(at_head) - set(held()))
    for sentence in lost:
        print(sentence)
    rows = sum(max(len(values) for values in columns.values()) for columns in at_head.values())
    return {
        "revisions": len(revisions), "tables": len(at_head), "rows": rows, "changed": len(lost),
        "unguarded": unguarded, "missing": len(missing),
    }  # fmt: skip


def down(script: Any) -> None:
    db.session.remove()
    migrations.downgrade(script.down_revision or "base", drop=True)


def up(script: Any) -> None:
    db.session.remove()
    migrations.upgrade(script.revision)


def held() -> Rows:
    """Return what the database holds, by table and column."""
    found: Rows = {}
    with db.engine.connect() as connection:
        schema = inspect(connection)
        for table in schema.get_table_names():
            columns = [column["name"] for column in schema.get_columns(table)]
            key = schema.get_pk_constraint(table)["constrained_columns"] or columns
            named, ordered = (", ".join(f'"{name}"' for name in names) for names in (columns, key))
            rows = connection.exec_driver_sql(f'SELECT {named} FROM "{table}" ORDER BY {ordered}').all()
            if table != "alembic_version":
                found[table] = {name: [row[n] for row in rows] for n, name in enumerate(columns)}
    return found


def unlike(before: Rows, after: Rows) -> list[str]:
    """Name the columns that stand in both and hold something else."""
    return [
        f"{table}.{column}"
        for table in before.keys() & after.keys()
        for column in before[table].keys() & after[table].keys()
        if digest(before[table][column]) != digest(after[table][column])
    ]


def digest(values: list[Any]) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


PROOF = Proof("migrations", run, zero=("changed", "unguarded", "missing"))
