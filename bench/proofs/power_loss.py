"""Power fails on SQLite: what was committed is there, and what stands on the disk opens consistent.

Two processes sell without a pause. At random moments both are frozen where they stand and the database is copied with
its log; of each copy a second one loses a random piece of the log's end, as a disk does that was writing. Every copy
opens, is whole, adds up, and the untorn one holds all that was acknowledged. Without power nothing tells what a disk
had kept: that each commit waits for it (`synchronous=FULL`) is asked of the connections themselves.

Broken on purpose: with the order's key told before its transaction ended, copies lacked acknowledged orders.
"""

import multiprocessing
import os
import shutil
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from bench.proofs.ledger import troubles
from bench.proofs.proof import Context, Figures, Proof, settings
from portal import create_app
from portal.kernel.db import db, transaction
from portal.selling import actions
from portal.selling.models import Order
from tests.builders_selling import product, said
from tests.cast import Cast, Places

FORK = multiprocessing.get_context("fork")
FULL = 2


def run(context: Context) -> Figures:
    if "sqlite" not in context.engines:
        return {}
    copies = 4 if context.short else 50
    url = context.database("sqlite")
    place = context.place("sqlite")
    with context.portal("sqlite", url=url) as app, app.app_context(), transaction():
        products = [product(f"商品{n}").id for n in range(6)]
        asked = db.session.connection().exec_driver_sql("PRAGMA synchronous").scalar()
    elsewhere = context.folder / "copy"
    elsewhere.mkdir()
    copy = create_app(settings(f"sqlite:///{elsewhere}/portal.db", elsewhere))
    writers = [Writer(url, place, f"T{n}", products) for n in range(2)]
    try:
        wait_until_selling(writers)
        dice = context.rng("moments")
        found = [freeze(place, writers, copy, dice) for _ in range(copies)]
    finally:
        for writer in writers:
            writer.end()
    return {
        "copies": copies,
        "acknowledged": sum(len(writer.told) for writer in writers),
        "not_waiting_for_the_disk": int(asked != FULL),
        **{name: sum(one[name] for one in found) for name in ("missing", "damaged", "inconsistent", "torn_bytes")},
    }


class Writer:
    """A process that sells; each key is told once its transaction is over."""

    def __init__(self, url: str, place: Path, device: str, products: list[int]) -> None:
        self.told: set[str] = set()
        self.pipe, theirs = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=sell, args=(url, place, device, products, theirs), daemon=True)
        self.process.start()

    def acknowledged(self) -> set[str]:
        while self.pipe.poll():
            self.told.add(self.pipe.recv())
        return self.told

    def send(self, what: signal.Signals) -> None:
        os.kill(self.process.pid or 0, what)

    def end(self) -> None:
        self.process.kill()
        self.process.join()


def sell(url: str, place: Path, device: str, products: list[int], pipe: Connection) -> None:
    """Post order after order, until killed."""
    app = create_app(settings(url, place))
    dice = Random(device)
    with app.app_context():
        store, viewer = Places().store, Cast().owner.viewer
        while True:
            lines = [SimpleProduct(n) for n in dice.sample(products, dice.randint(1, 5))]
            order = said(*lines)
            with transaction():
                actions.post_orders(viewer, store, device, [order])
            pipe.send(order.key)


class SimpleProduct:
    """A product by its id."""

    def __init__(self, id: int) -> None:
        self.id = id


def freeze(place: Path, writers: list[Writer], copy: Any, dice: Random) -> Figures:
    """Let them sell for a moment, freeze them, look into a copy and a torn copy, let them go on."""
    time.sleep(dice.uniform(0.02, 0.2))
    for writer in writers:
        writer.send(signal.SIGSTOP)
    try:
        acknowledged = set().union(*(writer.acknowledged() for writer in writers))
        whole = opened(copy, place, acknowledged, torn_by=0)
        log = place / "portal.db-wal"
        lost = dice.randint(1, max(1, min(20_000, log.stat().st_size)))
        torn = opened(copy, place, set(), torn_by=lost)
    finally:
        for writer in writers:
            writer.send(signal.SIGCONT)
    return {"torn_bytes": lost} | {name: whole[name] + torn[name] for name in whole}


def wait_until_selling(writers: list[Writer]) -> None:
    deadline = time.monotonic() + 60
    while not all(writer.acknowledged() for writer in writers):
        if time.monotonic() > deadline:
            raise RuntimeError("nothing is sold")
        time.sleep(0.05)


def opened(copy: Any, place: Path, acknowledged: set[str], *, torn_by: int) -> Figures:
    """Copy and open as after a power loss; count what is missing, damaged and inconsistent."""
    folder = Path(copy.config["PORTAL_DATA"])
    for name in ("portal.db", "portal.db-wal"):
        shutil.copy(place / name, folder / name)
    (folder / "portal.db-shm").unlink(missing_ok=True)
    os.truncate(folder / "portal.db-wal", max(0, (folder / "portal.db-wal").stat().st_size - torn_by))
    with copy.app_context():
        damaged = db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() != "ok"
        stored = set(db.session.scalars(select(Order.id), execution_options={"scoped": Order.reach()}))
        inconsistent = len(troubles())
        db.session.remove()
        db.engine.dispose()
    return {"missing": len(acknowledged - stored), "damaged": int(damaged), "inconsistent": inconsistent}


PROOF = Proof("power_loss", run, zero=("missing", "damaged", "inconsistent", "not_waiting_for_the_disk"))
