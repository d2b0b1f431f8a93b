"""Whatever is typed into a form: never a 500. Every writing door gets a hundred of them from someone who may use it.

`make test` tries eight a door (tests/doors/test_forms.py); here the same test runs with FORM_EXAMPLES=100.

Broken on purpose: with doors that raise at one of the nasty texts, the room was named and the form printed.
"""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from bench.proofs.proof import Context, Figures, Proof

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 100


def run(context: Context) -> Figures:
    found: Figures = {}
    for engine in context.engines:
        report = context.folder / f"{engine}.xml"
        environment = {**os.environ, "TEST_DATABASE": engine, "FORM_EXAMPLES": str(EXAMPLES)}
        command = [sys.executable, "-m", "pytest", "tests/doors/test_forms.py", "-q", "-n", "2"]
        command += ["-o", "junit_family=xunit1", f"--junitxml={report}"]  # the family that holds what a test notes
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"the test of the forms did not run:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
        if done.returncode:
            print(done.stdout[-6000:])
        found |= {f"{engine}.{name}": value for name, value in read(report).items()}
    return found


def read(report: Path) -> Figures:
    """Return what pytest noted: doors tried, forms handed in, and how many of its tests found something."""
    suite = next(ElementTree.parse(report).iter("testsuite"))
    noted = {"doors": 0, "forms": 0}
    for entry in suite.iter("property"):
        noted[entry.attrib["name"]] += int(entry.attrib["value"])
    return {**noted, "broken": int(suite.attrib["failures"]) + int(suite.attrib["errors"])}


PROOF = Proof("forms", run, zero=("broken",))
