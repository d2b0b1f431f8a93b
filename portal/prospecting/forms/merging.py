"""Forms of looking for files of the same, and of merging two."""

from typing import Any

from wtforms import HiddenField

from portal.kernel.forms import Form, IdField, PhoneField, TextField, needed
from portal.kernel.words import _l
from portal.network.queries import cities
from portal.prospecting.alike import Asked


class LookUpForm(Form):
    name = TextField(_l("Name"), most=120, description=_l("The person's, the team's or the supermarket's."))
    phone = PhoneField(_l("Phone"), render_kw={"autocomplete": "off", "type": "tel"})
    address = TextField(_l("Address"), most=200)
    region_id = IdField(_l("City"), [needed()], blank=_l("Choose a city"))

    def __init__(self, viewer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region_id.choices = [(city.id, city.name) for city in cities(viewer)]

    @property
    def asked(self) -> Asked:
        return Asked(self.phone.data or "", self.name.data or "", self.address.data or "")


class MergerForm(Form):
    """Which file goes, and the versions of both as they were looked at."""

    other_id = HiddenField()
    versions = HiddenField()

    @property
    def seen(self) -> tuple[int, int]:
        """Return the versions; nonsense is no version."""
        kept, _dot, gone = (self.versions.data or "").partition(".")
        return tuple(int(text) if text.isascii() and text.isdigit() else 0 for text in (kept[:9], gone[:9]))  # type: ignore[return-value]

    @property
    def other(self) -> int:
        text = self.other_id.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
