"""What a backup says of itself: its engine, how many rows each table held, where each chain ended, its files."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, String, column, func, inspect, select, table

from portal.kernel.trail import Book
from portal.upkeep import stop

NAME = "manifest.json"
FORMAT = 1
FOLDERS = ("uploads", "imports")  # below PORTAL_DATA
DATABASES = {"sqlite": "portal.db", "postgresql": "portal.dump"}

_BLOCK = 1 << 20


def figures_of(connection: Connection) -> dict[str, Any]:
    """Return the revision, the rows of every table and the heads of the trail's books, of any schema."""
    names = sorted(inspect(connection).get_table_names())
    if not {"alembic_version", Book.__tablename__} <= set(names):
        return {"revision": [], "counts": {}, "books": {}}
    counts = {name: connection.scalar(select(func.count()).select_from(table(name))) for name in names}
    at = select(column("version_num", String)).select_from(table("alembic_version"))
    revision: list[str] = list(connection.scalars(at))
    heads = connection.execute(select(Book.name, Book.seq, Book.hash).order_by(Book.name))
    books = {name: [seq, tip] for name, seq, tip in heads}
    return {"revision": sorted(revision), "counts": counts, "books": books}


def differences(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Return a sentence for each figure of the backup that the restored database does not have."""
    found = [] if was["revision"] == now["revision"] else [f"revision: {was['revision']} is now {now['revision']}"]
    for kind, what in (("counts", "rows"), ("books", "its chain's head")):
        for name in sorted(was[kind].keys() | now[kind].keys()):
            before, after = was[kind].get(name), now[kind].get(name)
            if before != after:
                found.append(f"{name}: {what} {before} before, {after} now")
    return found


def write(folder: Path, facts: dict[str, Any]) -> None:
    """Write the manifest, which makes a folder a backup; it comes last."""
    draft = folder / f".{NAME}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **facts}, file, ensure_ascii=False, indent=1)
        synced(file)
    draft.chmod(0o600)
    draft.replace(folder / NAME)


def read(folder: Path) -> dict[str, Any]:
    """Return a backup's manifest, or end with what is wrong with it."""
    path = folder / NAME
    if not path.is_file():
        stop(f"{folder} is no backup, or one that was not finished: it has no {NAME}.")
    try:
        facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if facts["format"] != FORMAT:
            stop(f"{path} is of format {facts['format']}; this portal reads format {FORMAT}.")
        for name in ("revision", "counts", "books"):
            facts[name]  # all of them are compared later
        if DATABASES[facts["engine"]] not in facts["files"]:
            raise ValueError("the database is not listed")
        if not all(is_ours(name, facts["engine"]) for name in facts["files"]):
            raise ValueError("a file leads elsewhere")
    except (ValueError, KeyError, TypeError):
        stop(f"{path} is damaged. Nothing was restored.", 1)
    return facts


def is_ours(name: str, engine: str) -> bool:
    """Whether a file's name in a manifest is one that a backup writes; it never leads elsewhere."""
    parts = name.split("/")
    return name == DATABASES[engine] or (
        len(parts) > 1 and parts[0] in FOLDERS and not any(part in ("", ".", "..") for part in parts)
    )


def damage(folder: Path, facts: dict[str, Any]) -> list[str]:
    """Return a sentence for each file of a backup that is not as it was written."""
    found = []
    for name, sha256 in facts["files"].items():
        if not (folder / name).is_file():
            found.append(f"{name} is missing")
        elif sha256_of(folder / name) != sha256:
            found.append(f"{name} was changed")
    return found


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(source: Path, target: Path) -> str:
    """Copy a file block by block to the disk and return its SHA-256. Raises OSError."""
    sha256 = hashlib.sha256()
    with source.open("rb") as old:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("wb") as new:
            while block := old.read(_BLOCK):
                sha256.update(block)
                new.write(block)
            synced(new)
    return sha256.hexdigest()


def synced(file: BinaryIO | Any) -> None:
    file.flush()
    os.fsync(file.fileno())
