"""Six hours of selling without network with the till's own client: 300 orders, two kills, a clock off by three hours.

A tablet in Chromium loses its network, its browser is killed twice, then all goes through a line that loses every third
answer after the portal has stored what was sent. Each order must be there once, with the number, the key and the sum
that the tablet gave it; the day's sums are theirs. What is lost on a tablet must be a gap exactly, and what was lost
last is not known since it was heard last. `make test` does the same with fewer orders, on SQLite.
"""

from bench.proofs.proof import Context, Figures, Proof
from bench.proofs.tests import carried_out

TESTS = ("tests/browser/test_offline_day.py", "tests/browser/test_till_tablet.py", "-k", "six_hours or lost_last")


def run(context: Context) -> Figures:
    found: Figures = {}
    for engine in context.engines:
        figures = carried_out(context, engine, TESTS, ORDERS="60" if context.short else "300")
        found |= {f"{engine}.{name}": value for name, value in figures.items()}
    return found


PROOF = Proof(
    "offline_day", run, zero=("missing", "doubled", "altered", "numbers_wrong", "sums_wrong", "troubles", "broken")
)
