"""Runs the proofs, prints one line of figures each, writes them to bench/proofs.json; ends with 1 when one failed.

`ONLY=kills` (or several, with commas) runs some; `ENGINE=sqlite` or `ENGINE=postgresql` one database; `SEED=2` throws
other dice.
"""

import importlib
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from bench.proofs.proof import ENGINES, Context, Figures, Proof
from bench.results import merge
from tests.postgres import Cluster

FILE = Path(__file__).parents[1] / "proofs.json"

# One line a proof.
MODULES = (
    "same_key",
    "kills",
    "trail",
    "migrations",
    "moved",
    "full_disk",
    "power_loss",
    "clocks",
    "interleavings",
    "imports",
    "backup",
    "forms",
    "walks",
    "offline_day",
    "till_kills",
    "scanner",
)  # fmt: skip


def main() -> int:
    if sys.argv[1:]:  # what to prove is said in the environment, as make does
        sys.exit(__doc__)
    engines = (os.environ["ENGINE"],) if os.environ.get("ENGINE") else ENGINES
    cluster = Cluster(durable=True).start() if "postgresql" in engines else None
    failed: list[str] = []
    begun = time.monotonic()
    try:
        for proof in chosen(os.environ.get("ONLY", "")):
            failed += carry_out(proof, engines, cluster)
    finally:
        if cluster is not None:
            cluster.stop()
    print(f"all proofs: {time.monotonic() - begun:.0f} s")
    if failed:
        print("A promise is broken: " + "; ".join(failed), file=sys.stderr)
    return 1 if failed else 0


def chosen(only: str) -> list[Proof]:
    """Return the proofs asked for, all without a name."""
    names = [name.strip() for name in only.split(",") if name.strip()] or list(MODULES)
    if unknown := set(names) - set(MODULES):
        sys.exit(f"No such proof: {', '.join(sorted(unknown))}. There are: {', '.join(MODULES)}.")
    return [importlib.import_module(f"bench.proofs.{name}").PROOF for name in names]


def carry_out(proof: Proof, engines: tuple[str, ...], cluster: Cluster | None) -> list[str]:
    """Run one proof in a folder of its own; return what it found broken."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"{proof.name}-") as place:
        context = Context(Path(place), engines, cluster, seed=int(os.environ.get("SEED", "1")))
        try:
            found = proof.figures(context)
        except Exception:
            traceback.print_exc()
            return [f"{proof.name} did not end"]
    found[f"{proof.name}.seconds"] = round(time.monotonic() - begun, 1)
    print(line(proof.name, found), flush=True)
    merge(found, FILE)
    return proof.failures(found)


def line(name: str, found: Figures) -> str:
    return f"{name}: " + ", ".join(f"{key.removeprefix(name + '.')} {value}" for key, value in found.items())


if __name__ == "__main__":
    sys.exit(main())
