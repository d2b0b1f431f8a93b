"""The same key sent at once."""

from bench.proofs.same_key import PROOF

promises = ("P01", "P02")


def test_one_key_is_one_order_and_another_body_under_it_is_refused(holds):
    figures = holds(PROOF)
    assert all(value > 0 for name, value in figures.items() if name.endswith((".replays", ".clashes")))
