"""Forms of screening: the one whose fields are the criteria, a judgement of intent, and the criteria themselves."""

from typing import Any

from flask import request
from wtforms import HiddenField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from portal.kernel import clock
from portal.kernel.forms import DateField, Form, LongTextField, NumberField, TextField, WordField, needed
from portal.kernel.words import _l
from portal.prospecting.forms.fields import segment, unknown
from portal.prospecting.models import Criterion, IntentLevel, Prospect, Track
from portal.prospecting.queries.screening import criteria_at


class IntentForm(Form):
    level = segment(_l("What he wants"), IntentLevel)
    why = TextField(_l("What makes you think so"), [needed()], most=500, description=_l("What he said or did."))
    judged_on = DateField(_l("Judged on"), [needed()], default=clock.today)


class ScreenForm(Form):
    """What each screening notes; the criteria's fields are added by `screen_form`."""

    asked = HiddenField()
    note = TextField(_l("Note"), most=500)
    criteria: list[Criterion] = []

    @property
    def answers(self) -> dict[int, str]:
        return {one.id: self[one.field].data or "" for one in self.criteria}


def screen_form(prospect: Prospect, **kwargs: Any) -> ScreenForm:
    """Return the form with a field for each criterion, in the words its page was opened with."""
    now = clock.now()
    typed = request.form.get("asked", "") if request.method == "POST" else ""
    try:
        moment = clock.parse_moment(typed) if typed else now
    except ValueError:
        moment = now
    asked = criteria_at(prospect.track, min(moment, now))
    fields = {
        one.field: RadioField(
            one.text, choices=[*(SelectChoice(text) for text, _points in one.options), unknown()],
            validate_choice=False, description=one.guidance, default="",
        )
        for one in asked
    }  # fmt: skip
    made: Any = type("ScreenFormOfTrack", (ScreenForm,), fields)
    form: ScreenForm = made(**kwargs)
    form.criteria, form.asked.data, form.moment = asked, moment.isoformat(), min(moment, now)
    return form


class CriterionForm(Form):
    track = WordField(_l("Track"), words=Track)
    text = TextField(_l("The criterion"), [needed()], most=200)
    guidance = TextField(_l("Help beside the question"), most=300)
    weight = NumberField(_l("Weight"), [needed()], least=1, most=10)
    options = LongTextField(
        _l("Answers with points"), [needed()], most=1200,
        description=_l("A line each, best first, the points after an equals sign: More than five years = 5"),
    )  # fmt: skip

    def __init__(self, criterion: Criterion | None = None, **kwargs: Any) -> None:
        typed: dict[str, Any] = {"weight": 2}
        if criterion is not None:
            typed = {name: getattr(criterion, name) for name in ("track", "text", "guidance", "weight")}
            typed["options"] = "\n".join(f"{text} = {points}" for text, points in criterion.options)
        super().__init__(data=typed, **kwargs)

    def validate_options(self, field: Any) -> None:
        for line in self.lines:
            text, _equals, points = line.rpartition("=")
            if not text.strip() or not (points.strip().isascii() and points.strip().isdigit()) or len(points) > 4:
                raise ValidationError(_l("Each line is an answer, an equals sign and its points."))

    @property
    def lines(self) -> list[str]:
        typed = (self.options.data or "").replace("＝", "=")
        return [line.strip() for line in typed.splitlines() if line.strip()]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what a criterion takes besides its track."""
        parts = [line.rpartition("=") for line in self.lines]
        options = [(text.strip()[:120], int(points)) for text, _equals, points in parts]
        facts = {"text": self.text.data or "", "guidance": self.guidance.data or "", "weight": self.weight.data or 0}
        return {**facts, "options": options}
