"""What a downgrade would drop: tables and columns that hold something and that the older schema does not have."""

from collections.abc import Sequence
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, create_engine, func, inspect, select, table
from sqlalchemy.pool import StaticPool

NOBODYS = {"version"}  # how often a row was saved: nothing that people wrote
SUMS = {"member_total"}  # worked out from orders again by the revision that makes it

Shape = dict[str, set[str]]  # table → its columns


def planned(context: MigrationContext) -> Sequence[Any]:
    """Return the steps of a downgrade that is about to run, and nothing of any other command."""
    command = context.opts["fn"]
    return list(command(context.get_current_heads(), context)) if command.__name__ == "downgrade" else []


def of(steps: Sequence[Any], scripts: ScriptDirectory, connection: Connection) -> list[str]:
    """Return a sentence for each table and column with rows that the revision behind the last step lacks."""
    there, then = shape_of(connection), shape_at(steps[-1].revision.down_revision, scripts)
    lost = []
    for name in sorted(there.keys() - {"alembic_version"} - SUMS):
        rows = table(name)
        if name not in then:
            if count := connection.scalar(select(func.count()).select_from(rows)):
                lost.append(f"{name}: {count:,} rows")
            continue
        for gone in sorted(there[name] - then[name] - NOBODYS):
            if count := connection.scalar(select(func.count(column(gone))).select_from(rows)):
                lost.append(f"{name}.{gone}: set in {count:,} rows")
    return lost


def shape_at(revision: str | None, scripts: ScriptDirectory) -> Shape:
    """Return the schema of a revision, found by going there in an empty database in memory: no guess is as good."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            for script in reversed(list(scripts.iterate_revisions(revision, "base")) if revision else []):
                script.module.upgrade()
        shape = shape_of(connection)
    engine.dispose()
    return shape


def shape_of(connection: Connection) -> Shape:
    schema = inspect(connection)
    return {name: {c["name"] for c in schema.get_columns(name)} for name in schema.get_table_names()}
