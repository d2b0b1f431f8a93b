"""Clocks that are wrong."""

from bench.proofs.clocks import PROOF

promises = ("P07",)


def test_the_business_day_is_right_or_the_order_is_flagged(holds):
    figures = holds(PROOF)
    assert all(value > 0 for name, value in figures.items() if name.endswith(".wrong_day"))
