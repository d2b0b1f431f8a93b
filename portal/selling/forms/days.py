"""Forms of day reports."""

from typing import Any

from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    MoneyField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import N_, Word, _l
from portal.network.forms import StoreField
from portal.selling.forms.fields import offer_stores
from portal.selling.models import WAYS, Payment

MOST = 10**12  # what came back on a day may be more than what came in


def counted(label: Any) -> MoneyField:
    return MoneyField(label, least=-MOST, most=MOST)


def reason(label: Any) -> TextField:
    return TextField(label, most=300)


class CountForm(Form):
    """What was counted by each way of payment, and where a difference comes from."""

    counted_cash = counted(_l("Cash counted"))
    counted_wechat = counted(_l("WeChat received"))
    counted_alipay = counted(_l("Alipay received"))
    counted_card = counted(_l("Card slips"))
    counted_account = counted(_l("Slips on account"))
    reason_cash = reason(_l("Where the difference in cash comes from"))
    reason_wechat = reason(_l("Where the difference in WeChat comes from"))
    reason_alipay = reason(_l("Where the difference in Alipay comes from"))
    reason_card = reason(_l("Where the difference in card payments comes from"))
    reason_account = reason(_l("Where the difference on account comes from"))

    @property
    def counted(self) -> dict[Payment, int]:
        typed = {way: self[f"counted_{way.value}"].data for way in WAYS}
        return {way: fen for way, fen in typed.items() if fen is not None}

    @property
    def reasons(self) -> dict[Payment, str]:
        return {way: self[f"reason_{way.value}"].data or "" for way in WAYS}


class SealForm(CountForm):
    late_reason = TextField(_l("Why the report is late"), most=300)


class NoSalesForm(Form):
    """A day without sales; late, it says why."""

    why_late = TextField(_l("Why the report is late"), most=300)


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
