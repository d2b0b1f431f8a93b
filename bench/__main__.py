"""`make bench`: load the published year on both databases, check its sums, time the pages people open most.

`ONLY=import` or `ONLY=pages` runs one part, `ENGINE=sqlite` or `ENGINE=postgresql` one database.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.results import FILE, describe_machine
from tests.postgres import Cluster

FLOORS = {
    "import.sqlite.lines_per_s": (10_000, 20_000),
    "import.postgresql.lines_per_s": (5_000, 10_000),
    "import.sqlite.peak_mb": (1000, 1000),
}


def run(*command: str, **environment: str) -> None:
    subprocess.run([sys.executable, *command], check=True, env={**os.environ, **environment})


def on_engine(url: str, folder: Path, files: Path, only: str) -> None:
    """Load and check the year in an empty database, then time its pages."""
    environment = {"PORTAL_DATA": str(folder), "DATABASE_URL": url, "JOBS_URL": f"sqlite:///{folder}/jobs.db"}
    run("-m", "flask", "--app", "wsgi", "db", "upgrade", **environment)
    run("-m", "bench.load_year", str(files), **environment)
    if only in ("", "pages"):
        run("-m", "bench.pages", "--database", url, "--data", str(folder), **environment)


def main() -> None:
    only, engine = os.environ.get("ONLY", ""), os.environ.get("ENGINE", "")
    with tempfile.TemporaryDirectory() as place:
        files = Path(place) / "published"
        run("-m", "bench.published_year", "convert", str(files))
        if engine in ("", "sqlite"):
            folder = Path(place) / "sqlite"
            folder.mkdir()
            on_engine(f"sqlite:///{folder}/portal.db", folder, files, only)
        if engine in ("", "postgresql"):
            folder = Path(place) / "postgresql"
            folder.mkdir()
            cluster = Cluster(durable=True).start()
            try:
                on_engine(cluster.create("year"), folder, files, only)
            finally:
                cluster.stop()
    describe_machine()
    table()


def table() -> None:
    """Print floor, goal and measured; end with 1 when a figure misses its floor."""
    import json

    found = json.loads(FILE.read_text())
    print(f"\n{'name':40} {'floor':>10} {'goal':>10} {'measured':>12}")
    for name, value in found.items():
        floor, goal = FLOORS.get(name, ("", ""))
        print(f"{name:40} {floor!s:>10} {goal!s:>10} {value:>12}")
    if missed := [name for name, value in found.items() if misses(name, value)]:
        sys.exit(f"floor missed: {', '.join(missed)}")


def misses(name: str, value: float) -> bool:
    """Whether a figure is worse than its floor: memory is better less, speed more."""
    if name not in FLOORS:
        return False
    floor = FLOORS[name][0]
    return value > floor if name.endswith("_mb") else value < floor


if __name__ == "__main__":
    main()
