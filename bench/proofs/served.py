"""A portal served as people serve it – scripts/serve with two workers and the job worker – that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[2]
START = 120  # seconds until the first answer


class Served:
    """`with Served(url, folder) as portal:` runs scripts/serve on a port of its own until the block ends."""

    def __init__(self, url: str, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ, "PORT": str(self.port), "PORTAL_DATA": str(folder), "DATABASE_URL": url,
            "JOBS_URL": f"sqlite:///{folder}/jobs.db", "SECRET_KEY": "a key for proofs only", "WEB_WORKERS": "2",
            "PORTAL_ENV": "development", **(environment or {}),
        }  # fmt: skip

    def __enter__(self) -> "Served":
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> "Served":
        """Start it, again after it was killed, as an init system would; returns when it answers.

        Workers whose master was killed hold the port for a moment: until they have ended it does not start.
        """
        deadline = time.monotonic() + START
        self.process = None
        while not (self.process and self.answers()):
            if time.monotonic() > deadline:
                raise RuntimeError(f"scripts/serve did not start: {self.log()[-2000:]}")
            if self.process is None or self.process.poll() is not None:
                self.launch()
            time.sleep(0.05)
        return self

    def launch(self) -> None:
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "scripts/serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill_everything()

    def log(self) -> str:
        return (self.folder / "serve.log").read_text(errors="replace")

    def children(self) -> dict[str, int]:
        """Return the processes that scripts/serve started: {"server": pid, "job worker": pid}."""
        assert self.process is not None
        found = {}
        for pid in children_of(self.process.pid):
            found["server" if "gunicorn" in command_of(pid) else "job worker"] = pid
        return found

    def kill_workers(self, how_many: int) -> int:
        """Kill some of the server's workers outright; its master starts new ones. Returns how many were hit."""
        workers = children_of(self.children().get("server", 0))[:how_many]
        return sum(kill(pid) for pid in workers)

    def kill_master(self) -> int:
        """Kill the server's master; its workers end with it, and the portal starts again."""
        hit = kill(self.children().get("server", 0))
        self.start_again()
        return hit

    def kill_everything(self) -> int:
        """Kill every process of the portal at once, as a machine's fault would."""
        assert self.process is not None
        children = list(self.children().values())
        everyone = [self.process.pid, *children, *(pid for child in children for pid in children_of(child))]
        hit = sum(kill(pid) for pid in everyone)
        self.process.wait(30)
        return int(hit > 0)

    def start_again(self) -> None:
        """Wait until scripts/serve has ended by itself, then start it."""
        assert self.process is not None
        self.process.wait(60)
        self.start()


def kill(pid: int) -> int:
    """Send SIGKILL; return 1 where there was such a process."""
    try:
        if pid:
            os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return int(bool(pid))


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
