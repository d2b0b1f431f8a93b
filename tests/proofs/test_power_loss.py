"""What stands on the disk at any moment is a portal."""

from bench.proofs.power_loss import PROOF
from tests.conftest import ENGINE

promises = ("P03",)


def test_copies_of_any_moment_open_whole_with_all_that_was_acknowledged(holds):
    figures = holds(PROOF)
    assert ENGINE != "sqlite" or figures["power_loss.acknowledged"] > 0
