"""The shape of a transfer: what is sent to which store, what came, why it goes back."""

from portal.goods.forms.receipts import ReceiptForm
from portal.goods.forms.rows import LinesForm
from portal.goods.models import TransferLine
from portal.kernel.forms import Form, TextField, needed
from portal.kernel.words import _l


class TransferForm(ReceiptForm):
    """What a store sends, by rows as they are scanned or typed, and the code of the store it is for."""

    receiver = TextField(_l("Code of the other store"), [needed()], most=12)
    note = TextField(_l("Note to the other store"), most=200)


class ReturnForm(Form):
    reason = TextField(_l("Why it is sent back"), [needed()], most=200)


class TakingForm(LinesForm):
    """What came of each line of a transfer, and what became of the rest."""

    name = "received"

    def stands(self, line: TransferLine) -> int | None:
        return line.sent

    @property
    def taken(self) -> dict[int, tuple[int, str]]:
        return {row.line.id: (row.quantity or 0, self.note_of(row.line)) for row in self.rows}
