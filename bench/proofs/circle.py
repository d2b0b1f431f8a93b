"""The whole circle in English: a browser walks it by the words on the screen, as `make test` does in Chinese.

Broken on purpose: with one English word of the catalogue changed, the walk stopped at its button.
"""

from bench.proofs.proof import Context, Figures, Proof
from bench.proofs.tests import carried_out


def run(context: Context) -> Figures:
    return carried_out(context, "sqlite", "tests/browser/test_circle.py -k whole_circle", CIRCLE_IN="en")


PROOF = Proof("circle", run, zero=("broken",))
