"""A backup taken under load and restored elsewhere is a portal that answers the same.

Tablets sell while `flask backup` runs; `flask restore` puts it into an empty portal, whose `flask verify` finds
nothing, whose counts and chains are those of the backup, and which holds every order acknowledged before it began.
The short form is tests/upkeep/test_backup.py.

On SQLite the copying itself is done five times more at once after a look at what was acknowledged.

Broken on purpose: with the database's file copied as it lies (`copies.take`), what stood in its log only was missing.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from bench.proofs import ledger
from bench.proofs.kills import PEOPLE, named
from bench.proofs.proof import Context, Figures, Proof, settings
from bench.proofs.served import ROOT, Served
from bench.proofs.tablets import Seller, Tablet, finished, sell
from portal import create_app
from portal.kernel.db import db
from portal.selling.models import Order
from portal.upkeep import copies, manifest


def run(context: Context) -> Figures:
    found: Figures = {}
    for engine in context.engines:
        found |= named(engine, there_and_back(context, engine))
    return found


def there_and_back(context: Context, engine: str) -> Figures:
    url = context.database(engine)
    place = context.place(engine)
    copy = context.folder / f"copy-{engine}"
    with context.portal(engine, url=url) as app, app.app_context():
        barcodes = ledger.stock_shelves()
        db.session.commit()
    with Served(url, place) as portal:
        tablets = [Tablet(portal.port, PEOPLE[n % 3], f"T{n}").sign_in() for n in range(4)]
        sellers, stop = sell(tablets, barcodes, f"backup {engine}", 100_000)
        wait_for(sellers, 100)
        before = {key for seller in sellers for key in list(seller.sold.orders)}
        begun = time.monotonic()
        flask("backup", copy, url=url, place=place)
        seconds = time.monotonic() - begun
        late = copied_at_once(url, place, sellers, context.folder) if engine == "sqlite" else 0
        sold = finished(sellers, stop)
    facts = json.loads((copy / manifest.NAME).read_text())
    elsewhere = context.database(engine)
    new_place = context.place(engine)
    with context.portal(engine, with_cast=False, url=elsewhere):
        pass
    flask("restore", copy, url=elsewhere, place=new_place)
    said = flask("verify", url=elsewhere, place=new_place)
    with create_app(settings(elsewhere, new_place)).app_context():
        with db.engine.connect() as connection:
            figures = manifest.figures_of(connection)
        stored = set(db.session.scalars(select(Order.id), execution_options={"scoped": Order.reach()}))
        db.session.remove()
        db.engine.dispose()
    return {
        "acknowledged": len(sold.orders),
        "before_the_backup": len(before),
        "restored_orders": len(stored),
        "missing": len(before - stored) + late,
        "strangers": len(stored - sold.orders.keys()),
        "differences": len(manifest.differences(facts, figures)),
        "unverified": int("Everything holds" not in said),
        "refused_meanwhile": len(sold.strange) + sold.gave_up,
        "backup_s": round(seconds, 2),
    }


def copied_at_once(url: str, place: Path, sellers: list[Seller], folder: Path) -> int:
    """Copy while the tablets sell; count the orders that were acknowledged before and are not in the copy."""
    missing = 0
    with create_app(settings(url, place)).app_context():
        for n in range(5):
            time.sleep(0.2)
            before = {key for seller in sellers for key in list(seller.sold.orders)}
            copies.take(folder / f"{n}.db")
            with closing(sqlite3.connect(folder / f"{n}.db")) as copy:
                held = {str(UUID(key)) for (key,) in copy.execute("SELECT id FROM orders")}
            missing += len(before - held)
        db.session.remove()
        db.engine.dispose()
    return missing


def wait_for(sellers: list[Seller], orders: int) -> None:
    deadline = time.monotonic() + 60
    while sum(len(seller.sold.orders) for seller in sellers) < orders and time.monotonic() < deadline:
        time.sleep(0.05)


def flask(*command: object, url: str, place: Path) -> str:
    """Run one of the portal's commands; return what it said."""
    environment = {**os.environ, "DATABASE_URL": url, "PORTAL_DATA": str(place), "SECRET_KEY": "a key for proofs only"}
    line = [sys.executable, "-m", "flask", "--app", "wsgi", *map(str, command)]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode and command[0] != "verify":
        raise RuntimeError(f"flask {command[0]}: {done.stdout}{done.stderr}")
    return done.stdout


PROOF = Proof("backup", run, zero=("missing", "strangers", "differences", "unverified", "refused_meanwhile"))
