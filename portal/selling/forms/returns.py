"""Goods that come back: how many of each line, how it is paid back, and why."""

from collections.abc import Mapping
from typing import Any

from portal.goods.forms.rows import QuantityRow, typed_rows
from portal.kernel import money
from portal.kernel.forms import Form, TextField, WordField, needed
from portal.kernel.words import N_, _l, say
from portal.selling.models import WAYS, Order, Payment


class ReturnForm(Form):
    """What comes back of an order: thousandths by line, at most what is left of each."""

    payment = WordField(_l("Paid back by"), words=Payment)
    reason = TextField(_l("Reason"), [needed()], most=200)

    def __init__(self, order: Order, left: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        ways = [way for way in WAYS if way != Payment.ACCOUNT or order.member_id is not None]
        self.payment.words = list(ways)
        if not self.is_submitted():
            self.payment.data = order.payment if order.payment in ways else Payment.CASH
        typed = typed_rows("back") if self.is_submitted() else {}
        self.left = {line.position: left[line.position] for line in order.lines if left[line.position] > 0}
        self.rows = {
            line.position: QuantityRow(line, None, typed.get(line.position))
            for line in order.lines
            if line.position in self.left
        }

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for position, row in self.rows.items():
            row.read()
            if row.quantity is not None and row.quantity > self.left[position]:
                row.error = say(N_("At most %(left)s can come back."), left=money.quantity(self.left[position]))
        return good and not any(row.error for row in self.rows.values())

    @property
    def quantities(self) -> dict[int, int]:
        return {position: row.quantity for position, row in self.rows.items() if row.quantity}
