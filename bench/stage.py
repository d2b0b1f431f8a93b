"""The stage of a measurement: databases made once and shared by the pieces, and servers as users run them."""

import ctypes
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import config
from bench import people
from portal import create_app
from portal.kernel.db import db
from tests.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / os.environ.get("PEERS", ".venv-peers") / "bin" / "python"
YEAR = "year"
PROSPECTS = "prospects_"
SMALL, LARGE = 100_000, 1_000_000
START = 60  # seconds until a server's first answer


@dataclass(frozen=True)
class Network:
    """A filled database, the data folder that belongs to it, and the people who work there."""

    engine: str
    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PORTAL_DATA": str(self.folder),
            "DATABASE_URL": self.url,
            "JOBS_URL": f"sqlite:///{self.folder}/jobs.db",
            "PORTAL_ENV": "development",
            "PORTAL_LOCALE": "zh_Hans_CN",
        }

    @cached_property
    def cast(self) -> people.Cast:
        """The people of the measurements; made at the first call."""
        with self.app():
            return people.cast()

    @contextmanager
    def app(self) -> Iterator[Any]:
        """The portal over this database, in this process."""
        app = create_app(config.load(self.environment))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()

    def run(self, *command: str) -> str:
        """Run a module of ours over this database; return what it printed."""
        environment = {**os.environ, **self.environment}
        done = subprocess.run(
            [sys.executable, "-m", *command], check=True, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        return done.stdout


@dataclass
class Stage:
    """Makes networks when a piece first asks for them. `kept` is a folder in which SQLite ones stay for later runs.

    A quick stage has 100,000 made orders instead of the published year and of a million.
    """

    place: Path
    kept: Path | None = None
    quick: bool = False
    imported: dict[str, float] = field(default_factory=dict)
    networks: dict[tuple[str, str], Network] = field(default_factory=dict)
    cluster: Cluster | None = None

    def year(self, engine: str) -> Network:
        return self.made(engine, SMALL) if self.quick else self.network(engine, YEAR)

    def small(self, engine: str) -> Network:
        return self.made(engine, SMALL // 10 if self.quick else SMALL)

    def large(self, engine: str) -> Network:
        return self.made(engine, SMALL if self.quick else LARGE)

    def made(self, engine: str, orders: int) -> Network:
        return self.network(engine, f"made_{orders}")

    def network(self, engine: str, name: str) -> Network:
        if (engine, name) not in self.networks:
            self.networks[engine, name] = self.build(engine, name)
        return self.networks[engine, name]

    def build(self, engine: str, name: str) -> Network:
        folder = self.folder(engine, name)
        if engine == "sqlite":
            url = f"sqlite:///{folder}/portal.db"
        else:
            self.cluster = self.cluster or Cluster(durable=True).start()
            url = self.cluster.create(name)
        network = Network(engine, url, folder)
        if (folder / "filled").exists():
            return network
        say(f"{engine}: making {name} …")
        begun = time.perf_counter()
        network.run("flask", "--app", "wsgi", "db", "upgrade")
        if not name.startswith(PROSPECTS):  # no peer of ours has them
            prepare_peer(network)  # now: Django's migrations check every row there is
        if name == YEAR:
            self.imported |= json.loads(network.run("bench.load_year", str(self.files)).splitlines()[-1])
        elif name.startswith(PROSPECTS):
            network.run("bench.made_prospects", *name.removeprefix(PROSPECTS).split("_"))
        else:
            network.run("bench.made", name.removeprefix("made_"))
        (folder / "filled").touch()
        say(f"{engine}: {name} made in {time.perf_counter() - begun:.0f} s")
        return network

    def folder(self, engine: str, name: str) -> Path:
        """Return the network's folder; a kept one carries the schema and the day in its name, so that it is fresh."""
        if self.kept is None or engine != "sqlite":
            folder = self.place / f"{engine}-{name}"
        else:
            makers = sorted(Path(__file__).parent.glob("made*.py"))
            sources = [*sorted((ROOT / "migrations" / "versions").glob("*.py")), *makers]
            shape = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
            folder = self.kept / f"{name}-{time.strftime('%Y%m%d')}-{shape}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @cached_property
    def files(self) -> Path:
        """The published year as files."""
        target = (self.kept or self.place) / "published"
        if not (target / "expected.json").exists():
            say("converting the published year …")
            subprocess.run([sys.executable, "-m", "bench.published_year", "convert", str(target)], check=True, cwd=ROOT)
        return target

    def rounds(self, engine: str) -> int:
        """Return how often both sides of a ratio are measured."""
        return 2 if self.quick else 5 if engine == "sqlite" else 3

    def close(self) -> None:
        if self.cluster is not None:
            self.cluster.stop()


@contextmanager
def serving(network: Network, workers: int = 2) -> Iterator["Server"]:
    """The portal as users run it: gunicorn with its own settings."""
    command = [sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn.conf.py", "wsgi:app"]
    port = free_port()
    environment = {**network.environment, "PORT": str(port), "HOST": "127.0.0.1", "WEB_WORKERS": str(workers)}
    with launched(command, environment, port) as server:
        yield server


@contextmanager
def peer(network: Network) -> Iterator["Server"]:
    """The Django admin over the same tables, under the same server with as many workers and threads."""
    port = free_port()
    command = [str(PEER), "-m", "gunicorn", "bench.peers.site:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers=2", "--worker-class=gthread", "--threads=4", "--preload", "--keep-alive=75"]
    command += ["--log-level=warning", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
    with launched(command, peer_environment(network), port) as server:
        yield server


def prepare_peer(network: Network) -> None:
    """Make Django's own tables beside ours."""
    if not PEER.exists():
        raise SystemExit("the peers' environment is missing: make setup-bench")
    environment = {**os.environ, **peer_environment(network)}
    subprocess.run([str(PEER), "-m", "bench.peers.prepare"], check=True, env=environment, cwd=ROOT)


def peer_environment(network: Network) -> dict[str, str]:
    return {"PEER_DATABASE": network.url, "DJANGO_SETTINGS_MODULE": "bench.peers.settings"}


@dataclass
class Server:
    """A running server: where it listens, its first process and what it wrote."""

    port: int
    pid: int
    log: Path

    @property
    def processes(self) -> list[int]:
        """The first process and its workers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [self.pid, *(int(child) for child in children.split())]

    def cpu_seconds(self) -> float:
        """Return the processor's time they have used so far: it hardly minds what else the machine does."""
        ticks = 0
        for pid in self.processes:
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def said(self, words: str) -> int:
        """Return how many lines of its log hold these words."""
        return sum(words in line for line in self.log.read_text(errors="replace").splitlines())


@contextmanager
def launched(command: list[str], environment: dict[str, str], port: int) -> Iterator[Server]:
    with tempfile.NamedTemporaryFile(prefix="bench-", suffix=".log") as log:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, cwd=ROOT, stdin=subprocess.DEVNULL,
            stdout=log, stderr=subprocess.STDOUT, preexec_fn=die_with_parent,
        )  # fmt: skip
        try:
            wait_for(process, port, Path(log.name))
            yield Server(port, process.pid, Path(log.name))
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def die_with_parent() -> None:
    """Leave nothing running when the measurement is killed outright (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
