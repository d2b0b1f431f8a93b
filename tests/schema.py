"""Bring an empty test database to the newest schema, triggers included: migrated once a process, then copied."""

import sqlite3

from sqlalchemy import inspect

from portal.kernel import migrations
from portal.kernel.db import db, is_sqlite

_in_memory: sqlite3.Connection | None = None
_templates: dict[str, str] = {}  # PostgreSQL's socket → a database as the migrations leave an empty one


def make_schema() -> None:
    """Inside an app context."""
    if is_sqlite():
        on_sqlite()
    elif not inspect(db.engine).has_table("alembic_version"):
        migrations.upgrade()
        remember()


def on_sqlite() -> None:
    global _in_memory
    if migrated := _in_memory is None:
        migrations.upgrade()
        _in_memory = sqlite3.connect(":memory:", check_same_thread=False)
    with db.engine.connect() as connection:
        here = connection.connection.driver_connection
        source, target = (here, _in_memory) if migrated else (_in_memory, here)
        source.backup(target)  # type: ignore[union-attr,arg-type]


def remember() -> None:
    """Copy what was just migrated, for `template`."""
    import psycopg

    host, database = str(db.engine.url.query["host"]), db.engine.url.database
    db.session.remove()
    db.engine.dispose()  # nobody may be connected to what is copied
    with psycopg.connect(f"host={host} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}_schema"')
        connection.execute(f'CREATE DATABASE "{database}_schema" TEMPLATE "{database}"')
    _templates[host] = f"{database}_schema"


def template(host: str) -> str:
    """Return the PostgreSQL database that a new one is a copy of; PostgreSQL's own until one was migrated here."""
    return _templates.get(host, "template1")
