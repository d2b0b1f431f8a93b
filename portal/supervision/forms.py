"""Forms of audits: filters, a new one, its answers, its signature; the form's items."""

import re
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import BooleanField
from wtforms.validators import ValidationError

from portal.kernel.forms import Filters, Form, IdField, LongTextField, NumberField, TextField, WordField, needed, tidy
from portal.kernel.words import N_, Word, _l
from portal.network.forms import StoreField
from portal.network.models import Store
from portal.supervision.actions import Given
from portal.supervision.models import AuditState, Mark, Step
from portal.supervision.rules import Rules


class Band(Word):
    """Scores worth looking at."""

    CRITICAL = "critical", N_("Failed a critical item")
    LOW = "low", N_("Below 80%")
    GOOD = "good", N_("80% and above")


class Since(Word):
    """What became of the report that somebody was told of."""

    OPEN = "open", N_("Not in yet"), "bad"
    IN = "in", N_("Handed in since")
    EXCUSED = "excused", N_("Excused since"), "off"


class AuditFilters(Filters):
    store = StoreField(_l("Store"), blank=_l("All stores"))
    state = WordField(_l("State"), words=AuditState, blank=_l("All states"))
    score = WordField(_l("Score"), words=Band, blank=_l("All scores"))

    def __init__(self, viewer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.store.offer(viewer)


class NoticeFilters(Filters):
    store = StoreField(_l("Store"), blank=_l("All stores"))
    step = WordField(_l("Step"), words=Step, blank=_l("All steps"))
    since = WordField(_l("Report"), words=Since, blank=_l("All reports"))

    def __init__(self, viewer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.store.offer(viewer)


class NoticeRulesForm(Form):
    hour = NumberField(_l("Due until this hour of the next morning"), [needed()], least=5, most=14)
    before = NumberField(_l("Owner, minutes before the deadline"), [needed()], least=15, most=900)
    manager = NumberField(_l("Regional manager, hours after the deadline"), [needed()], least=0, most=72)
    office = NumberField(_l("Head office, hours after the deadline"), [needed()], least=1, most=168)

    @property
    def rules(self) -> Rules:
        return Rules(**self.values)

    def validate_office(self, field: Any) -> None:
        if (field.data or 0) <= (self.manager.data or 0):
            raise ValidationError(_("Head office is told after the regional manager."))


class StartForm(Form):
    store = IdField(_l("Store"), [needed()], blank=_l("Choose a store"))

    def __init__(self, stores: Iterable[Store], **kwargs: Any) -> None:
        self.stores = {store.id: store for store in stores}
        super().__init__(**kwargs)
        self.store.choices = [(store.id, f"{store.code} {store.name}") for store in self.stores.values()]

    @property
    def chosen(self) -> Store:
        return self.stores[int(self.store.data or 0)]


class AnswersForm(Form):
    """A group of answers: `mark-7`, `note-7` and `photo-7` speak of the item 7."""

    def given(self) -> dict[int, Given]:
        """Return what was said, by item."""
        said = {}
        for name, typed in request.form.items():
            if (found := re.fullmatch(r"mark-(\d{1,15})", name)) and typed in {mark.value for mark in Mark}:
                item_id = int(found[1])
                said[item_id] = Given(Mark(typed), self._note(item_id), self._photos(item_id))
        return said

    def given_of(self, item_id: int, *, photos: bool = False) -> dict[int, Given]:
        """Return what was said about one item; a photo on its own means that it failed."""
        said = self.given().get(item_id)
        uploads = self._photos(item_id) if photos else []
        mark = said.mark if said else Mark.FAIL if uploads else None
        return {item_id: Given(mark, said.note if said else self._note(item_id), uploads)}

    @staticmethod
    def _note(item_id: int) -> str:
        return str(tidy(request.form.get(f"note-{item_id}", "")))[:1000]

    @staticmethod
    def _photos(item_id: int) -> list[Any]:
        return [file for file in request.files.getlist(f"photo-{item_id}") if file.filename]


class SignatureForm(Form):
    note = LongTextField(_l("What the store should take from it"), most=2000)


class ItemForm(Form):
    section = TextField(_l("Section"), [needed()], most=80)
    text = TextField(_l("Question"), [needed()], most=200)
    guidance = TextField(_l("How to look"), most=300)
    weight = NumberField(_l("Weight"), [needed()], least=1, most=20, default=1)
    critical = BooleanField(_l("Critical: failing it fails the audit"))
    needs_photo = BooleanField(_l("A fail needs a photo"))

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.values, "guidance": self.guidance.data or ""}
