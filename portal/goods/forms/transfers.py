"""The shape of a transfer: what is sent to which store, what came, why it goes back."""

from typing import Any

from portal.goods.forms.receipts import ReceiptForm
from portal.goods.forms.rows import QuantityRow, typed_note, typed_rows
from portal.goods.models import Transfer, TransferLine
from portal.kernel.forms import Form, TextField, needed
from portal.kernel.words import N_, _l, say


class TransferForm(ReceiptForm):
    """What a store sends, by rows as they are scanned or typed, and the code of the store it is for."""

    receiver = TextField(_l("Code of the other store"), [needed()], most=12)
    note = TextField(_l("Note to the other store"), most=200)


class ReturnForm(Form):
    reason = TextField(_l("Why it is sent back"), [needed()], most=200)


class TakingForm(Form):
    """What came of each line of a transfer, and what became of the rest."""

    def __init__(self, transfer: Transfer, *, fresh: bool = False) -> None:
        super().__init__(**({"formdata": None} if fresh else {}))
        typed = {} if fresh else typed_rows("received")
        self.fresh = fresh
        self.rows = [QuantityRow(line, line.sent, typed.get(line.id)) for line in transfer.lines]

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for row in self.rows:
            row.read(needed=True)
        if wrong := sum(bool(row.error) for row in self.rows):
            self.refusal = say(N_("Rows to put right: %(count)s."), count=wrong)
        return good and not wrong

    def note_of(self, line: TransferLine) -> str:
        return "" if self.fresh else typed_note(f"note-{line.id}")

    @property
    def taken(self) -> dict[int, tuple[int, str]]:
        return {row.line.id: (row.quantity or 0, self.note_of(row.line)) for row in self.rows}
