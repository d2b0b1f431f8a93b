"""A worker killed in the middle of an import."""

from bench.proofs.imports import PROOF

promises = ("P08",)


def test_a_killed_import_goes_on_and_happens_once(holds):
    figures = holds(PROOF)
    assert all(value > 0 for name, value in figures.items() if name.endswith(".kills"))
