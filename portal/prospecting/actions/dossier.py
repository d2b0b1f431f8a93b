"""What is written down of a prospect's mind: needs, pain points, doubts with answers, influencers, what he was told."""

from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting.models import (
    Concern,
    ConcernKind,
    Influencer,
    PitchNote,
    PitchPoint,
    Prospect,
    Relation,
    Stage,
    Stance,
)


def raise_concern(prospect: Prospect, kind: ConcernKind, text: str, *, by: Any, answer: str = "") -> Concern:
    """Write down what a prospect needs, what hurts him or what he doubts (C18, 了解客户需求和疑虑)."""
    _refuse_lost(prospect)
    concern = Concern(
        region_id=prospect.region_id, prospect_id=prospect.id, kind=kind, text=text, answer=answer, actor_id=by.id
    )
    db.session.add(concern)
    record("concern.raised", concern, by=by, prospect_id=prospect.id)
    return concern


def answer_concern(concern: Concern, *, answer: str, settled: bool, by: Any) -> Concern:
    """Write what he was answered, and whether that convinced him (C18, 解答客户的疑问)."""
    if settled and not answer:
        raise Refused("Write what convinced him.", field="answer")
    concern.answer = answer
    concern.settled_at = (concern.settled_at or clock.now()) if settled else None
    record("concern.answered", concern, by=by, prospect_id=concern.prospect_id)
    return concern


def drop_concern(concern: Concern, *, by: Any) -> None:
    """Take away what was written down by mistake."""
    record("concern.dropped", concern, by=by, prospect_id=concern.prospect_id)
    db.session.delete(concern)


def add_influencer(
    prospect: Prospect, name: str, relation: Relation, *, by: Any, stance: Stance = Stance.UNDECIDED, note: str = ""
) -> Influencer:
    """Write down whom the one who decides listens to (C18)."""
    if name == prospect.decision_maker:
        raise Refused("This is the one who decides; write down whom he listens to.", field="name")
    influencer = Influencer(
        region_id=prospect.region_id, prospect_id=prospect.id, name=name, relation=relation, stance=stance, note=note
    )
    db.session.add(influencer)
    record("influencer.added", influencer, by=by, prospect_id=prospect.id)
    return influencer


def edit_influencer(influencer: Influencer, *, by: Any, **facts: Any) -> Influencer:
    """Change where somebody stands, or what is known of him."""
    set_fields(influencer, facts)
    record("influencer.changed", influencer, by=by, prospect_id=influencer.prospect_id)
    return influencer


def remove_influencer(influencer: Influencer, *, by: Any) -> None:
    """Take somebody away who has no say any more."""
    record("influencer.removed", influencer, by=by, prospect_id=influencer.prospect_id)
    db.session.delete(influencer)


def note_pitch(prospect: Prospect, point: PitchPoint, said: str, *, by: Any) -> PitchNote:
    """Write down what was said on a point of the pitch; it counts as told (C17, 讲解公司的事业说明)."""
    _refuse_lost(prospect)
    note = PitchNote(region_id=prospect.region_id, prospect_id=prospect.id, point=point, said=said, actor_id=by.id)
    db.session.add(note)
    record("pitch.noted", note, by=by, prospect_id=prospect.id)
    return note


def _refuse_lost(prospect: Prospect) -> None:
    if prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.")
