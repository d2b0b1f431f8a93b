"""Forms of onboarding tasks; each field has a name of its own, since several stand on one page."""

from typing import Any

from wtforms import MultipleFileField

from portal.kernel.forms import DateField, Form, LongTextField, needed
from portal.kernel.words import _l


class PhotosField(MultipleFileField):
    """Several photos."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [file for file in valuelist if getattr(file, "filename", "")]


class StepForm(Form):
    """A step that says nothing but yes; what is missing the model says."""


class CompletionForm(Form):
    note = LongTextField(_l("Note"), most=1000)
    photos = PhotosField(_l("Photos"), render_kw={"accept": "image/*", "capture": "environment"})


class ReturnForm(Form):
    return_reason = LongTextField(_l("What has to be put right"), [needed()], most=500)


class WaiverForm(Form):
    waive_reason = LongTextField(_l("Why it is not needed"), [needed()], most=500)


class DelayForm(Form):
    until = DateField(_l("Done by"), [needed()])
    delay_reason = LongTextField(_l("What holds it up"), [needed()], most=500)
