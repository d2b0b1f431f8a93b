"""The trail holds what happened, whoever has the database in his hands."""

from bench.proofs.trail import PROOF

promises = ("P11", "P51", "P52", "P62")


def test_tampering_is_refused_and_found_and_stores_do_not_wait_for_each_other(holds):
    figures = holds(PROOF)
    gains = [value for name, value in figures.items() if name.endswith(".gain")]
    assert all(gain > 2 for gain in gains)
