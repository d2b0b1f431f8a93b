"""Every revision over a database that holds something."""

from bench.proofs.migrations import PROOF

promises = ("P10", "P14")


def test_revisions_keep_what_both_schemas_hold(holds):
    figures = holds(PROOF)
    assert all(value > 1000 for name, value in figures.items() if name.endswith(".rows"))
