"""Doors of surveys."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.files import files_by_id
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.network.queries import city_in_reach
from portal.prospecting import actions, lists, queries, room
from portal.prospecting.compared import compared
from portal.prospecting.forms import (
    JudgementForm,
    SurveyFilters,
    SurveyForm,
    Trade,
    survey_form,
)
from portal.prospecting.forms.surveys import MINUTES
from portal.prospecting.history import lines_of
from portal.prospecting.models import Prospect, Survey
from portal.prospecting.quiet import trade_of

# what a second survey of a shop takes over from the one before: the rest is looked at anew
SAME_AGAIN = ("name", "region_id", "district", "address", "area_m2", "tills_total", "operator")


@room.get("/surveys", needs=Can.SEE_PROSPECTING)
def list_surveys() -> Any:
    return list_page("prospecting/surveys/index.html", lists.surveys(current_user, SurveyFilters(current_user)))


@room.get("/surveys/new", needs=Can.PROSPECT)
def new_survey() -> Any:
    """An empty form, or one that knows its city (`?city=`), its prospect (`?prospect=`) or the shop (`?again=`)."""
    form = survey_form(current_user, formdata=None, data=known_before())
    return page("prospecting/surveys/new.html", form=form, hour=hour_now())


def known_before() -> dict[str, Any]:
    """Return what need not be typed: of the prospect the survey is for, or of the survey before."""
    known: dict[str, Any] = {"surveyed_on": clock.today(), "region_id": request.args.get("city", type=int)}
    known |= {"minutes": MINUTES[0]}
    if prospect := asked_prospect(request.args.get("prospect", type=int)):
        known |= {name: getattr(prospect, name) for name in ("name", "region_id", "address")}
        known |= {"prospect_id": str(prospect.id)}
    if again := asked_survey(request.args.get("again", type=int)):
        known |= {name: getattr(again, name) for name in SAME_AGAIN} | {"again_id": str(again.id)}
    return known


def asked_survey(survey_id: int | None) -> Survey | None:
    return queries.survey(survey_id, current_user) if survey_id else None


def asked_prospect(prospect_id: int | None) -> Prospect | None:
    return queries.prospect(prospect_id, current_user) if prospect_id else None


def hour_now() -> int:
    """Return the hour to count in: the present one within shop hours."""
    return min(max(clock.local(clock.now()).hour, 7), 22)


@room.post("/surveys", needs=Can.PROSPECT)
def create_survey() -> Any:
    form = survey_form(current_user)
    if form.accepts(lambda: survey_made(form)):
        flash(_("The survey is stored."))
        return see_other("prospecting.show_survey", survey_id=form.result.id)
    return page("prospecting/surveys/new.html", status=422, form=form, hour=hour_now())


def survey_made(form: SurveyForm) -> Survey:
    city = city_in_reach(form.region_id.data, current_user)
    prospect, again = asked_prospect(number(form.prospect_id)), asked_survey(number(form.again_id))
    photos = form.photos.data or []
    return actions.add_survey(city, by=current_user, photos=photos, prospect=prospect, again=again, **form.facts)


def number(field: Any) -> int | None:
    """Return the id that a hidden field carries."""
    typed = str(field.data or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


@room.get("/surveys/<int:survey_id>", needs=Can.SEE_PROSPECTING)
def show_survey(survey_id: int) -> Any:
    return survey_page(queries.survey(survey_id, current_user))


def survey_page(survey: Survey, status: int = 200, form: JudgementForm | None = None) -> Any:
    """Answer with a survey and how its trade compares with the city's."""
    shop = queries.of_shop(survey, current_user)
    judged = (Trade.QUIET if survey.quiet else Trade.BUSY) if survey.is_overruled else ""
    return page(
        "prospecting/surveys/show.html",
        status=status,
        survey=survey,
        trade=trade_of(survey, queries.peers(survey, current_user)),
        shop=shop,
        compared=compared(shop),
        prospect=queries.prospect_of_shop(shop, current_user),
        photos=files_by_id(survey.photo_ids, current_user),
        history=lines_of(survey, current_user),
        form=form or JudgementForm(formdata=None, data={"trade": judged, "reason": survey.quiet_reason}),
    )


@room.get("/surveys/<int:survey_id>/edit", needs=Can.PROSPECT)
def edit_survey(survey_id: int) -> Any:
    survey = queries.survey(survey_id, current_user)
    form = survey_form(current_user, survey, formdata=None)
    return page("prospecting/surveys/edit.html", form=form, survey=survey, hour=hour_now())


@room.post("/surveys/<int:survey_id>", needs=Can.PROSPECT)
def update_survey(survey_id: int) -> Any:
    survey = queries.survey(survey_id, current_user)
    form = survey_form(current_user, survey)
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
