"""Doors of questionnaires, interviews and observations: fill in, read, count (C06)."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, lists_studies, queries, room
from portal.prospecting.counting import counts_of
from portal.prospecting.forms import InCity, StudyFilters, StudyReasonForm, correct, fill
from portal.prospecting.models import CityFile, Study, StudyForm


@room.get("/cities/<int:file_id>/studies", needs=Can.SEE_PROSPECTING)
def show_city_studies(file_id: int) -> Any:
    file, forms = queries.city_file(file_id, current_user), queries.study_forms()
    done = queries.studies_by_form(current_user, file.region_id)
    chosen = chosen_of(forms, done, request.args.get("form", type=int))
    counts = counts_of(chosen, current_user, file.region_id) if chosen and chosen.id in done else []
    shown = [form for form in forms if form.id in done or (form.in_use and form.live_questions)]
    return page("prospecting/studies/city.html", file=file, forms=shown, done=done, chosen=chosen, counts=counts)


def chosen_of(forms: Any, done: dict[int, Any], wanted: int | None) -> StudyForm | None:
    """Return the form whose answers are shown: the one asked for, or the one most often filled in."""
    known = {form.id: form for form in forms}
    most = max(done, key=lambda form_id: done[form_id][0], default=0)
    return known.get(wanted or 0) or known.get(most)


@room.get("/study-forms/<int:form_id>/counts", needs=Can.SEE_PROSPECTING)
def show_study_counts(form_id: int) -> Any:
    form, filters = queries.study_form(form_id), InCity(current_user)
    city = filters.chosen("city")
    counts, by_city = counts_of(form, current_user, city), queries.studies_by_city(current_user, form_id)
    names = dict(filters.city.choices)
    rows = [(names[region_id], region_id, n) for region_id, n in by_city.items() if region_id in names]
    n = sum(n for _name, region_id, n in rows if city in (None, region_id))
    return page("prospecting/studies/counts.html", form=form, counts=counts, rows=rows, city=city, studies=n)


@room.get("/studies", needs=Can.SEE_PROSPECTING)
def list_studies() -> Any:
    return list_page("prospecting/studies/index.html", lists_studies.studies(current_user, StudyFilters(current_user)))


@room.get("/cities/<int:file_id>/studies/<int:form_id>/new", needs=Can.PROSPECT)
def new_study(file_id: int, form_id: int) -> Any:
    return study_page(queries.city_file(file_id, current_user), queries.study_form(form_id), formdata=None)


@room.post("/cities/<int:file_id>/studies/<int:form_id>", needs=Can.PROSPECT)
def create_study(file_id: int, form_id: int) -> Any:
    file, form = queries.city_file(file_id, current_user), queries.study_form(form_id)
    filled = fill(form, queries.segments_in(file.region_id, current_user))
    if filled.accepts(
        lambda: actions.add_study(
            file.city, form, filled.answers, asked_at=filled.moment, by=current_user, **filled.facts
        )
    ):
        flash(_("Stored. The counts have it already."))
        return see_other("prospecting.show_study", study_id=filled.result.id)
    return study_page(queries.city_file(file_id, current_user), form, 422, filled)


def study_page(file: CityFile, form: StudyForm, status: int = 200, filled: Any = None, **kwargs: Any) -> Any:
    filled = filled or fill(form, queries.segments_in(file.region_id, current_user), **kwargs)
    return page("prospecting/studies/new.html", status=status, file=file, study_form=form, form=filled)


@room.get("/studies/<int:study_id>", needs=Can.SEE_PROSPECTING)
def show_study(study_id: int) -> Any:
    return shown(queries.study(study_id, current_user), StudyReasonForm(formdata=None))


def shown(study: Study, form: StudyReasonForm, status: int = 200) -> Any:
    file = queries.file_of_city(study.region_id, current_user)
    later = queries.correction_of(study, current_user)
    return page("prospecting/studies/show.html", status=status, study=study, file=file, later=later, form=form)


@room.get("/studies/<int:study_id>/corrections/new", needs=Can.PROSPECT)
def new_study_correction(study_id: int) -> Any:
    return correction_page(queries.study(study_id, current_user), formdata=None)


@room.post("/studies/<int:study_id>/corrections", needs=Can.PROSPECT)
def create_study_correction(study_id: int) -> Any:
    study = queries.study(study_id, current_user)
    form = correct(study, queries.segments_in(study.region_id, current_user))
    if form.accepts(
        lambda: actions.correct_study(study, form.answers, by=current_user, reason=form.reason.data, **form.facts)
    ):
        flash(_("Corrected. The counts go by this one; what was entered before stays on its page."))
        return see_other("prospecting.show_study", study_id=form.result.id)
    return correction_page(queries.study(study_id, current_user), 422, form)


def correction_page(study: Study, status: int = 200, form: Any = None, **kwargs: Any) -> Any:
    form = form or correct(study, queries.segments_in(study.region_id, current_user), **kwargs)
    return page("prospecting/studies/correct.html", status=status, study=study, form=form)


@room.post("/studies/<int:study_id>/removal", needs=Can.PROSPECT)
def create_study_removal(study_id: int) -> Any:
    study, form = queries.study(study_id, current_user), StudyReasonForm()
    if form.accepts(lambda: actions.remove_study(study, by=current_user, reason=form.reason.data or "")):
        flash(_("The study is taken back."))
        return see_other("prospecting.list_studies")
    return shown(queries.study(study_id, current_user), form, 422)
