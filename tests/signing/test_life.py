"""An application is drafted, handed in, returned and handed in again, or withdrawn (C25)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.kernel.trail import history_of
from portal.prospecting.models import Stage
from portal.signing import actions, invariants
from portal.signing.changes import changes_since_last
from portal.signing.models import ApplicationState, Verdict
from tests.builders_onboarding import a_photo
from tests.builders_signing import LINES, a_submitted, an_agreed_prospect, an_application, decided

covers = ("C25",)


def test_a_draft_may_miss_almost_everything_but_is_not_handed_in_so(cast, places):
    prospect = an_agreed_prospect(cast, places.taiyuan)
    application = actions.draft(prospect, by=cast.rm_north.viewer, store_name="长风街店", owner_name="", owner_phone="")
    assert (application.state, len(application.gaps)) == (ApplicationState.DRAFT, 8)
    with pytest.raises(Refused, match="店主手机"):
        actions.submit(application, by=cast.rm_north.viewer)
    assert prospect.stage == Stage.AGREED


@pytest.mark.parametrize(
    "missing",
    [{"owner_name": ""}, {"owner_phone": ""}, {"area_m2": None}, {"tills": None}, {"address": ""}, {"reasons": ""},
     {"planned_opening": None}, {"lines": ()}],
    ids=lambda facts: next(iter(facts)),
)  # fmt: skip
def test_each_particular_is_needed_to_hand_in(cast, places, missing):
    with pytest.raises(Refused):
        a_submitted(cast, places.taiyuan, **missing)


@pytest.mark.parametrize(("days", "taken"), [(6, False), (7, True)])
def test_the_planned_opening_lies_seven_days_ahead(cast, places, days, taken):
    application = an_application(cast, places.taiyuan, planned_opening=clock.today() + timedelta(days=days))
    assert (application.gaps == []) is taken


def test_handing_in_marks_the_prospect_and_begins_round_one(cast, places):
    application = a_submitted(cast, places.taiyuan)
    assert (application.state, application.round, application.prospect.stage) == (
        ApplicationState.SUBMITTED, 1, Stage.APPLIED,
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.submit(application, by=cast.rm_north.viewer)


@pytest.mark.promise("P28")
@pytest.mark.parametrize("stage", [Stage.FOUND, Stage.NEGOTIATING, Stage.LOST, Stage.APPLIED])
def test_only_an_agreed_prospect_applies(cast, places, stage):
    prospect = an_agreed_prospect(cast, places.taiyuan, stage=stage)
    with pytest.raises(Refused):
        actions.draft(prospect, by=cast.rm_north.viewer, store_name="长风街店")


def test_a_prospect_has_one_application_at_a_time(cast, places):
    application = an_application(cast, places.taiyuan)
    with pytest.raises(Refused, match="已经有一份"):
        actions.draft(application.prospect, by=cast.rm_north.viewer, store_name="再来一份")
    actions.withdraw(application, by=cast.rm_north.viewer, reason="缓一缓")
    assert actions.draft(application.prospect, by=cast.rm_north.viewer, store_name="再来一份").id != application.id


@pytest.mark.promise("P28")
def test_what_is_handed_in_is_not_changed(cast, places):
    application = a_submitted(cast, places.taiyuan)
    with pytest.raises(Refused):
        actions.edit(application, by=cast.rm_north.viewer, lines=LINES, tills=9)


def test_a_returned_one_is_changed_and_shows_what_changed(cast, places):
    application = a_submitted(cast, places.taiyuan)
    decided(application, Verdict.RETURNED, by=cast.office, reason="重算投入")
    lines = (*LINES[:1], LINES[1]._replace(amount=50_000_00), LINES[2])
    actions.edit(application, by=cast.rm_north.viewer, lines=lines, tills=4, owner_phone="13900002222")
    actions.submit(application, by=cast.rm_north.viewer)
    history = history_of(application, House("tests"))
    said = {what: (before, after) for what, before, after in changes_since_last(application, history)}
    assert ("3", "4") in said.values()
    assert any("−¥12,000.00" in after for _, after in said.values())
    assert "13900002222" not in str(said) and "13900002222" not in str([s.facts for s in application.submissions])


def test_photos_and_papers_come_and_go(cast, places):
    application = an_application(cast, places.taiyuan, papers=[a_photo(), a_photo()])
    first, second = application.attachment_ids
    actions.edit(application, by=cast.rm_north.viewer, lines=LINES, drop=[first], papers=[a_photo()])
    assert second in application.attachment_ids and first not in application.attachment_ids
    assert len(application.attachment_ids) == 2


@pytest.mark.promise("P28")
@pytest.mark.parametrize("verdict", [Verdict.APPROVED, Verdict.REJECTED])
def test_what_is_decided_is_not_withdrawn(cast, places, verdict):
    application = a_submitted(cast, places.taiyuan)
    decided(application, verdict, by=cast.office)
    with pytest.raises(Refused):
        actions.withdraw(application, by=cast.rm_north.viewer, reason="不开了")
    assert invariants.troubles() == []


def test_a_withdrawal_says_why_and_frees_the_prospect(cast, places):
    application = a_submitted(cast, places.taiyuan)
    with pytest.raises(Refused):
        actions.withdraw(application, by=cast.rm_north.viewer, reason="")
    actions.withdraw(application, by=cast.rm_north.viewer, reason="不开了")
    assert (application.state, application.prospect.stage) == (ApplicationState.WITHDRAWN, Stage.AGREED)
