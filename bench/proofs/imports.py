"""A worker killed in the middle of an import: the effect happens once, the work goes on where it stopped.

A file of orders is checked and taken in by a worker that is killed at random moments; the sweep takes the work up
again, as it does every minute, until the file is done. Every order is there once and all adds up.

Broken on purpose: where the sweep leaves a dead worker's job alone, the import does not end. With orders' ids made anew
each time nothing is doubled either: a device's number is taken once.
"""

import multiprocessing
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from bench.proofs.ledger import troubles
from bench.proofs.proof import Context, Figures, Proof, settings
from portal import create_app
from portal.kernel import importing, jobs
from portal.kernel.db import db, transaction
from portal.kernel.importer import importers
from portal.kernel.importing import Import, ImportState
from portal.kernel.jobs import Job, JobState
from portal.selling.models import DayTotal, Order, OrderLine
from tests.builders_goods import TEA, a_file, a_product
from tests.cast import Cast, Places

FORK = multiprocessing.get_context("fork")
HEADS = "key,store,device,sequence,placed_at,member,payment,barcode,quantity,price,amount,discount\n"
PATIENCE = 240


def run(context: Context) -> Figures:
    found: Figures = {}
    orders, kills = (9000, 1) if context.short else (20_000, 10)
    for engine in context.engines:
        url = context.database(engine)
        place = context.place(engine)
        with context.portal(engine, url=url) as app, app.app_context():
            import_id = handed_in(orders)
            figures: Figures = {"kills": worked_off(url, place, import_id, kills, context.rng(engine))}
            figures |= taken_in(import_id, orders)
            found |= {f"{engine}.{name}": value for name, value in figures.items()}
    return found


def handed_in(orders: int) -> int:
    """Hand in a file of orders of two lines each, check it, confirm it; return its id."""
    with transaction():
        a_product()
        lines = (
            f"A{n},BJ-0001,POS1,{n},2026-02-{n % 28 + 1:02d} 09:30:00,,cash,{TEA},{amount},1.00,{amount}.00,\n"
            for n in range(1, orders + 1)
            for amount in (1, 2)
        )
        upload = a_file(HEADS + "".join(lines))
        found = importing.receive(importers["orders"], upload, by=Cast().office.viewer, store_id=Places().store.id)
    jobs.run(found.job_id or 0)
    with transaction():
        again = importing.fetch(found.id)
        assert again is not None and again.state == ImportState.DRAFT, "the file was not good"
        importing.confirm(again, by=Cast().office.viewer)
    return found.id


def worked_off(url: str, place: Path, import_id: int, kills: int, dice: Random) -> int:
    """Let workers do what waits, kill them in the middle of it; return how many were hit."""
    hits = 0
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        worker = FORK.Process(target=work, args=(url, place), daemon=True)
        worker.start()
        if hits < kills:
            before = booked()
            while worker.is_alive() and booked() == before:
                time.sleep(0.01)
            time.sleep(dice.uniform(0, 0.1))
            if worker.is_alive() and is_loading(import_id):
                worker.kill()
                hits += 1
        worker.join()
        if not is_loading(import_id):
            return hits
    raise RuntimeError("the import did not end")


def work(url: str, place: Path) -> None:
    """Do what a job worker does every minute, as if its dead predecessor had been silent for long."""
    app = create_app(settings(url, place))
    with app.app_context():
        jobs.sweep(stale=timedelta(0))


def booked() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Order), execution_options={"scoped": Order.reach()}) or 0


def is_loading(import_id: int) -> bool:
    db.session.rollback()
    found = importing.fetch(import_id)
    return found is not None and found.state == ImportState.LOADING


def taken_in(import_id: int, orders: int) -> Figures:
    """Compare what was booked with the file."""
    db.session.rollback()
    scope = {"scoped": Import.reach() | Order.reach() | OrderLine.reach() | DayTotal.reach()}
    found = db.session.get_one(Import, import_id, execution_options=scope, populate_existing=True)
    job = db.session.get_one(Job, found.job_id, populate_existing=True)
    stored = booked()
    lines = db.session.scalar(select(func.count()).select_from(OrderLine), execution_options=scope) or 0
    total = db.session.scalar(select(func.sum(DayTotal.total)), execution_options=scope) or 0
    return {
        "orders": orders,
        "unfinished": int(found.state != ImportState.DONE or job.state != JobState.DONE),
        "missing": max(0, orders - stored),
        "doubled": max(0, stored - orders) + max(0, lines - 2 * orders),
        "sums_wrong": int(total != orders * 300),
        "troubles": len(troubles()),
    }


PROOF = Proof("imports", run, zero=("unfinished", "missing", "doubled", "sums_wrong", "troubles"))
