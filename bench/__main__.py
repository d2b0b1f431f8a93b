"""`make bench`: every figure of docs/operating.md on one machine, in one run, beside a raw driver and a Django admin.

    make bench                          everything on both databases, under 20 minutes
    make bench ONLY=order               one piece (or several: ONLY=order,list)
    make bench ONLY=order ENGINE=sqlite QUICK=1     a minute: made orders instead of the year, nothing written down
    make bench ONLY=list BENCH_DATA=/tmp/bench      keeps SQLite databases there for the next run

See bench/README.md for what each figure is.
"""

import importlib
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from bench.results import describe_machine, merge, table

ENGINES = ("sqlite", "postgresql")
# name -> module with measure(stage, engine); the import comes first, since the others use what it loaded
PIECES = {
    "import": "imports",
    "pages": "pages",
    "dashboard": "dashboard",
    "list": "lists",
    "order": "order",
    "queries": "queries",
    "bytes": "transfer",
    "till": "till",
    "memory": "memory",
    "growth": "growth",
    "prospects": "prospects",
    "settings": "settings",
}
APART = {"settings"}  # of PostgreSQL, a quarter of an hour long: asked for by name only
BUSY = 1.0  # load of a minute above which others are at work here
ONE_ENGINE = {"bytes", "till", "memory"}


def main() -> None:
    if sys.argv[1:]:  # what to measure is said in the environment, as make does
        sys.exit(__doc__)
    asked = [name for name in os.environ.get("ONLY", "").split(",") if name]
    only = asked or [name for name in PIECES if name not in APART]
    engines = [name for name in os.environ.get("ENGINE", "").split(",") if name] or list(ENGINES)
    if unknown := (set(only) - set(PIECES)) | (set(engines) - set(ENGINES)):
        sys.exit(f"not known: {', '.join(sorted(unknown))}; pieces are {', '.join(PIECES)}")
    if os.getloadavg()[0] > BUSY:
        print(
            f"This machine is busy (load {os.getloadavg()[0]:.1f}): figures will be worse than they are.",
            file=sys.stderr,
        )
    quick, kept = bool(os.environ.get("QUICK")), os.environ.get("BENCH_DATA")
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        os.environ["PORTAL_DATA"] = place  # what the portal in this process falls back on
        found, broken = run(Path(place), Path(kept) if kept else None, quick, only, engines)
    if not quick:
        describe_machine()
    missed = table(found, found)
    if missed or broken:
        sys.exit("\n".join([*broken, *([f"floor missed: {', '.join(missed)}"] if missed else [])]))


def run(
    place: Path, kept: Path | None, quick: bool, only: list[str], engines: list[str]
) -> tuple[dict[str, float], list[str]]:
    """Return what was found, and a sentence for each piece that broke off; the others are measured all the same."""
    from bench.stage import Stage, say

    stage, found, broken = Stage(place, kept, quick), {}, []
    try:
        for name in [name for name in PIECES if name in only]:
            piece = importlib.import_module(f"bench.{PIECES[name]}")
            for engine in ["postgresql"] if name in APART else engines[:1] if name in ONE_ENGINE else engines:
                begun = time.perf_counter()
                try:
                    figures = piece.measure(stage, engine)
                except (Exception, SystemExit) as trouble:
                    traceback.print_exc()
                    broken.append(f"{name} on {engine} broke off: {trouble}")
                    continue
                found |= figures
                if not quick:
                    merge(figures)
                say(f"{name} on {engine}: {time.perf_counter() - begun:.0f} s")
    finally:
        stage.close()
    return found, broken


if __name__ == "__main__":
    main()
