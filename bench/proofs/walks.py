"""Long walks of a browser: the whole circle by the English words on the screen, every page of prospecting looked at as
a manager finds it on his phone at night, and every page that a store's tablet, head office's desk and an
administrator's desk in English reach (axe, nothing scrolls sideways, no script error).

`make test` walks the circle in Chinese, and looks at the pages that a manager has no right to and at those he meets on
his way through the portal.

Broken on purpose: with one English word of the catalogue changed, the walk stopped at its button.
"""

from bench.proofs.proof import Context, Figures, Proof
from bench.proofs.tests import carried_out

FILES = ("test_circle", "test_pipeline", "test_crawl")
CHOSEN = "whole_circle or every_page"
WALKS = (*(f"tests/browser/{file}.py" for file in FILES), "-k", CHOSEN)


def run(context: Context) -> Figures:
    return carried_out(context, "sqlite", WALKS, CIRCLE_IN="en", WALKS="all")


PROOF = Proof("walks", run, zero=("broken",))
