"""The trail holds what happened, whoever has the database in his hands; one store's writers do not wait for another's.

How much quicker eight stores are than one is a figure of `make proof`: no test depends on how busy a machine is.
"""

from bench.proofs.trail import PROOF

promises = ("P11", "P51", "P52", "P62")


def test_tampering_is_refused_and_found_and_stores_do_not_wait_for_each_other(holds):
    figures = holds(PROOF)
    assert all(value > 0 for name, value in figures.items() if name.endswith((".tampered", ".guarded_tables")))
