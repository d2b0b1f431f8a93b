"""Orders survive `kill -9` of workers, master, the whole portal and PostgreSQL: stored once each, all of them.

Eight tablets sell without a pause and retry each order under its key until it is acknowledged; meanwhile processes
are killed at random moments. Afterwards the database is read without the server: every acknowledged order is there
once, with its lines, and roll-up and stock are their sums. `bound` is the 95 % bound of losing one: 3/n.

Broken on purpose: with the sync answered before its transaction, 39 of 117 orders were missing after twelve kills.
"""

import subprocess
import time
from collections.abc import Callable
from random import Random

from bench.proofs import ledger
from bench.proofs.proof import Context, Figures, Proof
from bench.proofs.served import Served
from bench.proofs.tablets import PATIENCE, Seller, Sold, Tablet, finished, sell
from portal.kernel.db import db
from tests.postgres import Cluster

PEOPLE = ("clerk", "owner_south", "owner")
ZERO = ("missing", "doubled", "altered", "sums_wrong", "troubles", "strange_answers", "gave_up")


def run(context: Context) -> Figures:
    found: Figures = {}
    tablets, kills = (4, 2) if context.short else (8, 24)
    for engine in context.engines:
        found |= named(engine, burst(context, engine, "server", tablets, kills))
    if "postgresql" in context.engines and not context.short:  # a cluster of its own that forgets nothing
        found |= named("postmaster", burst(context, "postgresql", "postmaster", tablets, 20))
    return found


def named(name: str, figures: Figures) -> Figures:
    return {f"{name}.{key}": value for key, value in figures.items()}


def burst(context: Context, engine: str, victim: str, tablets: int, kills: int) -> Figures:
    """Sell on many tablets while processes are killed; return what was found afterwards."""
    own = Cluster(durable=True).start() if victim == "postmaster" else None
    try:
        url = own.create("kills") if own else context.database(engine)
        with context.portal(engine, url=url) as app:
            with app.app_context():
                barcodes = ledger.stock_shelves()
                db.session.commit()
            with Served(url, context.place(engine)) as portal:
                signed_in = [Tablet(portal.port, PEOPLE[n % 3], f"T{n}").sign_in() for n in range(tablets)]
                sellers, stop = sell(signed_in, barcodes, f"{context.seed} {engine}", 100_000)
                dice = context.rng(f"{engine} {victim}")
                moments = killing(own, dice, kills) if own else slaying(portal, dice, kills)
                wait_for_recovery(sellers, moments[-1])
                sold = finished(sellers, stop)
            with app.app_context():
                figures = ledger.compare(sold)
    finally:
        if own is not None:
            own.stop()
    return {**figures, **timing(sold, moments), "bound": round(3 / max(1, len(sold.orders)), 6)}


def slaying(portal: Served, dice: Random, kills: int) -> list[float]:
    """Kill parts of the portal at random moments; return when."""
    ways: list[Callable[[], int]] = [
        lambda: portal.kill_workers(1), portal.kill_master, lambda: portal.kill_workers(2),
        lambda: portal.kill_workers(1), lambda: everything(portal), lambda: portal.kill_workers(2),
    ]  # fmt: skip
    moments: list[float] = []
    while len(moments) < kills:
        time.sleep(dice.uniform(0.2, 1.5))
        at = time.monotonic()
        if ways[len(moments) % len(ways)]():
            moments.append(at)
    return moments


def everything(portal: Served) -> int:
    hit = portal.kill_everything()
    portal.start()
    return hit


def killing(cluster: Cluster, dice: Random, kills: int) -> list[float]:
    """Kill PostgreSQL at random moments, its postmaster or one of its servers; return when."""
    moments: list[float] = []
    while len(moments) < kills:
        time.sleep(dice.uniform(0.3, 1.5))
        moments.append(time.monotonic())
        cluster.kill()
        launch_again(cluster)
    return moments


def wait_for_recovery(sellers: list[Seller], at: float) -> None:
    """Wait until an order begun after a moment was acknowledged."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if any(begun >= at for seller in sellers for begun, _ in seller.sold.moments):
            return
        time.sleep(0.05)


def launch_again(cluster: Cluster) -> None:
    """Start PostgreSQL until it starts: what is left of the killed one must have ended first."""
    deadline = time.monotonic() + 60
    while True:
        try:
            cluster.launch()
            return
        except subprocess.CalledProcessError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def timing(sold: Sold, moments: list[float]) -> Figures:
    """Return how many were killed, how long until an order begun after it was acknowledged, and the slowest orders."""
    waits = sorted(end - begun for begun, end in sold.moments)
    recovered = [min((end - at for begun, end in sold.moments if begun >= at), default=float("inf")) for at in moments]
    return {
        "kills": len(moments),
        "asked": sold.asked,
        "recover_s": round(max(recovered), 2),
        "p50_ms": round(waits[len(waits) // 2] * 1000, 1),
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1),
        "max_ms": round(waits[-1] * 1000, 1),
        **{f"answers_{status}": count for status, count in sorted(sold.statuses.items())},
    }


PROOF = Proof("kills", run, zero=ZERO)
