"""A database's copy, taken while the portal runs and put back into an empty one, by each engine's own means."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, NullPool, create_engine, func, inspect, select

from portal.accounts.models import User
from portal.kernel.db import db, is_sqlite
from portal.upkeep import stop
from portal.upkeep.manifest import figures_of

PROGRAMS = Path("/usr/lib/postgresql")
WAITED = 10  # seconds for another writer


def take(target: Path) -> dict[str, Any]:
    """Copy the database into a file and return the figures of exactly what the copy holds."""
    if not is_sqlite():
        return take_postgresql(target)
    with closing(sqlite3.connect(db.engine.url.database or "", timeout=WAITED, isolation_level=None)) as source:
        source.execute("VACUUM INTO ?", (str(target),))
    copy = create_engine(URL.create("sqlite", database=str(target)), poolclass=NullPool)
    with copy.connect() as connection:
        return figures_of(connection)


def take_postgresql(target: Path) -> dict[str, Any]:
    """Dump and count within one snapshot, so that both say the same however busy the portal is."""
    with db.engine.connect().execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    ) as connection:
        snapshot = connection.scalar(select(func.pg_export_snapshot()))
        run("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges",
            f"--file={target}", f"--dbname={address()}")  # fmt: skip
        return figures_of(connection)


def put_back(file: Path) -> dict[str, Any]:
    """Replace the empty database by a copy and return the figures of what it holds now."""
    db.session.remove()
    db.engine.dispose()
    if is_sqlite():
        # by SQLite's own backup, which other processes with the file open notice; moving files they would not
        with (
            closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(db.engine.url.database or "", timeout=WAITED)) as target,
        ):
            source.backup(target)
    else:
        put_back_postgresql(file)
    with db.engine.connect() as connection:
        return figures_of(connection)


def put_back_postgresql(file: Path) -> None:
    """Drop the empty tables, whatever revision they are of, and load the dump, all or nothing."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAITED}s'")
        for name in inspect(connection).get_table_names():
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}" CASCADE')
    run("pg_restore", "--single-transaction", "--clean", "--if-exists", "--no-owner", "--no-privileges",
        f"--dbname={address()}", str(file))  # fmt: skip


def holds_users() -> bool:
    """Whether anybody signs in to this portal already; a database without tables holds nobody."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(User.__tablename__):
            return False
        return bool(connection.scalar(select(func.count()).select_from(User.__table__)))


def address() -> str:
    """Return the database's address as PostgreSQL's programs read it; the password goes another way."""
    url = db.engine.url.set(drivername="postgresql")
    return URL.create(
        url.drivername, url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string(hide_password=False)  # fmt: skip


def run(name: str, *options: str) -> None:
    """Run one of PostgreSQL's programs; end with its own words where it fails."""
    password = db.engine.url.password
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run([program(name), *options], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        stop(f"{name} failed: {done.stderr.strip()[-2000:]}", 1)


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs, the newest where there are several."""
    if found := shutil.which(name):
        return found
    versions = [path for path in PROGRAMS.glob(f"*/bin/{name}") if path.parts[-3].isdigit()]
    if not versions:
        stop(f"{name} is missing: install PostgreSQL's client programs (on Debian the package postgresql-client).")
    return str(max(versions, key=lambda path: int(path.parts[-3])))
