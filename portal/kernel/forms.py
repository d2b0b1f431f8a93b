"""Forms: the shape of input, fields for money, quantities, phones and words, and the check of one field on blur."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar

import phonenumbers
from flask import abort, make_response, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto, _is_submitted
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import DateField as PlainDateField
from wtforms import FileField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import Choice
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from portal.kernel import money
from portal.kernel.db import db
from portal.kernel.page import target_id
from portal.kernel.refusals import Refused
from portal.kernel.words import Word, _l

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


_BREAKS = re.compile(r"[\t\r\n\x85\u2028\u2029]+")


def one_line(value: Any) -> Any:
    """Put a text on one line: a name with a line break in it breaks whatever names it in a line of its own."""
    return _BREAKS.sub(" ", value) if isinstance(value, str) else value


def tidy(value: Any) -> Any:
    """Strip white space and control characters."""
    return _UNPRINTABLE.sub("", value).strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """The base of every form.

    Errors are summed up in the order of the fields; where the page has another than the class that inherits some of
    them, it names those that come first (`ABOVE`) and last (`BELOW`).
    """

    ABOVE: ClassVar[tuple[str, ...]] = ()
    BELOW: ClassVar[tuple[str, ...]] = ()
    _fields: dict[str, Any]

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            filters = list(unbound_field.kwargs.get("filters", ()))
            if issubclass(unbound_field.field_class, StringField) and tidy not in filters:
                unbound_field.kwargs["filters"] = [tidy, *filters]
            return unbound_field.bind(form=form, **options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Give fields for files the files and all others words: never a file for a word, and nothing of JSON."""
            if formdata is not _Auto:
                return formdata
            if not _is_submitted():
                return None
            names = {field.name for field in form if isinstance(field, FileField)}
            files = MultiDict([(name, file) for name, file in request.files.items(multi=True) if name in names])
            return CombinedMultiDict((files, request.form))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if moved := {*self.ABOVE, *self.BELOW}:
            between = [name for name in self._fields if name not in moved]
            for name in (*self.ABOVE, *between, *self.BELOW):
                self._fields[name] = self._fields.pop(name)
        self.result: Any = None
        self.refusal = ""

    def accepts(self, action: Callable[..., Any], *args: Any, **facts: Any) -> bool:
        """Validate, run the action, and turn its refusal into an error of this form.

        The action's answer is in `result`. A request that only checks one field is answered here.
        """
        checked = self.validate()
        self.answer_field_check()
        if not checked or self.is_outdated():
            return False
        try:
            self.result = action(*args, **facts)
            db.session.flush()
        except StaleDataError:
            db.session.rollback()
            if not self.is_outdated():
                raise
            return False
        except Refused as refusal:
            db.session.rollback()
            self.refuse(refusal)
            return False
        return True

    def is_outdated(self) -> bool:
        """Whether someone else stored the same meanwhile; what edits a stored thing says so (`kernel.conflicts`)."""
        return False

    def refuse(self, refusal: Refused) -> None:
        """Show each of the model's sentences beside its field, or on top."""
        for one in (refusal, *refusal.also):
            field = self._fields.get(one.field)
            if field is None:
                self.refusal = str(one)
            else:
                field.errors = [*field.errors, str(one)]

    def answer_field_check(self) -> None:
        """End the request with one field's markup when that is all htmx asked for."""
        wanted = target_id()
        if wanted.startswith("field-"):
            field = self._fields.get(wanted.removeprefix("field-"))
            if field is None:
                abort(404)
            db.session.rollback()
            abort(make_response(render_template("ui/_field.html", field=field)))

    @property
    def values(self) -> dict[str, Any]:
        """Return the typed values, without the token and buttons."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class Filters(FlaskForm):
    """The base of a list's filter bar: a GET form without a token.

    Those in `BY_LINK` are asked for by links alone: they stand in the bar where an address names them.
    """

    BY_LINK: ClassVar[tuple[str, ...]] = ()

    class Meta(FlaskForm.Meta):
        csrf = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(formdata=request.args, **kwargs)
        for name in self.BY_LINK:
            if not request.args.get(name):
                delattr(self, name)
        self.validate()

    def chosen(self, name: str) -> Any:
        """Return a filter's value, or None where it is empty or no word of its; an id beyond one's reach is 0."""
        field = self._fields[name]
        return getattr(field, "beyond", None) if field.errors or field.data in ("", None) else field.data


class MoneyField(StringField):
    """Yuan as typed, fen as data."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, least: int = 0, most: int = 10**12, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return money.plain_yuan(self.data) if isinstance(self.data, int) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = money.parse_yuan(valuelist[0])
        except ValueError:
            self.data = None
            raise ValueError(_l("Write an amount like 12.50.")) from None
        if not self.least <= self.data <= self.most:
            raise ValueError(_l("This amount is out of range."))


class QuantityField(StringField):
    """A quantity with up to three decimals as typed, thousandths as data."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, least: int = 0, most: int = 10**9, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return money.quantity(self.data).replace(",", "").replace("−", "-") if isinstance(self.data, int) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = money.parse_quantity(valuelist[0])
        except ValueError:
            self.data = None
            raise ValueError(_l("Write a number with at most three decimals.")) from None
        if not self.least <= self.data <= self.most:
            raise ValueError(_l("This quantity is out of range."))


def normal_phone(text: str) -> str:
    """Return a mainland mobile number as eleven digits. Raises ValueError."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        raise ValueError(text) from None
    national = str(number.national_number)
    if number.country_code != 86 or not re.fullmatch(r"1[3-9][0-9]{9}", national):
        raise ValueError(text)
    return national


class PhoneField(StringField):
    """A mainland mobile number; data is eleven digits."""

    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data and self.data.strip():
            try:
                self.data = normal_phone(self.data)
            except ValueError:
                raise ValueError(_l("Write a mobile number of eleven digits.")) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else (self.data or "")


class WordField(SelectField):
    """A choice among the members of a Word; `blank` adds an empty first choice."""

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        words: type[Word] | Iterable[Word],
        blank: Any = None,
        **kwargs: Any,
    ) -> None:
        self.words = list(words)
        first = [("", blank)] if blank is not None else []
        super().__init__(
            label, validators, choices=lambda: [*first, *((w.value, w.label) for w in self.words)], **kwargs
        )
        self.blank = blank

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = next((word for word in self.words if word.value == typed), typed)

    def pre_validate(self, form: Any) -> None:
        if self.data in ("", None):
            if self.blank is None and not self.flags.optional:
                raise ValidationError(_l("Choose one."))
        elif self.data not in self.words:
            raise ValidationError(_l("Choose one of the list."))

    def iter_choices(self) -> Any:
        for value, label in self.choices() if callable(self.choices) else self.choices:
            yield Choice(value, label, value == str(self.data or ""), {})


class DateField(PlainDateField):
    """A date within sensible years."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(_l("Write a date like 2026-11-23.")) from None
        if self.data and not date(1990, 1, 1) <= self.data <= date(2100, 1, 1):
            raise ValueError(_l("This date is out of range."))


class NumberField(IntegerField):
    """A whole number within bounds."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, least: int = 0, most: int = 10**6, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        typed = valuelist[0].strip()
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", typed):
            self.data = None
            raise ValueError(_l("Write a whole number."))
        self.data = int(typed)
        if not self.least <= self.data <= self.most:
            raise ValueError(_l("Write a number from %(least)s to %(most)s.", least=self.least, most=self.most))


class IdField(SelectField):
    """A choice among rows: `choices` is [(id, label)] set by the form; data is the id as int, or None."""

    def __init__(self, label: Any = None, validators: Any = None, *, blank: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=int, validate_choice=False, choices=[], **kwargs)
        self.blank = blank

    @property
    def beyond(self) -> int | None:
        """What a list is narrowed to by a row that its reader lacks: no row has the id 0."""
        return 0 if self.raw_data and self.raw_data[0].strip() else None

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = int(typed) if re.fullmatch(r"[0-9]{1,15}", typed) else None
        if typed and self.data is None:
            raise ValueError(_l("Choose one of the list."))

    def pre_validate(self, form: Any) -> None:
        known = {value for value, *_ in self.choices or []}
        if self.data is not None and self.data not in known:
            raise ValidationError(_l("Choose one of the list."))

    def iter_choices(self) -> Any:
        if self.blank is not None:
            yield Choice("", self.blank, self.data is None, {})
        for value, label in self.choices or []:
            yield Choice(value, label, value == self.data, {})


class TextField(StringField):
    """One line of text, whatever is sent; say the most characters, matched to the column."""

    def __init__(self, label: Any = None, validators: Any = None, *, most: int = 120, **kwargs: Any) -> None:
        kwargs["filters"] = [*kwargs.get("filters", ()), one_line]
        super().__init__(label, [*(validators or [Optional()]), Length(max=most)], **kwargs)


class LongTextField(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: Any = None, validators: Any = None, *, most: int = 4000, **kwargs: Any) -> None:
        super().__init__(label, [*(validators or [Optional()]), Length(max=most)], **kwargs)


class UploadField(FileField):
    """A file; whether it is what it claims to be is decided in `kernel.files`."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = next((f for f in valuelist if getattr(f, "filename", "")), None)
        # text in a file's place is no file, and a file that is needed is missing then
        self.raw_data = [self.data] if self.data else []


class Needed(InputRequired):
    """What must be filled; white space fills nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        if not (field.raw_data and tidy(field.raw_data[0])):
            field.errors = []
            raise StopValidation(self.message)


def needed(message: Any = None) -> InputRequired:
    """The validator of a field that must be filled."""
    return Needed(message or _l("This is needed."))


def set_fields(subject: Any, values: dict[str, Any]) -> None:
    """Copy values onto the subject's attributes."""
    for name, value in values.items():
        setattr(subject, name, value)
