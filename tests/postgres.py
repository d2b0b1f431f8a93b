"""A temporary PostgreSQL cluster that tests and benchmarks start and stop; never as root."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Cluster:
    """One cluster on a socket of its own, in a temporary folder."""

    def __init__(self, *, durable: bool = False) -> None:
        self.durable, self.settings = durable, dict[str, str]()
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
        self.data = self.folder / "data"
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    @classmethod
    def running(cls) -> "Cluster":
        """The one the tests have started; it is theirs to stop."""
        cluster = cls.__new__(cls)
        cluster.folder, cluster.durable, cluster.settings = Path(os.environ["PORTAL_TEST_PG"]), False, {}
        return cluster

    def program(self, name: str) -> str:
        for folder in PROGRAMS:
            if (folder / name).exists():
                return str(folder / name)
        if found := shutil.which(name):
            return found
        raise RuntimeError(f"PostgreSQL's {name} is missing: run scripts/system-packages test")

    def run(self, *command: str, check: bool = True) -> None:
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([*prefix, *command], check=check, cwd=self.folder, **quiet)

    def start(self) -> "Cluster":
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.run(self.program("initdb"), "-D", str(self.data), *options)
        return self.launch()

    def launch(self) -> "Cluster":
        """Start its server, again after `kill`."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=60"
        # a test is one transaction: each savepoint that wrote holds a lock until its end, a hundred forms thousands
        options += " -c max_locks_per_transaction=1024"
        if not self.durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        options += "".join(f" -c {name}={value}" for name, value in self.settings.items())
        log = str(self.folder / "log")
        self.run(self.program("pg_ctl"), "-D", str(self.data), "-l", log, "-w", "-o", options, "start")
        return self

    def restart(self, **settings: str) -> None:
        """Stop its server in good order and start it with other settings."""
        self.run(self.program("pg_ctl"), "-D", str(self.data), "-m", "fast", "-w", "stop")
        self.settings = settings
        self.launch()

    def kill(self) -> None:
        """End the postmaster with SIGKILL, as a fault would; its children notice and end."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def stop(self) -> None:
        self.run(self.program("pg_ctl"), "-D", str(self.data), "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """Make a database, empty but for what its template holds, and return its address."""
        import psycopg

        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}"')
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)
