"""Doors of the study forms: an administrator adds, changes and retires their questions without code (C06)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import QuestionForm, StudyFormForm
from portal.prospecting.models import StudyForm

room.place(N_("Study forms"), "list_study_forms", "list", needs=Can.EDIT_TEMPLATES, group=N_("Settings"), order=947)


@room.get("/study-forms", needs=Can.EDIT_TEMPLATES)
def list_study_forms() -> Any:
    forms, done = queries.study_forms(), queries.studies_by_form(current_user)
    return page("prospecting/study_forms/index.html", forms=forms, done=done)


@room.post("/study-forms/usual", needs=Can.EDIT_TEMPLATES)
def create_usual_forms() -> Any:
    actions.seed_study_forms(by=current_user)
    flash(_("The usual forms are set up. Change them as you like."))
    return see_other("prospecting.list_study_forms")


@room.get("/study-forms/new", needs=Can.EDIT_TEMPLATES)
def new_study_form() -> Any:
    return page("prospecting/study_forms/new.html", form=StudyFormForm(formdata=None))


@room.post("/study-forms", needs=Can.EDIT_TEMPLATES)
def create_study_form() -> Any:
    form = StudyFormForm()
    if form.accepts(
        lambda: actions.add_study_form(
            form.kind.data, form.title.data, purpose=form.purpose.data or "", by=current_user
        )
    ):
        flash(_("The form is begun. Managers see it as soon as it has a question."))
        return see_other("prospecting.show_study_form", form_id=form.result.id)
    return page("prospecting/study_forms/new.html", status=422, form=form)


@room.get("/study-forms/<int:form_id>", needs=Can.EDIT_TEMPLATES)
def show_study_form(form_id: int) -> Any:
    return form_page(queries.study_form(form_id))


def form_page(study_form: StudyForm, status: int = 200, form: StudyFormForm | None = None) -> Any:
    done = queries.studies_by_form(current_user).get(study_form.id, (0, None))[0]
    form = form or StudyFormForm(formdata=None, obj=study_form)
    return page("prospecting/study_forms/show.html", status=status, study_form=study_form, form=form, done=done)


@room.post("/study-forms/<int:form_id>", needs=Can.EDIT_TEMPLATES)
def update_study_form(form_id: int) -> Any:
    study_form = queries.study_form(form_id)
    form = StudyFormForm(obj=study_form)
    if form.accepts(lambda: actions.edit_study_form(study_form, by=current_user, **form.facts)):
        flash(_("Stored."))
        return see_other("prospecting.show_study_form", form_id=form_id)
    return form_page(queries.study_form(form_id), form.status, form)


@room.post("/study-forms/<int:form_id>/retirement", needs=Can.EDIT_TEMPLATES)
def create_study_form_retirement(form_id: int) -> Any:
    actions.retire_study_form(queries.study_form(form_id), by=current_user)
    flash(_("Retired. What was answered stays and is counted."))
    return see_other("prospecting.list_study_forms")


@room.get("/study-forms/<int:form_id>/questions/new", needs=Can.EDIT_TEMPLATES)
def new_question(form_id: int) -> Any:
    study_form = queries.study_form(form_id)
    return page("prospecting/study_forms/question.html", study_form=study_form, question=None,
                form=QuestionForm(formdata=None))  # fmt: skip


@room.post("/study-forms/<int:form_id>/questions", needs=Can.EDIT_TEMPLATES)
def create_question(form_id: int) -> Any:
    study_form, form = queries.study_form(form_id), QuestionForm()
    if form.accepts(lambda: actions.add_question(study_form, by=current_user, **form.facts)):
        flash(_("Added. It is asked from now on."))
        return see_other("prospecting.show_study_form", form_id=form_id)
    study_form = queries.study_form(form_id)
    return page("prospecting/study_forms/question.html", status=422, study_form=study_form, question=None, form=form)


@room.get("/study-questions/<int:question_id>/edit", needs=Can.EDIT_TEMPLATES)
def edit_question(question_id: int) -> Any:
    question = queries.study_question(question_id)
    form = QuestionForm(question, formdata=None)
    return page("prospecting/study_forms/question.html", study_form=question.form, question=question, form=form)


@room.post("/study-questions/<int:question_id>", needs=Can.EDIT_TEMPLATES)
def update_question(question_id: int) -> Any:
    question = queries.study_question(question_id)
    form = QuestionForm(question)
    if form.accepts(lambda: actions.edit_question(question, by=current_user, **form.facts)):
        flash(_("Changed. It is asked like this from now on; what was answered keeps the words it was asked in."))
        return see_other("prospecting.show_study_form", form_id=question.form_id)
    question = queries.study_question(question_id)
    facts = {"study_form": question.form, "question": question, "form": form}
    return page("prospecting/study_forms/question.html", status=422, **facts)


@room.post("/study-questions/<int:question_id>/retirement", needs=Can.EDIT_TEMPLATES)
def create_question_retirement(question_id: int) -> Any:
    question = actions.retire_question(queries.study_question(question_id), by=current_user)
    flash(_("Retired. What was answered stays and is counted."))
    return see_other("prospecting.show_study_form", form_id=question.form_id)


@room.post("/study-questions/<int:question_id>/rise", needs=Can.EDIT_TEMPLATES)
def create_question_rise(question_id: int) -> Any:
    question = actions.raise_question(queries.study_question(question_id), by=current_user)
    return see_other("prospecting.show_study_form", form_id=question.form_id)
