"""`flask move --to postgresql://…`: a network that outgrew SQLite goes to PostgreSQL, checked on arrival."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import JSON, Connection, Engine, Table, bindparam, inspect, text
from sqlalchemy.exc import SQLAlchemyError

import config
from portal import rooms
from portal.kernel import migrations
from portal.kernel.db import db, is_sqlite
from portal.upkeep import copies, manifest, stop

AT_ONCE = 2000  # rows held in memory


@click.command("move")
@click.option("--to", "address", metavar="URL", required=True, help="An empty database: postgresql://user@host/name.")
@with_appcontext
def move(address: str) -> None:
    """Copy a portal on SQLite into an empty PostgreSQL database, the other processes stopped, and check it there."""
    if not is_sqlite():
        stop("This portal runs on PostgreSQL already.")
    source = db.engine
    with source.connect() as connection:
        if manifest.figures_of(connection)["revision"] != migrations.scripts().get_heads():
            stop("This database is not of the newest revision: run flask db upgrade first.")
    try:
        with opened(arrival(address)):
            refuse_filled(db.engine)
            migrations.upgrade()
            was = copy(source, db.engine)
            troubles = unlike(was) + rooms.troubles()
    except SQLAlchemyError as trouble:
        stop(f"The move was not finished, and this portal is as it was: {trouble}", 1)
    for sentence in troubles:
        click.echo(sentence)
    if troubles:
        raise SystemExit(1)
    click.echo(f"Moved {len(was['counts'])} tables with {sum(was['counts'].values()):,} rows. Everything holds.")
    click.echo("Set DATABASE_URL to the new address and start the portal; PORTAL_DATA stays, its uploads are in use.")


@contextmanager
def opened(arrival: Any) -> Iterator[None]:
    """Inside the other portal's context; its connections are closed in the end."""
    with arrival.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def arrival(address: str) -> Any:
    """Return a portal like this one over the other database."""
    from portal import create_app

    data = current_app.config["PORTAL_DATA"]
    try:
        url = config.database_url({"DATABASE_URL": address}, data)
    except config.WrongSetting as wrong:
        raise click.UsageError(str(wrong).replace("DATABASE_URL", "--to")) from None
    if url.startswith("sqlite"):
        raise click.UsageError("A network moves to PostgreSQL; to another folder it goes by backup and restore.")
    taken_along = ("PORTAL_DATA", "SECRET_KEY", "JOBS_URL", "PORTAL_TZ", "PORTAL_LOCALE")
    return create_app({name: current_app.config[name] for name in taken_along} | {"SQLALCHEMY_DATABASE_URI": url})


def refuse_filled(target: Engine) -> None:
    """End where the other database holds people, or tables that are none of ours."""
    with target.connect() as connection:
        names = set(inspect(connection).get_table_names())
    if strange := names - db.metadata.tables.keys() - {"alembic_version"}:
        stop(f"That database holds tables of something else: {', '.join(sorted(strange)[:5])}; name an empty one.")
    if copies.holds_users():
        stop("That database holds users already; a portal moves into an empty one only.")


def copy(source: Engine, target: Engine) -> dict[str, Any]:
    """Copy every row, all or nothing, and return the figures of what was there at that moment."""
    with source.connect() as old, target.begin() as new:
        figures = manifest.figures_of(old)
        with order_set_aside(new):
            for table in db.metadata.sorted_tables:
                new.execute(table.delete())
                for rows in batches(old, table):
                    new.execute(inserting(table), rows)
                count_on(new, table)
    return figures


@contextmanager
def order_set_aside(new: Connection) -> Iterator[None]:
    """Triggers rest and references are checked at the end: rows come in any order. Needs the tables' owner only."""
    schema = inspect(new)
    tables = schema.get_table_names()
    references = [(name, key["name"]) for name in tables for key in schema.get_foreign_keys(name)]
    for name in tables:
        new.execute(text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))
    for name, key in references:
        new.execute(text(f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED'))
    yield
    new.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for name, key in references:
        new.execute(text(f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE'))
    for name in tables:
        new.execute(text(f'ALTER TABLE "{name}" ENABLE TRIGGER USER'))


def batches(old: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    with old.execution_options(yield_per=AT_ONCE).execute(table.select()) as found:
        for rows in found.mappings().partitions():
            yield [dict(row) for row in rows]


def inserting(table: Table) -> Any:
    """Return the INSERT, in which an empty JSON column stays empty instead of holding the word null."""
    empty = {c.name: bindparam(c.name, type_=JSON(none_as_null=True)) for c in table.c if isinstance(c.type, JSON)}
    return table.insert().values({c.name: empty.get(c.name, bindparam(c.name)) for c in table.c})


def count_on(new: Connection, table: Table) -> None:
    """Let the next row's id follow the greatest one."""
    key = table.autoincrement_column
    counter = key is not None and new.scalar(text(f"SELECT pg_get_serial_sequence('\"{table.name}\"', '{key.name}')"))
    if counter and key is not None:
        new.execute(text(f'SELECT setval(\'{counter}\', max("{key.name}")) FROM "{table.name}" HAVING count(*) > 0'))


def unlike(was: dict[str, Any]) -> list[str]:
    """Return a sentence for each figure that is another now."""
    with db.engine.connect() as connection:
        return manifest.differences(was, manifest.figures_of(connection))
