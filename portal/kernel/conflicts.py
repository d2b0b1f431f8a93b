"""Two people, one record: who saves second sees what the first stored beside what he typed, and decides (P06)."""

import hashlib
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, HiddenField, SelectField, SelectMultipleField

from portal.kernel import money
from portal.kernel.forms import Form, MoneyField, QuantityField
from portal.kernel.words import Word

_MARK = 10  # letters of a fingerprint


class Edits(Form):
    """A form that changes a stored thing, given as `obj`; it carries a mark of each value it was filled from.

    What someone else stored meanwhile and this person left alone is kept as theirs. Where both changed the same field
    nothing is saved: `differences` are (field, theirs, yours), the answer is 409, the form stays as it was typed, and
    sent once more it is saved in place of theirs.
    """

    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject: Any = kwargs.get("obj")
        self.differences: list[tuple[str, str, str]] = []
        if self.subject is not None and not self.version.raw_data:
            self.version.data = self.marks_of_stored()

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "version"}

    @property
    def status(self) -> int:
        return 409 if self.differences else 422

    def stored(self) -> dict[str, Any]:
        """Return what is stored now by the names of the fields; a form with other things adds them here."""
        return {name: getattr(self.subject, name) for name in self.values if hasattr(self.subject, name)}

    def typed(self) -> dict[str, Any]:
        """Return what was typed by the same names."""
        return self.values

    def said(self, name: str, value: Any) -> tuple[str, str]:
        """Return a field's label and the value as a person reads it there."""
        return str(self[name].label.text), said_in(self[name], value)

    def take(self, name: str, value: Any) -> None:
        """Put what is stored into a field that this person left alone."""
        self[name].data, self[name].raw_data = value, None

    def is_outdated(self) -> bool:
        """Keep what only they changed; tell apart what both changed."""
        seen = dict(part.partition(":")[::2] for part in str(self.version.data or "").split())
        if self.subject is None or not seen:
            return False
        stored, typed = self.stored(), self.typed()
        theirs = [name for name, value in stored.items() if name in seen and seen[name] != mark(value)]
        clashing = [n for n in theirs if mark(typed[n]) not in (seen[n], mark(stored[n]))]
        for name in theirs:
            label, was = self.said(name, stored[name])
            if name in clashing:
                self.differences.append((label, was, self.said(name, typed[name])[1]))
            else:
                self.take(name, stored[name])
        self.version.data = self.marks_of_stored()
        return bool(clashing)

    def marks_of_stored(self) -> str:
        return " ".join(f"{name}:{mark(value)}" for name, value in self.stored().items())


def mark(value: Any) -> str:
    """Return a value's fingerprint: the same for what a field and a row hold."""
    plain = "" if value is None else value.value if isinstance(value, Word) else str(value)
    return hashlib.sha256(plain.replace("\r\n", "\n").encode()).hexdigest()[:_MARK]


def said_in(field: Field, value: Any) -> str:
    """Return a value as a person reads it in this field; a field of its own kind says it itself."""
    if hasattr(field, "said"):
        return str(field.said(value))
    if value is None or value == "":
        return ""
    if isinstance(value, Word):
        return value.label
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, MoneyField):
        return money.money(value)
    if isinstance(field, QuantityField):
        return money.quantity(value)
    if isinstance(field, SelectField) and not isinstance(field, SelectMultipleField):
        named = {str(choice.value): str(choice.label) for choice in field.iter_choices()}
        return named.get(str(value), str(value))
    return str(value)
