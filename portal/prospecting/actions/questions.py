"""What is done to the forms of studies: an administrator changes their questions, answers keep their words (C06)."""

from collections.abc import Sequence
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.pinyin import spelled
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting.models import AnswerKind, StudyForm, StudyKind, StudyQuestion
from portal.prospecting.queries.studies import study_forms
from portal.prospecting.study_seed import FORMS

ASKED = ("text", "guidance", "kind", "options", "unit", "needed", "names_someone")
MOST_OPTIONS = 20


def add_study_form(kind: StudyKind, title: str, *, by: Any, purpose: str = "") -> StudyForm:
    """Begin a form; it is offered as soon as it has a question."""
    form = StudyForm(kind=kind, title=title, pinyin=spelled(title, 400), purpose=purpose, questions=[])
    db.session.add(form)
    record("study_form.added", form, by=by)
    return form


def edit_study_form(form: StudyForm, *, by: Any, title: str, purpose: str = "") -> StudyForm:
    """Change what a form is called and what it is for."""
    form.title, form.purpose, form.pinyin = title, purpose, spelled(title, 400)
    record("study_form.changed", form, by=by)
    return form


def retire_study_form(form: StudyForm, *, by: Any) -> StudyForm:
    """Offer a form no more; what was answered stays and is counted."""
    if not form.in_use:
        raise Refused("This form is not used any more.")
    form.retired_at = clock.now()
    record("study_form.retired", form, by=by)
    return form


def add_question(form: StudyForm, *, by: Any, **facts: Any) -> StudyQuestion:
    """Add a question at the end of a form."""
    if not form.in_use:
        raise Refused("This form is not used any more.")
    last = max((question.position for question in form.questions), default=0)
    question = StudyQuestion(form_id=form.id, position=last + 10, added_at=clock.now())
    set_fields(question, {**BLANK, **facts})
    _check(question)
    form.questions.append(question)
    record("study_question.added", question, by=by)
    return question


def edit_question(question: StudyQuestion, *, by: Any, **facts: Any) -> StudyQuestion:
    """Ask a question in other words from now on: the old one is retired with its answers, the new takes its code."""
    _in_use(question)
    was = {name: getattr(question, name) for name in ASKED}
    if was == {**was, **facts}:
        return question
    moment = clock.now()
    new = StudyQuestion(form_id=question.form_id, code=question.code, position=question.position, added_at=moment)
    set_fields(new, {**was, **facts})
    _check(new)
    question.retired_at = moment
    question.form.questions.append(new)
    record("study_question.changed", new, by=by, before={name: was[name] for name in facts if was[name] != facts[name]})
    return new


def retire_question(question: StudyQuestion, *, by: Any) -> StudyQuestion:
    """Ask a question no more; its answers stay and are counted."""
    _in_use(question)
    question.retired_at = clock.now()
    record("study_question.retired", question, by=by)
    return question


def raise_question(question: StudyQuestion, *, by: Any) -> StudyQuestion:
    """Ask a question one place earlier."""
    _in_use(question)
    live = question.form.live_questions
    nth = live.index(question)
    if nth == 0:
        raise Refused("It is the first question already.")
    earlier = live[nth - 1]
    question.position, earlier.position = earlier.position, question.position
    record("study_question.placed", question, by=by)
    return question


def seed_study_forms(*, by: Any) -> list[StudyForm]:
    """Set up the usual forms where there is none yet: a questionnaire, an interview, an observation."""
    if study_forms():
        raise Refused("There are forms already.")
    made = []
    for kind, title, purpose, questions in FORMS:
        form = add_study_form(kind, title, purpose=purpose, by=by)
        for facts in questions:
            add_question(form, by=by, **facts)
        made.append(form)
    return made


BLANK: dict[str, Any] = {"guidance": "", "options": [], "unit": "", "needed": False, "names_someone": False}


def _check(question: StudyQuestion) -> None:
    """A list has at least two different choices; nothing else has choices, and only words and numbers can be secret."""
    options: Sequence[str] = question.options if question.kind.has_options else []
    if question.kind.has_options and len(set(options)) < 2:
        raise Refused("Give at least two choices, a line each.", field="options")
    if len(set(options)) != len(options):
        raise Refused("A choice stands there twice.", field="options")
    if len(options) > MOST_OPTIONS:
        raise Refused("Twenty choices are the most.", field="options")
    if question.names_someone and question.kind != AnswerKind.TEXT:
        raise Refused("Only what is answered in words can name somebody.", field="names_someone")
    question.options = list(options)
    if question.kind != AnswerKind.NUMBER:
        question.unit = ""


def _in_use(question: StudyQuestion) -> None:
    if question.retired_at is not None:
        raise Refused("This question was changed or retired meanwhile. Load the form again.")
