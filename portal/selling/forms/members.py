"""Forms of members."""

from typing import Any

from wtforms import BooleanField

from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    PhoneField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import N_, Word, _l
from portal.network.forms import StoreField
from portal.selling.forms.fields import offer_stores
from portal.selling.models import Level


class MemberForm(Form):
    """Three taps: number, name, consent."""

    phone = PhoneField(
        _l("Mobile number"), [needed()], render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"}
    )
    name = TextField(_l("What to call him or her"), [needed()], most=60, render_kw={"autocomplete": "off"})
    consents = BooleanField(_l("The customer has heard it and agrees"))


class ConsentForm(Form):
    consents = BooleanField(_l("The customer has heard it and agrees"))


class NameForm(Edits):
    name = TextField(_l("What to call him or her"), [needed()], most=60, render_kw={"autocomplete": "off"})


class ReasonForm(Form):
    reason = TextField(_l("Reason"), [needed()], most=200)


class MergeForm(Form):
    phone = PhoneField(_l("The number of his other file"), [needed()], render_kw={"type": "tel", "autocomplete": "off"})
    reason = TextField(_l("How you know that it is the same person"), [needed()], most=200)


class CopyKind(Word):
    """As what file a member is given his copy."""

    XLSX = "xlsx", N_("Workbook, for a person")
    JSON = "json", N_("JSON, for a machine")


class CopyForm(Form):
    kind = WordField(_l("File"), [needed()], words=CopyKind)
    reason = TextField(_l("How he asked for it"), [needed()], most=200)


class RevealForm(Form):
    reason = TextField(_l("Why you need the number"), most=200)


class MemberSearchForm(Form):
    q = TextField(_l("Number, last four digits, or name"), [needed()], most=40, render_kw={"autocomplete": "off"})


class Since(Word):
    """New members and existing ones (C34)."""

    NEW = "new", N_("New this month")
    EXISTING = "existing", N_("Existing")
    IDLE = "idle", N_("Idle, to be anonymised")
    WITHDRAWN = "withdrawn", N_("Consent withdrawn")


class MemberFilters(Filters):
    BY_LINK = ("on",)

    store = StoreField(_l("Store"), blank=_l("All stores"))
    level = WordField(_l("Member level"), words=Level, blank=_l("All levels"))
    since = WordField(_l("New or existing"), words=Since, blank=_l("New and existing"))
    on = DateField(_l("Registered on"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        offer_stores(self, viewer)
