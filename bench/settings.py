"""PostgreSQL's settings, each beside its defaults in alternated rounds: one order of ten lines, and a manager's home.

    make bench ONLY=settings            a quarter of an hour; prints the table for docs/operating.md
    make bench ONLY=settings QUICK=1    a few minutes: shorter rounds, fewer orders; for seeing that it works

The server of the portal stays; PostgreSQL is started anew for each setting. Eight clients of eight stores post orders,
then a regional manager reads his home. The tables grow and the machine tires while it lasts: a setting is held against
defaults measured right beside it, after it in one round and before it in the next. "defaults" is measured like any
setting: how far its rounds lie from 1 is what of the others is noise. Only synchronous_commit=off breaks a promise, and
the portal refuses to start over it in production; it is measured so that what durability costs is known.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

import psycopg

from bench.client import Taken, Visitor, repeated
from bench.order import Counter, baskets_of, post
from bench.people import PASSWORD
from bench.results import of_rounds
from bench.stage import Network, Stage, say, serving
from portal.accounts.roles import Role
from tests.postgres import Cluster

ORDERS, ROUNDS, SECONDS, WARM = 100_000, 4, 3.0, 1.0
QUICK_ORDERS, QUICK_ROUNDS, QUICK_SECONDS, QUICK_WARM = 5_000, 2, 1.0, 0.5
HOMES = 25
IDLE = 1.1  # seconds after which the portal asks whether a connection still lives

DEFAULTS = "defaults"
SETTINGS: dict[str, dict[str, str]] = {
    DEFAULTS: {},
    "synchronous_commit=off": {"synchronous_commit": "off"},
    "shared_buffers=512MB": {"shared_buffers": "512MB"},
    "shared_buffers=1GB": {"shared_buffers": "1GB"},
    "wal_compression=on": {"wal_compression": "on"},
    "max_wal_size=4GB": {"max_wal_size": "4GB"},
    "checkpoint_timeout=30min": {"checkpoint_timeout": "30min"},
    "random_page_cost=1.1": {"random_page_cost": "1.1"},
    "jit=off": {"jit": "off"},
    "commit_delay=100": {"commit_delay": "100", "commit_siblings": "2"},
    "idle_in_transaction_session_timeout=60s": {"idle_in_transaction_session_timeout": "60s"},
    "statement_timeout=30s": {"statement_timeout": "30s"},
}
CHECKPOINT = "a checkpoint in each second"  # what a larger max_wal_size or checkpoint_timeout makes rarer
HEADS = "| Setting | Orders a second | To the defaults | p95 | WAL an order | A manager's home | To the defaults |"


@dataclass
class Found:
    """What the rounds of one setting came to."""

    per_s: list[float] = field(default_factory=list)
    ratio: list[float] = field(default_factory=list)
    p95_ms: list[float] = field(default_factory=list)
    wal_kb: list[float] = field(default_factory=list)
    home_ms: list[float] = field(default_factory=list)
    home_ratio: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        return (
            f"| {name} | {median(self.per_s):.0f} | {spread(self.ratio)} | {median(self.p95_ms):.0f} ms "
            f"| {median(self.wal_kb):.1f} KB | {median(self.home_ms):.0f} ms | {spread(self.home_ratio)} |"
        )


def spread(ratios: list[float]) -> str:
    return f"{median(ratios):.2f} ({min(ratios):.2f} – {max(ratios):.2f})"


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Print the table; return the figures named settings.<setting>.…"""
    rounds, seconds = (QUICK_ROUNDS, QUICK_SECONDS) if stage.quick else (ROUNDS, SECONDS)
    found = {name: Found() for name in (*SETTINGS, CHECKPOINT)}
    cluster = Cluster(durable=True).start()
    try:
        network = filled(stage, cluster)
        with serving(network) as server:
            baskets = baskets_of(network.cast.products)
            tills = [Counter(server, till, baskets) for till in network.cast.tills]
            manager = Visitor(server.port).sign_in(network.cast.phones[Role.RM], PASSWORD)
            for n in range(rounds):
                say(f"settings: round {n + 1} of {rounds}")
                for name, one in found.items():
                    beside = Found()
                    pair = [(name, one), (DEFAULTS, beside)]
                    for setting, taken in pair if n % 2 else reversed(pair):
                        cluster.restart(**SETTINGS.get(setting, {}))
                        warm = QUICK_WARM if stage.quick else WARM
                        take(taken, cluster, tills, manager, seconds, warm, setting == CHECKPOINT)
                    one.ratio.append(one.per_s[-1] / beside.per_s[-1])
                    one.home_ratio.append(one.home_ms[-1] / beside.home_ms[-1])
    finally:
        cluster.stop()
    print("\n".join([HEADS, "|---" * 7 + "|", *(one.row(name) for name, one in found.items())]))
    figures: dict[str, float] = {}
    for name, one in found.items():
        figures |= of_rounds(f"settings.{name.replace(' ', '_')}.ratio", one.ratio)
        figures[f"settings.{name.replace(' ', '_')}.per_s"] = round(median(one.per_s), 1)
    return figures


def filled(stage: Stage, cluster: Cluster) -> Network:
    """Return a network with made orders in a cluster of its own."""
    folder = stage.place / "settings"
    folder.mkdir()
    network = Network("postgresql", cluster.create("settings"), folder)
    network.run("flask", "--app", "wsgi", "db", "upgrade")
    network.run("bench.made", str(QUICK_ORDERS if stage.quick else ORDERS))
    assert network.cast  # its people are made before the server begins
    return network


def take(
    one: Found, cluster: Cluster, tills: list[Counter], manager: Visitor, seconds: float, warm: float, checkpoints: bool
) -> None:
    """Measure one setting once: orders, then the home."""
    time.sleep(IDLE)  # so that the portal finds its connections dead by itself
    post(tills, warm)
    with watching(cluster) as admin:
        before = written(admin)
        orders = post_beside(admin, tills, seconds) if checkpoints else post(tills, seconds)
        one.wal_kb.append((written(admin) - before) / len(orders.seconds) / 1024)
    one.per_s.append(orders.per_second)
    one.p95_ms.append(orders.ms(0.95))
    manager.anew()
    home = manager.written("GET", "/")
    repeated(manager.line, home, 3)
    one.home_ms.append(repeated(manager.line, home, HOMES, seconds=seconds).insist("a manager's home").ms(0.5))


def post_beside(admin: psycopg.Connection, tills: list[Counter], seconds: float) -> Taken:
    """Post orders a second at a time, each behind the beginning of a checkpoint."""
    taken = Taken()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        beside = threading.Thread(target=admin.execute, args=("CHECKPOINT",))
        beside.start()
        part = post(tills, 1.0)
        beside.join()
        taken.seconds += part.seconds
        taken.elapsed += part.elapsed
    return taken


@contextmanager
def watching(cluster: Cluster) -> Iterator[psycopg.Connection]:
    with psycopg.connect(f"host={cluster.folder} user=postgres dbname=settings", autocommit=True) as connection:
        yield connection


def written(admin: psycopg.Connection) -> int:
    """Return the position in the write-ahead log, in bytes."""
    row = admin.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchone()
    return int(row[0]) if row else 0
