"""Over a set investment two different people must agree (C25)."""

import pytest

from portal.kernel.refusals import Refused
from portal.signing import actions, queries
from portal.signing.models import ApplicationState, Verdict
from tests.builders_signing import DEAR, LINES, a_submitted, decided

covers = ("C25",)


def test_the_first_approval_is_recorded_and_the_application_waits(cast, places):
    application = a_submitted(cast, places.taiyuan, lines=DEAR)
    outcome = decided(application, Verdict.APPROVED, by=cast.office)
    assert outcome.store is None and application.state == ApplicationState.SUBMITTED
    assert [d.actor_id for d in application.approvals] == [cast.office.user.id]


def test_the_second_person_makes_it_valid(cast, places):
    application = a_submitted(cast, places.taiyuan, lines=DEAR)
    decided(application, Verdict.APPROVED, by=cast.office)
    assert decided(application, Verdict.APPROVED, by=cast.office_two).store is not None


def test_the_same_person_does_not_count_twice(cast, places):
    application = a_submitted(cast, places.taiyuan, lines=DEAR)
    decided(application, Verdict.APPROVED, by=cast.office)
    with pytest.raises(Refused, match="另一人"):
        decided(application, Verdict.APPROVED, by=cast.office)


def test_the_second_person_may_still_return_or_reject(cast, places):
    application = a_submitted(cast, places.taiyuan, lines=DEAR)
    decided(application, Verdict.APPROVED, by=cast.office)
    decided(application, Verdict.RETURNED, by=cast.office_two)
    assert application.state == ApplicationState.RETURNED


def test_each_round_counts_anew(cast, places):
    application = a_submitted(cast, places.taiyuan, lines=DEAR)
    decided(application, Verdict.APPROVED, by=cast.office)
    decided(application, Verdict.RETURNED, by=cast.office_two)
    actions.submit(application, by=cast.rm_north.viewer)
    assert application.approvals == []
    decided(application, Verdict.APPROVED, by=cast.office)
    assert application.state == ApplicationState.SUBMITTED
    assert decided(application, Verdict.APPROVED, by=cast.office_two).store is not None


@pytest.mark.promise("P27")
def test_at_the_limit_one_is_enough_and_one_fen_over_it_two_are_needed(cast, places):
    limit = queries.second_approver_over()
    rest = limit - sum(line.amount for line in LINES[:2])
    exact = a_submitted(cast, places.taiyuan, lines=(*LINES[:2], LINES[2]._replace(amount=rest)))
    over = a_submitted(cast, places.beijing, lines=(*LINES[:2], LINES[2]._replace(amount=rest + 1)))
    assert (exact.investment, over.investment) == (limit, limit + 1)
    assert (queries.approvers_needed(exact), queries.approvers_needed(over)) == (1, 2)


def test_who_has_agreed_is_not_asked_again(cast, places):
    application = a_submitted(cast, places.taiyuan, lines=DEAR)
    decided(application, Verdict.APPROVED, by=cast.office)
    assert list(queries.awaiting(cast.office.viewer)) == []
    assert list(queries.awaiting(cast.office_two.viewer)) == [application]
