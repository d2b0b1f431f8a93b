"""Forms of orders."""

from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice

from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    WordField,
)
from portal.kernel.words import N_, Word, _l
from portal.network.forms import StoreField
from portal.selling.forms.fields import offer_stores
from portal.selling.models import Payment


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
