"""bench/results.json: a flat map from name to number, merged by whoever measured something."""

import json
import os
import platform
from pathlib import Path

FILE = Path(__file__).with_name("results.json")


def merge(found: dict[str, float], file: Path = FILE) -> None:
    """Write these figures into the file, leaving the others."""
    known = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps(dict(sorted({**known, **found}.items())), indent=1) + "\n")


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
