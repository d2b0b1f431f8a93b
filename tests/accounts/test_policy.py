"""Policy: a change is on the trail, and only what changed is written."""

import pytest

from portal.accounts import queries
from portal.kernel.trail import Trail


def changes(cast, session):
    found = session.scalars(Trail.seen_by(cast.admin.viewer).where(Trail.event == "policy.changed"))
    return [link.facts["changes"]["value"][1] for link in found]


def test_the_office_needs_a_second_factor_once_the_switch_is_on(browse, cast, session):
    form = {"second_factor": "y", "second_approver_over": "200000"}
    assert browse(cast.admin).post("/settings/policy", form).status_code == 303
    assert queries.policy("second_factor") == {"required": True}
    assert changes(cast, session) == [{"required": True}]


def test_the_sum_that_needs_two_approvers_is_kept_in_fen(browse, cast, session):
    assert browse(cast.admin).post("/settings/policy", {"second_approver_over": "150,000.50"}).status_code == 303
    assert queries.policy("second_approver_over") == {"fen": 15_000_050}
    assert changes(cast, session) == [{"fen": 15_000_050}]


@pytest.mark.parametrize("typed", ["", "-1", "viel"])
def test_nonsense_is_no_sum(browse, cast, typed):
    assert browse(cast.admin).post("/settings/policy", {"second_approver_over": typed}).status_code == 422
