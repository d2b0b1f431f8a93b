"""The shape of a count: how it begins, rows that are written down, what is scanned, and why it differs."""

from typing import Any

from flask import request

from portal.goods import queries
from portal.goods.forms.receipts import ReceiptLine
from portal.goods.forms.rows import QuantityRow, typed_note, typed_rows
from portal.goods.models import Cause, CountLine, CountScope
from portal.kernel.forms import Form, TextField, WordField, needed, tidy
from portal.kernel.words import N_, _l, say

ROWS = 40  # what is written down at a time: about a shelf


class CountSheetForm(Form):
    scope = WordField(_l("What is counted"), [needed()], words=CountScope)
    category = TextField(_l("Category"), most=60)


class DropForm(Form):
    reason = TextField(_l("Why it is dropped"), [needed()], most=200)


class CountRowsForm(Form):
    """Rows of a sheet: what stands on the shelf, beside each product; an empty one is not counted.

    A row that is as it was shown is not written: a colleague may have counted it meanwhile.
    """

    def __init__(self, sheet: Any, viewer: Any) -> None:
        super().__init__()
        typed = typed_rows("counted")
        lines = queries.count_lines_by_id(sheet, list(typed), viewer)
        self.was = typed_rows("was")
        self.rows = [QuantityRow(lines[n], None, many) for n, many in typed.items() if n in lines]

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for row in self.rows:
            row.read()
        if wrong := sum(bool(row.error) for row in self.rows):
            self.refusal = say(N_("Rows to put right: %(count)s."), count=wrong)
        return good and not wrong

    @property
    def counted(self) -> dict[int, int | None]:
        return {row.line.id: row.quantity for row in self.rows if self.was.get(row.line.id) != row.typed}

    def shown(self, row: QuantityRow) -> str:
        """Return what stood in a row when it was first shown."""
        return self.was.get(row.line.id, "")


class CountScanForm(Form):
    """One product, scanned or by name, and how many; one that was counted before is asked about first."""

    def __init__(self, sheet: Any, viewer: Any, *, fresh: bool = False) -> None:
        super().__init__(**({"formdata": None} if fresh else {}))
        given = {} if fresh else request.form
        picked = given.get("pick", "")
        self.row = ReceiptLine(picked or given.get("product", ""), tidy(given.get("quantity", "")))
        self.how = given.get("how", "")
        self.before: int | None = None
        if not self.row.blank:
            self.row.read(finished=False)
        if self.row.product:
            line = queries.count_line_of(sheet, self.row.product, viewer)
            self.before = line.counted if line else None

    @property
    def only_looks(self) -> bool:
        """Whether there is nothing to write down yet: no product, no quantity, or the question of adding is open."""
        asks = self.before is not None and self.how not in ("more", "instead")
        return self.row.product is None or self.row.quantity is None or asks

    @property
    def found(self) -> tuple[Any, int]:
        """The product and how many of it."""
        return self.row.product, self.row.quantity or 0

    @property
    def asks(self) -> bool:
        return self.before is not None and self.row.quantity is not None and not self.row.error

    @property
    def awaits_quantity(self) -> bool:
        return self.row.product is not None


class AdoptionForm(Form):
    """Why the lines of a count differ from the books, and a note to each."""

    def __init__(self, found: list[queries.Difference], *, fresh: bool = False) -> None:
        super().__init__(**({"formdata": None} if fresh else {}))
        self.unequal = [one for one in found if one.counts]
        self.again = [one for one in found if one.counted_again]
        self.fresh = fresh

    @property
    def only_keeps(self) -> bool:
        return "keep" in request.form

    def cause_of(self, line: CountLine) -> Cause | None:
        typed = line.cause if self.fresh else request.form.get(f"cause-{line.id}", "")
        return next((cause for cause in Cause if cause == typed), None)

    def note_of(self, line: CountLine) -> str:
        return line.note if self.fresh else typed_note(f"note-{line.id}")

    @property
    def explained(self) -> dict[int, tuple[Cause | None, str]]:
        return {one.line.id: (self.cause_of(one.line), self.note_of(one.line)) for one in self.unequal}

    @property
    def short(self) -> int:
        """What is missing against the books, at the shelf's price, in fen."""
        return sum(one.worth for one in self.unequal if one.quantity < 0)

    @property
    def over(self) -> int:
        return sum(one.worth for one in self.unequal if one.quantity > 0)
