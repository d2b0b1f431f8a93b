"""`flask backup DIR` and `flask restore DIR`: a whole portal into a folder, and back into an empty one."""

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from portal import rooms
from portal.goods.prices import forget_numbers
from portal.kernel import clock, migrations
from portal.kernel.db import db, transaction
from portal.upkeep import copies, manifest, stop
from portal.upkeep.manifest import DATABASES, FOLDERS

SECRET = "The secret key is not in it; keep SECRET_KEY, or PORTAL_DATA/secret-key, somewhere else."
TROUBLE = (OSError, sqlite3.Error, SQLAlchemyError)


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Copy database, uploads and imports into an empty or new folder, while the portal runs."""
    if folder.exists() and any(folder.iterdir()):
        stop(f"{folder} is not empty; name an empty folder, or one that is not there yet.")
    if any(folder.resolve().is_relative_to(data_folder() / name) for name in FOLDERS):
        stop(f"{folder} lies within what is to be copied; name a folder elsewhere.")
    try:
        facts = copy_out(folder)
    except BaseException as trouble:
        clear(folder)
        if isinstance(trouble, TROUBLE):
            stop(f"No backup was made: {trouble}", 1)
        raise
    click.echo(f"{folder} holds {summary(facts)}.")
    click.echo(SECRET)


@click.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, exists=True, path_type=Path))
@with_appcontext
def restore(folder: Path) -> None:
    """Put a backup into an empty portal, the other processes stopped, and check what came out."""
    facts = manifest.read(folder)
    refuse_wrong_place(facts)
    if damaged := manifest.damage(folder, facts):
        stop("\n".join([*damaged, "The backup is damaged. Nothing was restored."]), 1)
    try:
        troubles = copy_in(folder, facts)
    except TROUBLE as trouble:
        stop(f"The restore was not finished: {trouble}", 1)
    for sentence in troubles:
        click.echo(sentence)
    if troubles:
        raise SystemExit(1)
    click.echo(f"Restored {summary(facts)}. Counts and chains are as they were; everything holds.")


def copy_out(folder: Path) -> dict[str, Any]:
    """Write a backup: the database first, since a file is stored before its row."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = db.engine.dialect.name
    copy = folder / DATABASES[engine]
    figures = copies.take(copy)
    if not figures["counts"]:
        stop("This database holds no portal yet: there is nothing to copy.")
    copy.chmod(0o600)
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    files = {copy.name: manifest.sha256_of(copy)}
    for name in FOLDERS:
        for path in sorted((data_folder() / name).rglob("*")):
            try:
                if path.is_file():
                    place = path.relative_to(data_folder())
                    files[place.as_posix()] = manifest.copied(path, folder / place)
            except FileNotFoundError:
                continue  # an import that was finished meanwhile
    facts = {"engine": engine, "made_at": clock.now().isoformat(), **figures, "files": files}
    manifest.write(folder, facts)
    return facts


def clear(folder: Path) -> None:
    """Remove what an unfinished backup wrote."""
    for name in (*DATABASES.values(), manifest.NAME, f".{manifest.NAME}"):
        (folder / name).unlink(missing_ok=True)
    for name in FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)


def refuse_wrong_place(facts: dict[str, Any]) -> None:
    """End where this portal holds people, runs on the other engine, or is older than the backup."""
    if copies.holds_users():
        stop("This database holds users already; a backup is restored into an empty portal only.")
    engine = db.engine.dialect.name
    if facts["engine"] != engine:
        stop(f"This backup is of {facts['engine']} and this portal runs on {engine}; restore into the same engine.")
    if beyond := set(facts["revision"]) - {script.revision for script in migrations.scripts().walk_revisions()}:
        stop(f"This backup is of a newer portal (revision {', '.join(sorted(beyond))}); upgrade the code first.")


def copy_in(folder: Path, facts: dict[str, Any]) -> list[str]:
    """Restore a checked backup; return a sentence for all that is not as it was, or does not hold."""
    troubles = []
    for name, sha256 in facts["files"].items():
        if name not in DATABASES.values() and manifest.copied(folder / name, data_folder() / name) != sha256:
            troubles.append(f"{name} was changed on the way")
    figures = copies.put_back(folder / DATABASES[facts["engine"]])
    troubles += manifest.differences(facts, figures)
    if facts["revision"] != migrations.scripts().get_heads():
        db.engine.dispose()
        migrations.upgrade()
    with transaction():
        forget_numbers()
    return troubles + rooms.troubles()


def data_folder() -> Path:
    return Path(current_app.config["PORTAL_DATA"]).resolve()


def summary(facts: dict[str, Any]) -> str:
    rows, files = sum(facts["counts"].values()), len(facts["files"]) - 1
    return f"{len(facts['counts'])} tables with {rows:,} rows, {len(facts['books'])} chains and {files:,} files"
