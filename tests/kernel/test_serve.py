"""The portal and its job worker, started side by side, sharing connections, and stopped by a signal."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.pages  # does not depend on the database

SERVE = Path(__file__).parents[2] / "scripts" / "serve"
GET = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@contextmanager
def served(folder: Path, workers: int) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The portal over an empty folder, once it says that it is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    facts = {**os.environ, "PORT": str(port), "PORTAL_DATA": str(folder), "WEB_WORKERS": str(workers)}
    facts.pop("DATABASE_URL", None)
    with subprocess.Popen([sys.executable, SERVE], env=facts, stdout=subprocess.PIPE, text=True) as portal:
        assert portal.stdout is not None
        try:
            assert next((line for line in portal.stdout if "Ctrl-C stops it" in line), "")
            yield portal, port
        finally:
            portal.send_signal(signal.SIGTERM)


def test_a_portal_that_is_told_to_stop_says_so_and_ends_well(tmp_path):
    with served(tmp_path, workers=1) as (portal, _):
        portal.send_signal(signal.SIGTERM)
        assert portal.stdout is not None
        rest = portal.stdout.read()
    assert rest.strip().splitlines()[-1] == "Stopped." and portal.returncode == 0


def test_connections_that_come_in_a_row_are_shared_by_the_processes(tmp_path):
    with served(tmp_path, workers=2) as (portal, port):
        # one process alone would hold them all, each time; on a busy machine one may be late once or twice
        rounds = [shares_of_ten(portal.pid, port) for _ in range(4)]
    assert all(sum(held) == 10 for held in rounds)
    assert any(len(held) == 2 and min(held) >= 2 for held in rounds), rounds


def shares_of_ten(portal: int, port: int) -> list[int]:
    """Return how many of ten connections, opened one after the other, each process holds."""
    kept = [asked(port) for _ in range(10)]
    held = [count for process in below(portal) if (count := held_by(process, port))]
    for connection in kept:
        connection.close()
    time.sleep(0.2)  # until both ends know
    return held


def asked(port: int) -> socket.socket:
    """Return a connection that has got an answer and stays open, as a browser's does."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(GET)
    assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    return connection


def below(process: int) -> list[int]:
    """Return every process that this one started, and those that they did."""
    children = [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return children + [further for child in children for further in below(child)]


def held_by(process: int, port: int) -> int:
    """Return how many connections to this port a process holds."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "01"}
    return sum(os.readlink(handle) in ours for handle in Path(f"/proc/{process}/fd").iterdir() if handle.is_symlink())
