"""A disk that fills up under a running portal."""

from bench.proofs.full_disk import PROOF
from tests.conftest import ENGINE

promises = ("P05",)


def test_reading_goes_on_writes_answer_507_and_all_is_well_with_room_again(holds):
    figures = holds(PROOF)
    # where no small disk may be mounted, tests/kernel/test_errors.py still shows what a full one is answered with
    assert ENGINE != "sqlite" or figures["full_disk.mounted"] == 0 or figures["full_disk.writes_refused"] == 3
