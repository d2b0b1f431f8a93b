"""Forms of members, orders and day reports."""

from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields import SelectChoice

from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    LongTextField,
    MoneyField,
    NumberField,
    PhoneField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import N_, Word, _l
from portal.network.forms import StoreField
from portal.selling import queries
from portal.selling.models import Payment, ReadingState
from portal.selling.rules import Rules

# --- members


class MemberForm(Form):
    """Three taps: number, name, consent. The till's sheet holds the same fields within its own form."""

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
    store = StoreField(_l("Store"), blank=_l("All stores"))
    since = WordField(_l("New or existing"), words=Since, blank=_l("New and existing"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        offer_stores(self, viewer)


class ConclusionForm(Form):
    conclusion = TextField(_l("What it was about"), [needed()], most=300)


class ReadingFilters(Filters):
    state = WordField(_l("State"), words=ReadingState, blank=_l("All states"))


class Kept(Word):
    """How long a member is kept who neither buys nor is looked at, in months."""

    ALWAYS = "0", N_("Until he asks to be erased")
    TWO_YEARS = "24", N_("24 months")
    THREE_YEARS = "36", N_("36 months")
    FIVE_YEARS = "60", N_("60 months")


class RulesForm(Form):
    seen = NumberField(_l("Members looked at within an hour"), [needed()], least=5, most=100_000)
    exported = NumberField(_l("Members exported within an hour"), [needed()], least=1, most=1_000_000)
    months = WordField(_l("Idle members are kept"), [needed()], words=Kept)

    @property
    def rules(self) -> Rules:
        return Rules(**{name: int(value) for name, value in self.values.items()})


# --- orders


class YesNo(Word):
    YES = "yes", N_("Members")
    NO = "no", N_("Without membership")


class Undone(Word):
    SALES = "sales", N_("Sales")
    REVERSED = "reversed", N_("Reversed")
    REVERSALS = "reversals", N_("Reversals")


class OrderFilters(Filters):
    store = StoreField(_l("Store"), blank=_l("All stores"))
    first = DateField(_l("From"))
    last = DateField(_l("To"))
    member = WordField(_l("Member"), words=YesNo, blank=_l("All customers"))
    payment = WordField(_l("Payment"), words=Payment, blank=_l("All payments"))
    undone = WordField(_l("Reversal"), words=Undone, blank=_l("All orders"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        offer_stores(self, viewer)


def offer_stores(filters: Any, viewer: Any) -> None:
    """Offer the viewer's stores that sell or have sold; whoever has one only is not asked."""
    if filters.store.offer(viewer, *queries.TRADING) < 2 and not filters.store.errors:
        del filters.store


class PrintForm(Form):
    """How wide the paper is, and for a further copy why."""

    width = RadioField(_l("Paper"), choices=[SelectChoice("80", "80 mm"), SelectChoice("58", "58 mm")], default="80")
    reason = SelectField(_l("Why again"), choices=[], validate_choice=False)

    def __init__(self, again: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        reasons = [_("The customer asks for one"), _("The paper jammed"), _("For the books")]
        self.reason.choices = reasons
        if not again:
            del self.reason
        elif self.reason.data not in reasons and self.is_submitted():
            self.reason.data = ""


# --- day reports


class SealForm(Form):
    counted_cash = MoneyField(_l("Cash counted"), [needed()])
    note = LongTextField(_l("Where the difference comes from"), most=500, render_kw={"rows": 2})


class ExcuseForm(Form):
    reason = TextField(_l("Why the day is excused"), [needed()], most=300)


class ReportWord(Word):
    ON_TIME = "on_time", N_("On time")
    LATE = "late", N_("Late"), "late"
    NO_SALES = "no_sales", N_("No sales"), "zero"
    DIFFERS = "differs", N_("With a difference")


class ReportFilters(Filters):
    store = StoreField(_l("Store"), blank=_l("All stores"))
    day = DateField(_l("Day"))
    word = WordField(_l("Report"), words=ReportWord, blank=_l("All reports"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        offer_stores(self, viewer)
