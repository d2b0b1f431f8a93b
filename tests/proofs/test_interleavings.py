"""Days made up at random, beside a model of them."""

from bench.proofs.interleavings import PROOF

promises = ("P01", "P02")


def test_whatever_happens_in_whatever_order_the_books_are_what_was_sold(holds):
    figures = holds(PROOF)
    assert all(value > 0 for name, value in figures.items() if name.endswith((".orders", ".lost_with_a_tablet")))
