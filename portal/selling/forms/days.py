"""Forms of day reports."""

from typing import Any

from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    LongTextField,
    MoneyField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import N_, Word, _l
from portal.network.forms import StoreField
from portal.selling.forms.fields import offer_stores


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
