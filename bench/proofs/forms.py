"""Whatever is typed into a form: never a 500. Every writing door gets a hundred of them from someone who may use it.

`make test` tries five a door on SQLite (tests/doors/test_forms.py); here the same test runs with FORM_EXAMPLES=100 on
both databases.

Broken on purpose: with doors that raise at one of the nasty texts, the room was named and the form printed.
"""

from bench.proofs.proof import Context, Figures, Proof
from bench.proofs.tests import carried_out

EXAMPLES = 100


def run(context: Context) -> Figures:
    found: Figures = {}
    for engine in context.engines:
        figures = carried_out(context, engine, ("tests/doors/test_forms.py",), FORM_EXAMPLES=str(EXAMPLES))
        found |= {f"{engine}.{name}": value for name, value in figures.items()}
    return found


PROOF = Proof("forms", run, zero=("broken",))
