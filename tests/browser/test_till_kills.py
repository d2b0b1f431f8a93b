"""The portal is killed while the till's own client sells."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.proofs.till_kills import PROOF

pytestmark = pytest.mark.browser
covers = ("C32",)
promises = ("P01", "P02", "P16")


def test_what_the_till_sold_outlives_kills(holds):
    with ThreadPoolExecutor(1) as beside:  # this thread may hold the browser of other tests, and it can hold one only
        figures = beside.submit(holds, PROOF).result()
    assert all(value > 0 for name, value in figures.items() if name.endswith((".orders", ".kills", ".answers_lost")))
