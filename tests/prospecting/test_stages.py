"""Two tracks of stages, and what each stage needs (C16)."""

import pytest

from portal.kernel.refusals import Refused
from portal.prospecting import actions, queries
from portal.prospecting.models import STAGES, ContactKind, IntentLevel, PitchPoint, Stage, Track
from tests.builders_prospecting import a_contact, a_prospect, a_survey, refused, walk

covers = ("C16",)

P, S = Track.PERSON, Track.SUPERMARKET


@pytest.mark.parametrize("track", list(Track))
def test_a_prospect_walks_its_track_to_agreed(cast, track):
    prospect = a_prospect(track, Stage.AGREED)
    moves = queries.moves_of(prospect, cast.rm_north.viewer)
    assert [move.now for move in reversed(moves)] == list(STAGES[track][1:-1])


def test_interest_needs_a_contact_with_a_result(cast):
    prospect = a_prospect(P)
    a_contact(prospect, result="")
    walk(prospect, Stage.PITCHED, by=cast.rm_north.viewer)
    with refused("what came of it"):
        actions.move(prospect, Stage.INTERESTED, by=cast.rm_north.viewer)


def test_interest_is_a_firm_intent_by_the_newest_judgement(cast):
    by, prospect = cast.rm_north.viewer, a_prospect(P, Stage.PITCHED)
    for level in (None, IntentLevel.OPEN, IntentLevel.NONE):
        if level:
            actions.judge_intent(prospect, level, "没问钱", by=by)
        with refused("A firm intent is missing"):
            actions.move(prospect, Stage.INTERESTED, by=by)
    actions.judge_intent(prospect, IntentLevel.FIRM, "当场问装修几天", by=by)
    actions.move(prospect, Stage.INTERESTED, by=by)
    actions.judge_intent(prospect, IntentLevel.OPEN, "又犹豫了", by=by)
    assert prospect.stage == Stage.INTERESTED


def test_terms_are_explained_when_a_contact_says_so(cast):
    prospect = a_prospect(P)
    a_contact(prospect, covered=[PitchPoint.STORY, PitchPoint.BENEFITS])
    walk(prospect, Stage.INTERESTED, by=cast.rm_north.viewer)
    with refused("requirements"):
        actions.move(prospect, Stage.TERMS_EXPLAINED, by=cast.rm_north.viewer)
    a_contact(prospect, covered=[PitchPoint.REQUIREMENTS], kind=ContactKind.CALL)
    actions.move(prospect, Stage.TERMS_EXPLAINED, by=cast.rm_north.viewer)


def test_the_shortlist_needs_a_survey(cast):
    prospect = a_prospect(S, decision_maker="任建军")
    a_contact(prospect)
    walk(prospect, Stage.PITCHED, by=cast.rm_north.viewer)
    with refused("survey"):
        actions.move(prospect, Stage.SHORTLISTED, by=cast.rm_north.viewer)
    a_survey(prospect=prospect)
    actions.move(prospect, Stage.SHORTLISTED, by=cast.rm_north.viewer)


def test_stepping_back_needs_a_reason(cast):
    prospect = a_prospect(S, Stage.NEGOTIATING)
    with refused("steps back"):
        actions.move(prospect, Stage.PITCHED, by=cast.rm_north.viewer)
    move = actions.move(prospect, Stage.PITCHED, by=cast.rm_north.viewer, reason="换了老板")
    assert (prospect.stage, move.reason) == (Stage.PITCHED, "换了老板")


@pytest.mark.parametrize("stage", [Stage.FOUND, Stage.PITCHED, Stage.AGREED])
def test_a_prospect_is_lost_with_a_reason_and_comes_back_to_where_it_was(cast, stage):
    prospect = a_prospect(P, stage)
    with refused("Say why"):
        actions.lose(prospect, by=cast.rm_north.viewer, reason="")
    actions.lose(prospect, by=cast.rm_north.viewer, reason="家里反对")
    assert (prospect.stage, prospect.lost_reason, prospect.next_step) == (Stage.LOST, "家里反对", "")
    actions.reopen(prospect, by=cast.rm_north.viewer)
    assert (prospect.stage, prospect.lost_reason) == (stage, "")


@pytest.mark.promise("P28")
def test_applied_begins_and_ends_with_the_application(cast):
    prospect = a_prospect(P, Stage.AGREED)
    with pytest.raises(Refused):
        actions.move(prospect, Stage.APPLIED, by=cast.rm_north.viewer)
    actions.mark_applied(prospect, by=cast.rm_north.viewer)
    with refused("Withdraw"):
        actions.lose(prospect, by=cast.rm_north.viewer, reason="算了")
    with refused("begins and ends"):
        actions.move(prospect, Stage.PITCHED, by=cast.rm_north.viewer, reason="算了")
    actions.unmark_applied(prospect, by=cast.office.viewer, reason="退回")
    assert prospect.stage == Stage.AGREED


@pytest.mark.promise("P28")
def test_only_what_has_agreed_can_apply(cast):
    with pytest.raises(Refused):
        actions.mark_applied(a_prospect(P, Stage.PITCHED), by=cast.rm_north.viewer)


def test_what_a_stage_needed_is_not_emptied_afterwards(cast):
    prospect = a_prospect(S, Stage.SHORTLISTED)
    with pytest.raises(Refused):
        actions.edit_prospect(prospect, by=cast.rm_north.viewer, survey_id=None)
    assert prospect.survey_id is not None
