"""Processes killed while tablets sell."""

from bench.proofs.kills import PROOF

promises = ("P01", "P03", "P16")


def test_what_was_acknowledged_outlives_kills(holds):
    figures = holds(PROOF)
    assert all(value > 0 for name, value in figures.items() if name.endswith((".acknowledged", ".kills")))
