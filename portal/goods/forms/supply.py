"""The shape of an order of goods: what is shipped, what came, why it is cancelled."""

from typing import Any

from flask import request
from wtforms import SelectField

from portal.goods import queries
from portal.goods.forms.receipts import ReceiptForm, ReceiptLine
from portal.goods.forms.rows import LinesForm
from portal.goods.models import Deviation, GoodsOrderLine, SupplyState
from portal.kernel.forms import DateField, Filters, Form, TextField, WordField, needed
from portal.kernel.words import N_, _l, say


class GoodsOrderFilters(Filters):
    store = SelectField(_l("Store"), choices=[])
    state = WordField(_l("State"), words=SupplyState, blank=_l("All states"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        known = queries.store_codes(viewer)
        self.store.choices = [("", say(N_("All stores"))), *known]
        self.validate()
        if len(known) < 2:
            del self.store


class GoodsOrderForm(ReceiptForm):
    """What a store orders, by rows as they are scanned or typed."""

    note = TextField(_l("Note to head office"), most=200)

    def suggest(self, found: list[queries.Cover]) -> None:
        """Fill in what a store should order, to be looked through before it is sent."""
        self.lines = [ReceiptLine.of(one.product, one.suggested) for one in found]


class CancellationForm(Form):
    reason = TextField(_l("Why it is cancelled"), [needed()], most=200)


class ShipmentForm(LinesForm):
    name = "shipped"
    expected_on = DateField(_l("Arrives on"))
    waybill = TextField(_l("Waybill or delivery note"), most=80)

    def stands(self, line: GoodsOrderLine) -> int | None:
        return line.ordered

    @property
    def shipped(self) -> dict[int, int]:
        return {row.line.id: row.quantity or 0 for row in self.rows}


class ArrivalForm(LinesForm):
    name = "received"

    def stands(self, line: GoodsOrderLine) -> int | None:
        return line.shipped

    def deviation_of(self, line: GoodsOrderLine) -> Deviation | None:
        typed = "" if self.fresh else request.form.get(f"deviation-{line.id}", "")
        return next((word for word in Deviation if word == typed), None)

    @property
    def arrived(self) -> dict[int, tuple[int, Deviation | None, str]]:
        return {
            row.line.id: (row.quantity or 0, self.deviation_of(row.line), self.note_of(row.line)) for row in self.rows
        }
