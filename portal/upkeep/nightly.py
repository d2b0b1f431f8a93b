"""`flask nightly`: does what waits, and removes what served its purpose. Running it twice does the same as once."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import delete, inspect, or_, select

from portal.accounts.models import Attempt, OneTimeLink, SignIn
from portal.accounts.viewer import ABSOLUTE
from portal.kernel import clock, files, jobs
from portal.kernel.db import db, transaction
from portal.kernel.door import Answered
from portal.kernel.files import File
from portal.kernel.importing import Import
from portal.kernel.jobs import Outgoing
from portal.kernel.scope import House
from portal.rooms import nights
from portal.upkeep import idle

HOUSE: Any = House("nightly")
BATCH = 1000
# what stands beside a file under its name: an upload's thumbnail, an import's tray of refused rows
BESIDE = ("-thumb", ".refused")


@click.command("nightly")
@with_appcontext
def nightly() -> None:
    """Do waiting work and mail, tend idle members, remove old keys, links, attempts, sign-ins, mail and files."""
    click.echo(f"waiting jobs and mail: {jobs.sweep()} done")
    for what, n in nights():
        click.echo(f"{what}: {n}")
    for what, model, condition in old_rows():
        click.echo(f"{what}: {removed(model, condition)} removed")
    data = Path(current_app.config["PORTAL_DATA"])
    for what, folder, model in (
        ("uploads without a row, older than a day", files.folder(), File),
        ("imports without a row, older than a day", data / "imports", Import),
    ):
        click.echo(f"{what}: {cleared(folder, model)} removed")
    for what, many in idle.tend().items():
        click.echo(f"idle members {what}: {many}")
    click.echo(f"files of imports that ended 30 days ago: {outlived(data / 'imports')} removed")


def old_rows() -> list[tuple[str, Any, Any]]:
    """Return (what it is, its model, the condition that a row has served its purpose)."""
    now = clock.now()
    month, half_year, quarter = (now - timedelta(days=days) for days in (30, 180, 90))
    used_up = or_(OneTimeLink.used_at < month, OneTimeLink.ends_at < month)
    over = or_(SignIn.ended_at < half_year, SignIn.made_at < half_year - ABSOLUTE)
    return [
        ("accepted form keys older than 30 days", Answered, Answered.made_at < month),
        ("one-time links used or expired 30 days ago", OneTimeLink, used_up),
        ("failed sign-ins older than 2 days", Attempt, Attempt.at < now - timedelta(days=2)),
        ("sign-ins that ended 180 days ago", SignIn, over),
        ("mail sent 90 days ago", Outgoing, Outgoing.sent_at < quarter),
    ]


def removed(model: Any, condition: Any) -> int:
    """Delete rows a thousand at a time, each a transaction of its own that nobody waits for long; return how many."""
    (key,) = inspect(model).primary_key
    total = 0
    while True:
        ids = list(db.session.scalars(select(key).where(condition).limit(BATCH)))
        if not ids:
            db.session.rollback()
            return total
        with transaction() as session:
            gone = delete(model).where(key.in_(ids), condition).execution_options(synchronize_session=False)
            result: Any = session.execute(gone)
        total += result.rowcount
        if not result.rowcount:
            return total  # somebody else was quicker


def cleared(folder: Path, model: Any) -> int:
    """Delete files that no row names: their transaction was rolled back. Younger ones may still get their row."""
    yesterday = (clock.now() - timedelta(days=1)).timestamp()
    old = (path for path in folder.glob("*/*") if path.is_file() and path.stat().st_mtime < yesterday)
    total = 0
    while batch := list(islice(old, BATCH)):
        named = [name for path in batch for name in names_of(path)]
        rows = model.seen_by(HOUSE).where(model.token.in_(named)).with_only_columns(model.token)
        known = set(db.session.scalars(rows))
        db.session.rollback()
        for path in batch:
            if known.isdisjoint(names_of(path)):
                path.unlink(missing_ok=True)
                total += 1
    return total


def outlived(folder: Path) -> int:
    """Delete what is left of imports that ended a month ago: refused rows hold names and phones."""
    month = clock.now() - timedelta(days=30)
    paths = (path for path in folder.glob("*/*") if path.is_file())
    total = 0
    while batch := list(islice(paths, BATCH)):
        named = [name for path in batch for name in names_of(path)]
        rows = Import.seen_by(HOUSE).where(Import.token.in_(named), Import.ended_at < month)
        over = set(db.session.scalars(rows.with_only_columns(Import.token)))
        db.session.rollback()
        for path in batch:
            if not over.isdisjoint(names_of(path)):
                path.unlink(missing_ok=True)
                total += 1
    return total


def names_of(path: Path) -> Iterator[str]:
    """Yield the tokens whose row would keep a file."""
    yield path.name
    for ending in BESIDE:
        if path.name.endswith(ending):
            yield path.name.removesuffix(ending)
