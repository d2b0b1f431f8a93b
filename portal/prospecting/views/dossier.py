"""Doors of what is known of a prospect: needs and doubts, influencers, what was said of the pitch."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import AnswerForm, ConcernForm, InfluencerForm, PitchNoteForm, StanceForm
from portal.prospecting.models import Prospect
from portal.prospecting.views.prospects import prospect_page


@room.post("/prospects/<int:prospect_id>/concerns", needs=Can.PROSPECT)
def create_concern(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = ConcernForm(prefix="concern-")
    if form.accepts(lambda: actions.raise_concern(prospect, form.kind.data, form.text.data, by=current_user)):
        flash(_("Written down. What does he hear to it?"))
        return back_to(prospect, "concerns")
    return prospect_page(queries.prospect(prospect_id, current_user), 422, concern=form)


@room.post("/prospects/<int:prospect_id>/concerns/<int:concern_id>/answer", needs=Can.PROSPECT)
def create_concern_answer(prospect_id: int, concern_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    concern = queries.concern(concern_id, prospect, current_user)
    form = AnswerForm(prefix=f"answer{concern_id}-")
    if form.accepts(lambda: actions.answer_concern(concern, by=current_user, **form.facts)):
        flash(_("Stored."))
        return back_to(prospect, "concerns")
    return prospect_page(queries.prospect(prospect_id, current_user), 422, answers={concern_id: form})


@room.post("/prospects/<int:prospect_id>/concerns/<int:concern_id>/removal", needs=Can.PROSPECT)
def create_concern_removal(prospect_id: int, concern_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    actions.drop_concern(queries.concern(concern_id, prospect, current_user), by=current_user)
    flash(_("Taken away."))
    return back_to(prospect, "concerns")


@room.post("/prospects/<int:prospect_id>/influencers", needs=Can.PROSPECT)
def create_influencer(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = InfluencerForm(prefix="influencer-")
    if form.accepts(lambda: influencer_added(prospect, form)):
        flash(_("Written down."))
        return back_to(prospect, "influencers")
    return prospect_page(queries.prospect(prospect_id, current_user), 422, influencer=form)


def influencer_added(prospect: Prospect, form: InfluencerForm) -> Any:
    return actions.add_influencer(prospect, by=current_user, **form.facts)


@room.post("/prospects/<int:prospect_id>/influencers/<int:influencer_id>", needs=Can.PROSPECT)
def update_influencer(prospect_id: int, influencer_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    influencer = queries.influencer(influencer_id, prospect, current_user)
    form = StanceForm(prefix=f"stance{influencer_id}-")
    facts = {"stance": form.stance.data, "note": form.note.data or ""}
    if form.accepts(lambda: actions.edit_influencer(influencer, by=current_user, **facts)):
        flash(_("Stored."))
        return back_to(prospect, "influencers")
    return prospect_page(queries.prospect(prospect_id, current_user), 422, stances={influencer_id: form})


@room.post("/prospects/<int:prospect_id>/influencers/<int:influencer_id>/removal", needs=Can.PROSPECT)
def create_influencer_removal(prospect_id: int, influencer_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    actions.remove_influencer(queries.influencer(influencer_id, prospect, current_user), by=current_user)
    flash(_("Taken away."))
    return back_to(prospect, "influencers")


@room.post("/prospects/<int:prospect_id>/pitch", needs=Can.PROSPECT)
def create_pitch_note(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = PitchNoteForm(prefix="pitch-")
    if form.accepts(lambda: actions.note_pitch(prospect, form.point.data, form.said.data, by=current_user)):
        flash(_("Written down: it counts as told."))
        return back_to(prospect, "pitch")
    return prospect_page(queries.prospect(prospect_id, current_user), 422, pitch=form)


def back_to(prospect: Prospect, part: str) -> Any:
    return see_other("prospecting.show_prospect", prospect_id=prospect.id, _anchor=part)
