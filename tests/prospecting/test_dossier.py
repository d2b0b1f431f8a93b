"""What a prospect needs and doubts, who has a say, and what was said to him (C17, C18)."""

import pytest

from portal.kernel import clock
from portal.prospecting import actions, queries
from portal.prospecting.models import (
    Concern,
    ConcernKind,
    Influencer,
    PitchNote,
    PitchPoint,
    Relation,
    Stage,
    Stance,
    Track,
)
from tests.builders_prospecting import a_concern, a_contact, a_proposal, a_prospect, a_result, a_survey, refused, walk

covers = ("C17", "C18")

P, S = Track.PERSON, Track.SUPERMARKET


@pytest.mark.parametrize(("track", "point", "words"), [(P, "STORY", "business story"), (S, "CONCEPT", "idea")])
def test_a_pitch_tells_what_its_track_begins_with(cast, track, point, words):
    prospect = a_prospect(track, decision_maker="任建军")
    a_contact(prospect, covered=[PitchPoint.DEMO])
    if track == S:
        walk(prospect, Stage.DECISION_MAKER, by=cast.rm_north.viewer)
    with refused(words):
        actions.move(prospect, Stage.PITCHED, by=cast.rm_north.viewer)
    actions.note_pitch(prospect, PitchPoint[point], "讲了三家样板店", by=cast.rm_north.viewer)
    actions.move(prospect, Stage.PITCHED, by=cast.rm_north.viewer)
    assert prospect.stage == Stage.PITCHED


def test_a_plan_needs_something_it_answers(cast):
    prospect = a_prospect(S, decision_maker="任建军", survey=a_survey())
    a_contact(prospect)
    a_concern(prospect, ConcernKind.DOUBT)
    walk(prospect, Stage.SHORTLISTED, by=cast.rm_north.viewer)
    with refused("need or a pain point"):
        actions.move(prospect, Stage.PLANNED, by=cast.rm_north.viewer)
    a_concern(prospect, ConcernKind.PAIN)
    a_proposal(prospect, lines=[])
    with refused("proposal is missing"):
        actions.move(prospect, Stage.PLANNED, by=cast.rm_north.viewer)
    a_proposal(prospect)
    actions.move(prospect, Stage.PLANNED, by=cast.rm_north.viewer)


@pytest.mark.parametrize(("track", "before"), [(P, Stage.TERMS_EXPLAINED), (S, Stage.NEGOTIATING)])
def test_nobody_agrees_with_a_doubt_left_open(cast, track, before):
    prospect = a_prospect(track, before)
    doubt = a_concern(prospect, ConcernKind.DOUBT)
    actions.answer_concern(doubt, answer="分两半装，只停 6 天", settled=False, by=cast.rm_north.viewer)
    with refused("doubt is still open"):
        actions.move(prospect, Stage.AGREED, by=cast.rm_north.viewer)
    actions.answer_concern(doubt, answer="分两半装，只停 6 天", settled=True, by=cast.rm_north.viewer)
    a_result(prospect)
    actions.move(prospect, Stage.AGREED, by=cast.rm_north.viewer)


def test_what_convinced_him_is_written_down(cast):
    doubt = a_concern(a_prospect(), ConcernKind.DOUBT)
    with refused("what convinced"):
        actions.answer_concern(doubt, answer="", settled=True, by=cast.rm_north.viewer)
    assert doubt.is_open_doubt


def test_whoever_decides_is_not_his_own_influencer(cast):
    prospect = a_prospect(decision_maker="任建军")
    with refused("whom he listens to"):
        actions.add_influencer(prospect, "任建军", Relation.SPOUSE, by=cast.rm_north.viewer)
    wife = actions.add_influencer(prospect, "孙丽华", Relation.SPOUSE, by=cast.rm_north.viewer)
    actions.edit_influencer(wife, stance=Stance.FOR, by=cast.rm_north.viewer)
    assert [one.stance for one in queries.influencers_of(prospect, cast.rm_north.viewer)] == [Stance.FOR]


def test_the_last_telling_counts(cast):
    prospect = a_prospect()
    a_contact(prospect, covered=[PitchPoint.STORY])
    note = actions.note_pitch(prospect, PitchPoint.STORY, "第二次讲", by=cast.rm_north.viewer)
    known = queries.dossier_of(prospect, cast.rm_north.viewer)
    assert known.told == {PitchPoint.STORY: note} and note.at <= clock.now()


def test_a_lost_prospect_is_taken_up_again_first(cast):
    with refused("Take it up again"):
        a_concern(a_prospect(P, Stage.LOST))


def test_the_south_sees_no_mind_of_the_north(session, cast):
    prospect = a_prospect()
    a_concern(prospect)
    actions.add_influencer(prospect, "孙丽华", Relation.SPOUSE, by=cast.rm_north.viewer)
    actions.note_pitch(prospect, PitchPoint.STORY, "讲了", by=cast.rm_north.viewer)
    for model in (Concern, Influencer, PitchNote):
        assert session.scalars(model.seen_by(cast.rm_south.viewer)).all() == []
        assert len(session.scalars(model.seen_by(cast.rm_north.viewer)).all()) == 1


@pytest.mark.pages
def test_doubts_answers_and_influencers_are_written_on_the_file(cast, browse, visit):
    prospect = a_prospect(S, Stage.NEGOTIATING)
    browser, file = browse(cast.rm_north), f"/prospecting/prospects/{prospect.id}"
    assert browser.post(f"{file}/concerns", {"concern-kind": "doubt", "concern-text": "货从哪来"}).status_code == 303
    doubt = next(c for c in queries.dossier_of(prospect, cast.rm_north.viewer).concerns if c.kind == ConcernKind.DOUBT)
    assert "没说通" in visit(browser, file).text
    answer = f"{file}/concerns/{doubt.id}/answer"
    refusal = browser.post(answer, {f"answer{doubt.id}-answer": "", f"answer{doubt.id}-settled": "y"})
    assert refusal.status_code == 422 and "写上是什么说通了他" in refusal.text
    browser.post(answer, {f"answer{doubt.id}-answer": "鲜货可以自己进", f"answer{doubt.id}-settled": "y"})
    who = {"influencer-name": "孙丽华", "influencer-relation": "spouse", "influencer-stance": "against"}
    assert browser.post(f"{file}/influencers", who).status_code == 303
    said = {"pitch-point": "demo", "pitch-said": "带了五样主推品"}
    assert browser.post(f"{file}/pitch", said).status_code == 303
    text = visit(browser, file).text
    assert all(words in text for words in ("鲜货可以自己进", "说通了", "孙丽华", "反对", "带了五样主推品"))


@pytest.mark.pages
def test_a_concern_is_reached_by_its_own_prospect_only(cast, browse):
    one, other = a_prospect(name="甲店"), a_prospect(name="乙店")
    doubt = a_concern(one)
    path = f"/prospecting/prospects/{other.id}/concerns/{doubt.id}/removal"
    assert browse(cast.rm_north).post(path, {}).status_code == 404
