"""Doors of screening: looking at a prospect by criteria, judging intent, and the criteria in the settings."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import CriterionForm, IntentForm, screen_form
from portal.prospecting.models import Track
from portal.prospecting.views.prospects import prospect_page

room.place(N_("Screening criteria"), "list_criteria", "list", needs=Can.EDIT_TEMPLATES, group=N_("Settings"), order=948)


@room.get("/prospects/<int:prospect_id>/screenings/new", needs=Can.PROSPECT)
def new_screening(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    return page("prospecting/screening/new.html", prospect=prospect, form=screen_form(prospect, formdata=None))


@room.post("/prospects/<int:prospect_id>/screenings", needs=Can.PROSPECT)
def create_screening(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = screen_form(prospect)
    said = {"asked_at": form.moment, "note": form.note.data or ""}
    if form.accepts(lambda: actions.screen(prospect, form.answers, by=current_user, **said)):
        flash(_("Screened: %(score)s of 100.", score=form.result.score))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id, _anchor="screening")
    prospect = queries.prospect(prospect_id, current_user)
    return page("prospecting/screening/new.html", status=422, prospect=prospect, form=form)


@room.post("/prospects/<int:prospect_id>/intents", needs=Can.PROSPECT)
def create_intent(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = IntentForm(prefix="intent-")
    judged: dict[str, Any] = {"why": form.why.data or "", "judged_on": form.judged_on.data}
    if form.accepts(lambda: actions.judge_intent(prospect, form.level.data, by=current_user, **judged)):
        flash(_("Judged, with its day and reason."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id, _anchor="intent")
    return prospect_page(queries.prospect(prospect_id, current_user), 422, intent=form)


@room.get("/screening-criteria", needs=Can.EDIT_TEMPLATES)
def list_criteria() -> Any:
    by_track = {track: queries.criteria(track) for track in Track}
    return page("prospecting/screening/criteria.html", by_track=by_track)


@room.post("/screening-criteria/usual", needs=Can.EDIT_TEMPLATES)
def create_usual_criteria() -> Any:
    actions.seed_criteria(by=current_user)
    flash(_("The usual criteria are set up. Change them as you like."))
    return see_other("prospecting.list_criteria")


@room.get("/screening-criteria/new", needs=Can.EDIT_TEMPLATES)
def new_criterion() -> Any:
    return page("prospecting/screening/criterion.html", criterion=None, form=CriterionForm(formdata=None))


@room.post("/screening-criteria", needs=Can.EDIT_TEMPLATES)
def create_criterion() -> Any:
    form = CriterionForm()
    if form.accepts(lambda: actions.add_criterion(form.track.data, by=current_user, **form.facts)):
        flash(_("Added. It is asked from now on."))
        return see_other("prospecting.list_criteria")
    return page("prospecting/screening/criterion.html", status=422, criterion=None, form=form)


@room.get("/screening-criteria/<int:criterion_id>/edit", needs=Can.EDIT_TEMPLATES)
def edit_criterion(criterion_id: int) -> Any:
    criterion = queries.criterion(criterion_id)
    form = CriterionForm(criterion, formdata=None)
    return page("prospecting/screening/criterion.html", criterion=criterion, form=form)


@room.post("/screening-criteria/<int:criterion_id>", needs=Can.EDIT_TEMPLATES)
def update_criterion(criterion_id: int) -> Any:
    criterion = queries.criterion(criterion_id)
    form = CriterionForm(criterion)
    if form.accepts(lambda: actions.edit_criterion(criterion, by=current_user, **form.facts)):
        flash(_("Changed. It is asked like this from now on; what was answered keeps the words it was asked in."))
        return see_other("prospecting.list_criteria")
    criterion = queries.criterion(criterion_id)
    return page("prospecting/screening/criterion.html", status=422, criterion=criterion, form=form)


@room.post("/screening-criteria/<int:criterion_id>/retirement", needs=Can.EDIT_TEMPLATES)
def create_criterion_retirement(criterion_id: int) -> Any:
    actions.retire_criterion(queries.criterion(criterion_id), by=current_user)
    flash(_("Retired. What was answered stays."))
    return see_other("prospecting.list_criteria")


@room.post("/screening-criteria/<int:criterion_id>/rise", needs=Can.EDIT_TEMPLATES)
def create_criterion_rise(criterion_id: int) -> Any:
    actions.raise_criterion(queries.criterion(criterion_id), by=current_user)
    return see_other("prospecting.list_criteria")


@room.post("/screening-criteria/<int:criterion_id>/fall", needs=Can.EDIT_TEMPLATES)
def create_criterion_fall(criterion_id: int) -> Any:
    actions.lower_criterion(queries.criterion(criterion_id), by=current_user)
    return see_other("prospecting.list_criteria")
