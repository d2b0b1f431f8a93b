"""Forms of studies: the one whose fields are an administrator's questions, and those that make it."""

from datetime import datetime
from typing import Any

from flask import request
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from portal.kernel import clock
from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Form,
    IdField,
    LongTextField,
    QuantityField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import _l
from portal.prospecting import queries
from portal.prospecting.forms.fields import InCity, unknown
from portal.prospecting.models import SCALE, AnswerKind, Segment, Study, StudyForm, StudyKind, StudyQuestion


class StudyFilters(InCity):
    form = IdField(_l("Study form"), blank=_l("All forms"))
    kind = WordField(_l("Kind"), words=StudyKind, blank=_l("All kinds"))

    def fill(self, viewer: Any) -> None:
        self.known = {form.id: form for form in queries.study_forms()}
        self.form.choices = [(form.id, form.title) for form in self.known.values()]

    @property
    def chosen_form(self) -> StudyForm | None:
        return self.known.get(self.chosen("form") or 0)


class Fill(Form):
    """What every study notes besides its answers; the questions' fields are added by `fill`."""

    asked = HiddenField()
    studied_on = DateField(_l("Day"), [needed()], default=clock.today)
    place = TextField(_l("Where"), most=120, description=_l("The shop, the corner, the street."))
    segment_id = IdField(_l("Customer group"), blank=_l("Not one of them"))
    respondent = TextField(
        _l("Who answered"), most=60, description=_l("If the person agreed to be named; it stands on this page only.")
    )

    questions: list[StudyQuestion] = []
    segments: dict[int, Segment] = {}

    @property
    def answers(self) -> dict[int, Any]:
        return {question.id: self[question.field].data for question in self.questions}

    @property
    def fields(self) -> list[tuple[str, Any]]:
        """Return (how it is answered, its field) of the questions in order."""
        return [(question.kind.value, self[question.field]) for question in self.questions]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the study notes besides its answers."""
        place, respondent = self.place.data or "", self.respondent.data or ""
        group = self.segments.get(self.segment_id.data or 0)
        return {"studied_on": self.studied_on.data, "place": place, "respondent": respondent, "segment": group}


class Correct(Fill):
    reason = TextField(_l("What was entered wrongly"), [needed()], most=200)


def correct(study: Study, segments: Any, **kwargs: Any) -> Any:
    """Return the form that corrects a study: its questions as they were read out then, with what was answered."""
    told = {name: getattr(study, name) for name in ("studied_on", "place", "segment_id", "respondent")}
    return fill(study.form, segments, Correct, study.asked_at, data=told | study.given, **kwargs)


def fill(
    form: StudyForm, segments: Any, base: type[Fill] = Fill, moment: datetime | None = None, **kwargs: Any
) -> Fill:
    """Return the form of a study with a field for each question, in the words its page was opened with."""
    now = clock.now()
    typed = request.form.get("asked", "") if request.method == "POST" else ""
    moment = moment or (queries.moment_asked(form, typed, now) if typed else now)
    questions = form.asked_at(moment)
    fields = {question.field: field_for(question) for question in questions}
    made: Any = type("FillOfForm", (base,), fields)
    filled: Fill = made(**kwargs)
    filled.questions, filled.segments = questions, {segment.id: segment for segment in segments}
    filled.segment_id.choices = [(segment.id, segment.name) for segment in segments]
    filled.asked.data, filled.moment = queries.mark_of(moment), moment
    return filled


def field_for(question: StudyQuestion) -> Field:
    """Return the field that a question is answered in; whether the answer is one of the list the action decides."""
    label = f"{question.text}（{question.unit}）" if question.unit else question.text
    checks = [needed()] if question.needed else []
    about: dict[str, Any] = {"description": question.guidance}
    match question.kind:
        case AnswerKind.NUMBER:
            return QuantityField(label, checks, most=10**12, **about)
        case AnswerKind.TEXT:
            return LongTextField(label, checks or None, most=2000, **about)
        case AnswerKind.SEVERAL:
            options = [SelectChoice(option) for option in question.options]
            ticks = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
            return SelectMultipleField(label, checks, choices=options, validate_choice=False, **ticks, **about)
    options = [SelectChoice(option) for option in (SCALE if question.kind == AnswerKind.SCALE else question.options)]
    if not question.needed:
        options.append(unknown())
    return RadioField(label, checks, choices=options, validate_choice=False, default="", **about)


class StudyReasonForm(Form):
    reason = TextField(_l("Reason"), [needed()], most=200)


class StudyFormForm(Edits):
    kind = WordField(_l("Kind"), words=StudyKind)
    title = TextField(_l("Title"), [needed()], most=80)
    purpose = TextField(_l("What it is for"), most=300)

    @property
    def facts(self) -> dict[str, str]:
        return {"title": self.title.data or "", "purpose": self.purpose.data or ""}


class QuestionForm(Form):
    text = TextField(_l("The question"), [needed()], most=200)
    kind = WordField(_l("How it is answered"), words=AnswerKind)
    options = LongTextField(
        _l("Choices"), most=2000, description=_l("A line each; only where one or several of a list are picked.")
    )
    unit = TextField(_l("Counted in"), most=20, description=_l("Only for a number."))
    guidance = TextField(_l("Help beside the question"), most=300)
    needed = BooleanField(_l("It must be answered"))
    names_someone = BooleanField(
        _l("The answer says who somebody is"),
        description=_l("It stands on the study's own page only, in no count, no file and not on the trail."),
    )

    def __init__(self, question: StudyQuestion | None = None, **kwargs: Any) -> None:
        typed = {} if question is None else {name: getattr(question, name) for name in self.NAMES}
        typed["options"] = "\n".join(question.options) if question is not None else ""
        super().__init__(data=typed, **kwargs)

    NAMES = ("text", "kind", "unit", "guidance", "needed", "names_someone")

    @property
    def facts(self) -> dict[str, Any]:
        lines = [line.strip() for line in (self.options.data or "").splitlines()]
        facts: dict[str, Any] = {name: self[name].data for name in self.NAMES}
        facts |= {name: facts[name] or "" for name in ("unit", "guidance")}
        return facts | {"options": [line[:80] for line in lines if line] if facts["kind"].has_options else []}
