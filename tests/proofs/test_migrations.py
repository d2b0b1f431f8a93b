"""Every revision over a database that holds something; on PostgreSQL too where `make proof` says so.

Down and up without rows they go on both databases in tests/kernel/test_append_only.py.
"""

import pytest

from bench.proofs.migrations import PROOF

pytestmark = pytest.mark.pages
promises = ("P10", "P14")


def test_revisions_keep_what_both_schemas_hold(holds):
    figures = holds(PROOF)
    assert all(value > 1000 for name, value in figures.items() if name.endswith(".rows"))
