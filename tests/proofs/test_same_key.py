"""The same key sent at once."""

from bench.proofs.same_key import PROOF

promises = ("P01",)


def test_the_same_order_sent_at_once_is_one_order(holds):
    figures = holds(PROOF)
    assert {value for name, value in figures.items() if name.endswith(".stored_answers")} == {2}
