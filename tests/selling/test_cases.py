"""The server's side of the till's rules does what the table of cases says (C32, C34)."""

import pytest

from portal.selling.rules_of_till import GROUPS
from tests.till_cases import CASES

covers = ("C32", "C34")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['group']}: {case['name']}")
def test_the_server_works_out(case):
    assert GROUPS[case["group"]](**case["given"]) == case["then"]
