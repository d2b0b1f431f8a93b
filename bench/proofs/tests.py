"""Runs tests of the suite as a proof: more examples or more tales than `make test` has time for."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from bench.proofs.proof import Context, Figures

ROOT = Path(__file__).resolve().parents[2]


def carried_out(context: Context, engine: str, tests: tuple[str, ...], **environment: str) -> Figures:
    """Run these tests on one database; return what they noted by `record_testsuite_property`, and how many broke."""
    report = context.folder / f"{engine}.xml"
    said = {**os.environ, "TEST_DATABASE": engine, **environment}
    command = [sys.executable, "-m", "pytest", *tests, "-q", "-n", "2"]
    command += ["-o", "junit_family=xunit1", f"--junitxml={report}"]  # the family that holds what a test notes
    done = subprocess.run(command, cwd=ROOT, env=said, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(tests)} did not run:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    if done.returncode:
        print(done.stdout[-6000:])
    return read(report)


def read(report: Path) -> Figures:
    suite = next(ElementTree.parse(report).iter("testsuite"))
    noted: Figures = {}
    for entry in suite.iter("property"):
        noted[entry.attrib["name"]] = noted.get(entry.attrib["name"], 0) + int(entry.attrib["value"])
    return {**noted, "broken": int(suite.attrib["failures"]) + int(suite.attrib["errors"])}
