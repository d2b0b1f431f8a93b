"""Forms of shifts."""

from collections.abc import Iterable
from typing import Any

from portal.kernel.forms import DateField, Filters, Form, MoneyField, TextField, WordField, needed
from portal.kernel.words import _l
from portal.network.forms import StoreField
from portal.selling.forms.days import CountForm
from portal.selling.forms.fields import offer_stores
from portal.selling.models import CashKind, ShiftState


class OpenShiftForm(Form):
    device = TextField(_l("Till no."), [needed()], most=40)
    float_fen = MoneyField(_l("Cash in the till"), [needed()])
    reason = TextField(_l("Why it is not what the last shift left"), most=300)

    def __init__(self, tills: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tills = list(tills)


class MoveForm(Form):
    kind = WordField(_l("Which way the cash goes"), [needed()], words=CashKind)
    fen = MoneyField(_l("Amount"), [needed()])
    reason = TextField(_l("Reason"), most=200)


class CloseShiftForm(CountForm):
    left = MoneyField(_l("Cash that stays in the till"), [needed()])
    missing_reason = TextField(_l("Why orders are missing"), most=300)


class ShiftFilters(Filters):
    store = StoreField(_l("Store"), blank=_l("All stores"))
    day = DateField(_l("Day"))
    state = WordField(_l("State"), words=ShiftState, blank=_l("All shifts"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        offer_stores(self, viewer)
