"""Makes each mistake in a copy of the tree, runs the tests marked with its promise, and says which of them noticed.

Ends with 1 when a mistake escaped, or when the tests of a promise fail in the copy that nobody touched. A word of the
mistake beside the promise (`P03 synchronous`) chooses among its mistakes; `--list` names them and makes none.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.broken.lists import MISTAKES
from bench.broken.mistake import POSTGRESQL, Mistake
from portal.coverage import shown_by

ROOT = Path(__file__).parents[2]
LEFT_OUT = (".git", ".venv*", "var", "__pycache__", ".*_cache", ".hypothesis", "node_modules")
LINKED = (".venv", "node_modules")
# quick ones first, since the first that fails is enough
LATE = ("tests/doors/", "tests/proofs/", "tests/upkeep/", "tests/browser/")
LONGEST = 900  # seconds: a mistake that makes the tests wait for ever has been noticed, too


def main(asked: list[str]) -> int:
    promises = [word for word in asked if word[0] == "P" and word[1:].isdigit()]
    words = [word for word in asked if word not in promises and word != "--list"]
    chosen = [m for m in MISTAKES if m.promise in (promises or [m.promise]) and all(w in m.what for w in words)]
    if "--list" in asked:
        print("\n".join(f"{m.promise} {', '.join(m.engines)}: {m.what} ({m.file})" for m in chosen))
        return 0
    begun, escaped = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="broken-") as place:
        tree = copied(Path(place) / "tree")
        sound: set[tuple[str, str]] = set()
        for mistake in chosen:
            for engine in mistake.engines:
                if (mistake.promise, engine) not in sound:
                    if failed := first_failure(tree, mistake.promise, engine):
                        sys.exit(f"{mistake.promise} fails on {engine} before anything is broken: {failed}")
                    sound.add((mistake.promise, engine))
                with made(mistake, tree):
                    noticed = first_failure(tree, mistake.promise, engine)
                escaped += not noticed
                print(f"{mistake.promise} {engine}: {mistake.what}: {noticed or 'ESCAPED'}", flush=True)
    print(f"{len(chosen)} mistakes, {escaped} escaped, {time.monotonic() - begun:.0f} s")
    return 1 if escaped else 0


def copied(tree: Path) -> Path:
    """Return a copy of this tree, with what is installed beside it linked."""
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in LINKED:
        if (ROOT / name).exists():
            (tree / name).symlink_to((ROOT / name).resolve())
    return tree


@contextmanager
def made(mistake: Mistake, tree: Path) -> Iterator[None]:
    """The tree with a mistake in it."""
    file = tree / mistake.file
    sound = file.read_text()
    if sound.count(mistake.old) != 1:
        sys.exit(f"{mistake.promise}, {mistake.what}: its text stands {sound.count(mistake.old)} times in {file}.")
    file.write_text(sound.replace(mistake.old, mistake.new))
    try:
        yield
    finally:
        file.write_text(sound)


def first_failure(tree: Path, promise: str, engine: str) -> str:
    """Return the first test of a promise that fails, "" where all pass."""
    tests = sorted(shown_by()["promises"][promise], key=lambda test: (test.startswith(LATE), test))
    options = ["-x", "-q", "-rfE", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
    if engine == POSTGRESQL:
        options += ["-m", "not browser and not pages"]
    environment = {**os.environ, "TEST_DATABASE": engine, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *options, *tests]
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return "its tests never ended"
    said = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if done.returncode not in (0, 1) or (done.returncode and not said):
        # a mistake that keeps them from running shows nothing, and those after it are made all the same
        print(f"The tests of {promise} did not run:\n{done.stdout[-3000:]}{done.stderr[-3000:]}", file=sys.stderr)
        return ""
    return said[0].split(" - ")[0] if said else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
