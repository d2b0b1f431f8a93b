"""bench/results.json: a flat map from name to number, merged by whoever measured something."""

import json
import os
import platform
import statistics
from collections.abc import Collection, Sequence
from pathlib import Path

from bench.floors import EXCUSED, FLOORS

FILE = Path(__file__).with_name("results.json")


def merge(found: dict[str, float], file: Path = FILE) -> None:
    """Write these figures into the file, leaving the others."""
    known = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps(dict(sorted({**known, **found}.items())), indent=1) + "\n")


def of_rounds(name: str, values: Sequence[float], digits: int = 2) -> dict[str, float]:
    """Return the median of a figure's rounds under its name, and their spread beside it."""
    figures = {name: statistics.median(values), f"{name}.min": min(values), f"{name}.max": max(values)}
    return {key: round(value, digits) for key, value in figures.items()}


def table(found: dict[str, float], names: Collection[str]) -> list[str]:
    """Print floor, goal, measured and spread of these names; return the floors that are missed without excuse."""
    print(f"\n{'name':42} {'floor':>9} {'goal':>9} {'measured':>11}   {'spread'}")
    shown = [name for name in names if not name.endswith((".min", ".max"))]
    missed = []
    for name in sorted(shown, key=lambda name: (name not in FLOORS, name)):
        value, floor = found[name], FLOORS.get(name)
        spread = f"{found[f'{name}.min']:,} – {found[f'{name}.max']:,}" if f"{name}.min" in found else ""
        said = ""
        if floor is not None and floor.missed_by(value):
            said = f"  below its floor: {EXCUSED[name]}" if name in EXCUSED else "  MISSED"
            missed += [] if name in EXCUSED else [name]
        elif floor is not None and not floor.reached_by(value):
            said = "  short of the goal"
        least, aim = (f"{floor.floor:,}", f"{floor.goal:,}") if floor else ("", "")
        print(f"{name:42} {least:>9} {aim:>9} {value:>11,}   {spread}{said}")
    return missed


def describe_machine() -> None:
    """Write what the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    lines = [
        f"{os.cpu_count()} cores, {model}",
        f"{memory} GiB memory",
        f"Python {platform.python_version()}, {platform.system()}",
    ]
    FILE.with_name("machine.txt").write_text("\n".join(lines) + "\n")
