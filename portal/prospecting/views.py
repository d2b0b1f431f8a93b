"""Doors of cities and surveys; those of prospects are in `prospect_views.py`."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.files import files_by_id
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import city_in_reach
from portal.prospecting import actions, lists, prospect_views, queries, room
from portal.prospecting.forms import (
    CityFilters,
    CityForm,
    CityNoteForm,
    CityStateForm,
    JudgementForm,
    SurveyFilters,
    SurveyForm,
    TieForm,
    Trade,
)
from portal.prospecting.history import lines_of
from portal.prospecting.models import CityFile, Prospect, Survey
from portal.prospecting.quiet import trade_of

__all__ = ["prospect_views"]

room.place(N_("Prospects"), "list_prospects", "pipeline", needs=Can.SEE_PROSPECTING, order=20, tab=True)
room.place(N_("Target cities"), "list_cities", "pin", needs=Can.SEE_PROSPECTING, order=21)
room.place(N_("Market surveys"), "list_surveys", "eye", needs=Can.SEE_PROSPECTING, order=22)


@room.get("/cities", needs=Can.SEE_PROSPECTING)
def list_cities() -> Any:
    return list_page("prospecting/cities/index.html", lists.cities(current_user, CityFilters()))


@room.get("/cities/new", needs=Can.PROSPECT)
def new_city() -> Any:
    return page("prospecting/cities/new.html", form=CityForm(current_user, formdata=None))


@room.post("/cities", needs=Can.PROSPECT)
def create_city() -> Any:
    form = CityForm(current_user)
    if form.accepts(
        lambda: actions.add_city(
            city_in_reach(form.region_id.data, current_user), note=form.note.data or "", by=current_user
        )
    ):
        flash(_("The city is on the register."))
        return see_other("prospecting.show_city", file_id=form.result.id)
    return page("prospecting/cities/new.html", status=422, form=form)


@room.get("/cities/<int:file_id>", needs=Can.SEE_PROSPECTING)
def show_city(file_id: int) -> Any:
    return city_page(queries.city_file(file_id, current_user))


def city_page(file: CityFile, status: int = 200, **forms: Any) -> Any:
    """Answer with a city's file: ties, surveys, prospects, own stores, history (C09)."""
    region_id = file.region_id
    return page(
        "prospecting/cities/show.html",
        status=status,
        file=file,
        ties=queries.ties_in(region_id, current_user),
        surveys=queries.surveys_in(region_id, current_user),
        prospects=queries.prospects_in(region_id, current_user),
        stores=queries.stores_in(region_id, current_user),
        history=lines_of(file, current_user),
        note_form=forms.get("note") or CityNoteForm(formdata=None, obj=file, prefix="file-"),
        state_form=forms.get("state") or CityStateForm(formdata=None),
        tie_form=forms.get("tie") or TieForm(formdata=None),
    )


@room.post("/cities/<int:file_id>", needs=Can.PROSPECT)
def update_city(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    form = CityNoteForm(prefix="file-", obj=file)
    if form.accepts(lambda: actions.edit_city(file, note=form.note.data or "", by=current_user)):
        flash(_("Stored."))
        return see_other("prospecting.show_city", file_id=file_id)
    return city_page(queries.city_file(file_id, current_user), form.status, note=form)


@room.post("/cities/<int:file_id>/state", needs=Can.PROSPECT)
def create_city_state(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    form = CityStateForm()
    if form.accepts(lambda: actions.move_city(file, form.state.data, by=current_user, reason=form.reason.data or "")):
        flash(_("The city is at “%(state)s” now.", state=file.state.label))
        return see_other("prospecting.show_city", file_id=file_id)
    return city_page(queries.city_file(file_id, current_user), 422, state=form)


@room.post("/cities/<int:file_id>/ties", needs=Can.PROSPECT)
def create_tie(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    form = TieForm()
    if form.accepts(
        lambda: actions.add_tie(
            file.city, form.kind.data, by=current_user, from_year=form.from_year.data, to_year=form.to_year.data,
            note=form.note.data or "",
        )
    ):  # fmt: skip
        flash(_("Your tie is written down."))
        return see_other("prospecting.show_city", file_id=file_id)
    return city_page(queries.city_file(file_id, current_user), 422, tie=form)


@room.post("/ties/<int:tie_id>/removal", needs=Can.PROSPECT)
def create_tie_removal(tie_id: int) -> Any:
    tie = queries.tie(tie_id, current_user)
    actions.remove_tie(tie, by=current_user)
    flash(_("The tie is taken away."))
    file = queries.file_of_city(tie.region_id, current_user)
    return see_other("prospecting.show_city", file_id=file.id) if file else see_other("prospecting.list_cities")


@room.get("/surveys", needs=Can.SEE_PROSPECTING)
def list_surveys() -> Any:
    return list_page("prospecting/surveys/index.html", lists.surveys(current_user, SurveyFilters(current_user)))


@room.get("/surveys/new", needs=Can.PROSPECT)
def new_survey() -> Any:
    """An empty form, or one that knows its city (`?city=`) or the prospect it is for (`?prospect=`)."""
    known: dict[str, Any] = {"surveyed_on": clock.today(), "region_id": request.args.get("city", type=int)}
    if prospect := asked_prospect(request.args.get("prospect", type=int)):
        known |= {"name": prospect.name, "region_id": prospect.region_id, "address": prospect.address}
        known |= {"prospect_id": str(prospect.id)}
    form = SurveyForm(current_user, formdata=None, data=known)
    return page("prospecting/surveys/new.html", form=form, hour=hour_now())


def asked_prospect(prospect_id: int | None) -> Prospect | None:
    return queries.prospect(prospect_id, current_user) if prospect_id else None


def hour_now() -> int:
    """Return the hour to count in: the present one within shop hours."""
    return min(max(clock.local(clock.now()).hour, 7), 22)


@room.post("/surveys", needs=Can.PROSPECT)
def create_survey() -> Any:
    form = SurveyForm(current_user)
    if form.accepts(lambda: survey_made(form)):
        flash(_("The survey is stored."))
        return see_other("prospecting.show_survey", survey_id=form.result.id)
    return page("prospecting/surveys/new.html", status=422, form=form, hour=hour_now())


def survey_made(form: SurveyForm) -> Survey:
    city = city_in_reach(form.region_id.data, current_user)
    typed = str(form.prospect_id.data or "")
    prospect = asked_prospect(int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None)
    return actions.add_survey(city, by=current_user, photos=form.photos.data or [], prospect=prospect, **form.facts)


@room.get("/surveys/<int:survey_id>", needs=Can.SEE_PROSPECTING)
def show_survey(survey_id: int) -> Any:
    return survey_page(queries.survey(survey_id, current_user))


def survey_page(survey: Survey, status: int = 200, form: JudgementForm | None = None) -> Any:
    """Answer with a survey and how its trade compares with the city's."""
    judged = (Trade.QUIET if survey.quiet else Trade.BUSY) if survey.is_overruled else ""
    return page(
        "prospecting/surveys/show.html",
        status=status,
        survey=survey,
        trade=trade_of(survey, queries.peers(survey, current_user)),
        prospect=queries.prospect_of_survey(survey, current_user),
        photos=files_by_id(survey.photo_ids, current_user),
        history=lines_of(survey, current_user),
        form=form or JudgementForm(formdata=None, data={"trade": judged, "reason": survey.quiet_reason}),
    )


@room.get("/surveys/<int:survey_id>/edit", needs=Can.PROSPECT)
def edit_survey(survey_id: int) -> Any:
    survey = queries.survey(survey_id, current_user)
    form = SurveyForm(current_user, survey, formdata=None)
    return page("prospecting/surveys/edit.html", form=form, survey=survey, hour=hour_now())


@room.post("/surveys/<int:survey_id>", needs=Can.PROSPECT)
def update_survey(survey_id: int) -> Any:
    survey = queries.survey(survey_id, current_user)
    form = SurveyForm(current_user, survey)
    if form.accepts(lambda: actions.edit_survey(survey, by=current_user, photos=form.photos.data or [], **form.facts)):
        flash(_("The survey is stored."))
        return see_other("prospecting.show_survey", survey_id=survey_id)
    survey = queries.survey(survey_id, current_user)
    return page("prospecting/surveys/edit.html", status=form.status, form=form, survey=survey, hour=hour_now())


@room.post("/surveys/<int:survey_id>/judgement", needs=Can.PROSPECT)
def create_judgement(survey_id: int) -> Any:
    survey = queries.survey(survey_id, current_user)
    form = JudgementForm()
    if form.accepts(
        lambda: actions.judge_survey(survey, quiet=form.quiet, by=current_user, reason=form.reason.data or "")
    ):
        flash(_("Your judgement is stored."))
        return see_other("prospecting.show_survey", survey_id=survey_id)
    return survey_page(queries.survey(survey_id, current_user), 422, form)


@room.post("/surveys/<int:survey_id>/prospect", needs=Can.PROSPECT)
def create_survey_prospect(survey_id: int) -> Any:
    survey = queries.survey(survey_id, current_user)
    prospect = actions.make_prospect(survey, by=current_user)
    flash(_("“%(name)s” is a prospect now.", name=prospect.name))
    return see_other("prospecting.show_prospect", prospect_id=prospect.id)
