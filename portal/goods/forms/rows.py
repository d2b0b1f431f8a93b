"""Rows of a document whose quantities are written in: one field a line, as many as were sent."""

import re
from typing import Any

from flask import request

from portal.goods.models import Product
from portal.kernel import money
from portal.kernel.forms import Form, tidy
from portal.kernel.words import N_, say

MOST_ROWS = 2000  # as many as a list of first goods has: what is left out would count as it stands
LONGEST_NOTE = 200
_NUMBER = re.compile(r"[0-9]{1,15}")


class QuantityRow:
    """One product of a document as it is drawn: with what was typed, or what stands there."""

    def __init__(self, line: Any, stands: int | None, typed: str | None = None) -> None:
        self.line, self.error = line, ""
        before = "" if stands is None else money.quantity(stands).replace(",", "").replace("−", "-")
        self.typed = before if typed is None else typed
        self.quantity: int | None = None

    @property
    def product(self) -> Product:
        found: Product = self.line.product
        return found

    def read(self, *, needed: bool = False) -> None:
        """Read what was typed; nothing is no error unless it is needed."""
        if not self.typed and not needed:
            return
        try:
            self.quantity = money.parse_quantity(self.typed)
        except ValueError:
            self.error = say(N_("Write a number with at most three decimals."))
            return
        if not 0 <= self.quantity <= 10**9:
            self.error = say(N_("This quantity is out of range."))
        elif not self.product.weighed and self.quantity % 1000:
            self.error = say(N_("Sold by the piece: write a whole number."))


class LinesForm(Form):
    """One quantity, and a note, a line of a document."""

    name = ""  # of the field that holds the quantities

    def __init__(self, document: Any, *, fresh: bool = False) -> None:
        super().__init__(**({"formdata": None} if fresh else {}))
        typed = {} if fresh else typed_rows(self.name)
        self.fresh = fresh
        self.rows = [QuantityRow(line, self.stands(line), typed.get(line.id)) for line in document.lines]

    def stands(self, line: Any) -> int | None:
        """Return what is proposed for a line."""
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for row in self.rows:
            row.read(needed=True)
        if wrong := sum(bool(row.error) for row in self.rows):
            self.refusal = say(N_("Rows to put right: %(count)s."), count=wrong)
        return good and not wrong

    def note_of(self, line: Any) -> str:
        return "" if self.fresh else typed_note(f"note-{line.id}")


def typed_rows(name: str) -> dict[int, str]:
    """Return {line: what was typed} of the request's rows: fields `line` and `name`, side by side."""
    pairs = list(zip(request.form.getlist("line"), request.form.getlist(name), strict=False))[:MOST_ROWS]
    return {int(number): str(tidy(many))[:20] for number, many in pairs if _NUMBER.fullmatch(number)}


def typed_note(name: str) -> str:
    """Return a note of the request, on one line and not too long."""
    return " ".join(str(tidy(request.form.get(name, ""))).split())[:LONGEST_NOTE]
