"""What the model refuses, whoever asks: each stage without each of its needs, and every step that is none (C16)."""

import re

import pytest
from flask_babel import force_locale

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.prospecting import actions, queries
from portal.prospecting.models import (
    STAGES,
    Concern,
    ConcernKind,
    Contact,
    IntentLevel,
    NegotiationResult,
    PitchPoint,
    Stage,
    Track,
)
from portal.prospecting.stages import NEEDS
from tests.builders_prospecting import a_concern, a_prospect, refused
from tests.cast import HOUSE, Cast

covers = ("C16",)
pytestmark = pytest.mark.promise("P28")


def contacts_of(prospect):
    return db.session.scalars(Contact.seen_by(HOUSE).where(Contact.prospect_id == prospect.id)).all()


def gone(model):
    """Whatever of this noun hangs on a prospect is not there."""

    def take(prospect):
        for row in db.session.scalars(model.seen_by(HOUSE).where(model.prospect_id == prospect.id)).all():
            db.session.delete(row)

    return take


def untold(*points):
    """No contact tells these points."""

    def take(prospect):
        for contact in contacts_of(prospect):
            contact.covered = [value for value in contact.covered if value not in points]

    return take


def unanswered(prospect):
    for contact in contacts_of(prospect):
        contact.result = ""


def never_spoken(prospect):
    """What was told is written down, but no call, visit or message."""
    gone(Contact)(prospect)
    for point in (PitchPoint.STORY, PitchPoint.CONCEPT):
        actions.note_pitch(prospect, point, "讲了", by=Cast().rm_north.viewer)


def without_lines(prospect):
    queries.newest_proposal(prospect, HOUSE).lines = []


# how what a need asks for is taken away from a prospect that has everything
TAKEN = {
    "decision_maker": lambda prospect: setattr(prospect, "decision_maker", ""),
    "surveyed": lambda prospect: setattr(prospect, "survey_id", None),
    "reachable": lambda prospect: setattr(prospect, "phone", ""),
    "person": lambda prospect: setattr(prospect, "contact_name", ""),
    "spoken": never_spoken,
    "heard_the_story": untold(PitchPoint.STORY),
    "heard_the_concept": untold(PitchPoint.CONCEPT),
    "answered": unanswered,
    "wants_to": lambda prospect: setattr(prospect, "intent", IntentLevel.OPEN),
    "heard_the_terms": untold(PitchPoint.REQUIREMENTS),
    "understood": gone(Concern),
    "proposed": without_lines,
    "settled": gone(NegotiationResult),
    "convinced": lambda prospect: a_concern(prospect, ConcernKind.DOUBT),
}
CASES = [
    pytest.param(track, stage, ask.__name__, id=f"{track.value}-{stage.value}-{ask.__name__}")
    for (track, stage), asks in NEEDS.items()
    for ask in asks
]


def whole(track, stage):
    """Return a prospect that has all that any stage asks for, in this stage."""
    prospect = a_prospect(track, Stage.AGREED)
    prospect.stage = stage
    return prospect


@pytest.mark.parametrize(("track", "stage", "need"), CASES)
def test_no_stage_is_entered_without_each_thing_it_needs(cast, session, track, stage, need):
    before = STAGES[track][STAGES[track].index(stage) - 1]
    prospect, by = whole(track, before), cast.rm_north.viewer
    TAKEN[need](prospect)
    session.flush()
    known = queries.dossier_of(prospect, by)
    [missing] = [ask for ask in NEEDS[track, stage] if not ask(known).met]
    with pytest.raises(Refused) as refusal:
        actions.move(prospect, stage, by=by)
    assert (missing.__name__, prospect.stage) == (need, before)
    assert refusal.value.message == missing(known).missing
    said = {}
    for locale in ("zh_Hans_CN", "en"):
        with force_locale(locale):
            said[locale] = str(refusal.value)
    assert said["en"] == refusal.value.message
    assert re.search(r"[一-鿿]", said["zh_Hans_CN"]) and not re.search("[a-z]", said["zh_Hans_CN"])


def expected(track, was, to):
    """Return the words a step without a reason is refused with; "" where it is taken."""
    order = STAGES[track]
    if was == Stage.LOST:
        return "is lost"
    if Stage.APPLIED in (was, to):
        return "begins and ends"
    if to == Stage.LOST:
        return "Say why it was lost"
    if to not in order:
        return "other track"
    steps = order.index(to) - order.index(was)
    return {0: "already", 1: ""}.get(steps, "One stage at a time" if steps > 0 else "Say why it steps back")


def refusal_of(prospect, to, by):
    """Return the sentence a step is refused with; "" where it is taken."""
    try:
        actions.move(prospect, to, by=by)
    except Refused as refusal:
        return refusal.message
    return ""


@pytest.mark.parametrize("track", list(Track))
def test_every_step_from_every_stage_is_taken_or_refused_with_its_sentence(cast, track):
    prospect, by, taken = whole(track, Stage.FOUND), cast.rm_north.viewer, []
    for was in (*STAGES[track], Stage.LOST):
        for to in Stage:
            prospect.stage = was
            said = refusal_of(prospect, to, by)
            assert bool(said) == bool(expected(track, was, to)) and expected(track, was, to) in said, (was, to, said)
            assert prospect.stage == (was if said else to)
            taken += [] if said else [(was, to)]
    assert taken == list(zip(STAGES[track][:-2], STAGES[track][1:-1], strict=True))


@pytest.mark.parametrize("track", list(Track))
def test_only_what_is_lost_is_taken_up_again(cast, track):
    prospect, by = whole(track, Stage.FOUND), cast.rm_north.viewer
    for stage in STAGES[track]:
        prospect.stage = stage
        with refused("Only a lost prospect"):
            actions.reopen(prospect, by=by)
        with refused("application is under way" if stage == Stage.APPLIED else "Say why it was lost"):
            actions.lose(prospect, by=by)
