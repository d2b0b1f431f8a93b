"""A delivery as it is typed or scanned."""

from typing import Any

from flask import request

from portal.goods import queries
from portal.goods.models import Product
from portal.kernel import money
from portal.kernel.forms import Form, TextField
from portal.kernel.words import N_, _l, say

BLANK_LINES = 3
MOST_LINES = 100
SHORTEST_BARCODE = 8  # no delivery brings ten million of a thing


class ReceiptLine:
    """One row of a delivery as typed, with what it was read as or what is wrong with it."""

    def __init__(self, typed: str = "", amount: str = "") -> None:
        self.typed, self.amount = typed.strip()[:80], amount.strip()[:20]
        self.product: Product | None = None
        self.quantity: int | None = None
        self.pieces = 1  # in the pack whose barcode was scanned
        self.choices: list[Product] = []
        self.error = ""

    @classmethod
    def of(cls, product: Product, quantity: int) -> "ReceiptLine":
        """Return a row that is proposed: read already, and to be changed."""
        line = cls(product.barcode, money.quantity(quantity).replace(",", ""))
        line.product, line.quantity = product, quantity
        return line

    @property
    def blank(self) -> bool:
        return not self.typed and not self.amount

    def read(self, *, finished: bool = True) -> None:
        """Find the product and the quantity; one not written yet is wrong only where the delivery is finished."""
        found = queries.meant(self.typed) if self.typed else []
        if len(found) == 1:
            self.product, self.pieces = found[0], queries.pieces_of(self.typed)
            self.typed = found[0].barcode if self.pieces == 1 else self.typed
        elif found:
            self.choices, self.error = found, say(N_("Which one?"))
        else:
            self.error = say(N_("No such product on sale. Scan its barcode."))
        if self.product is None or not (self.amount or finished):
            return
        try:
            self.quantity = money.parse_quantity(self.amount) * self.pieces
            if self.quantity <= 0:
                raise ValueError
        except ValueError:
            self.error = say(N_("Write how many, above zero."))


class ReceiptForm(Form):
    """A delivery: rows of product and quantity, as many as there are."""

    note = TextField(_l("Delivery note or supplier"), most=200)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        typed = list(zip(request.form.getlist("product"), request.form.getlist("quantity"), strict=False))
        pairs = self.scanned(self.picked(typed[:MOST_LINES]))[:MOST_LINES]
        self.lines = [line for pair in pairs if not (line := ReceiptLine(*pair)).blank]

    @property
    def only_looks(self) -> bool:
        """Whether the person (or his scanner) only wants the rows read so far shown, with another blank one."""
        return "look" in request.form or "pick" in request.form

    def picked(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the rows with the choice that was pressed in its row: "2:6901000000011"."""
        row, _, barcode = request.form.get("pick", "").partition(":")
        return [(barcode if barcode and row == str(n) else name, many) for n, (name, many) in enumerate(pairs, 1)]

    def scanned(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the rows; what was scanned where a quantity was waited for is the next product, not a quantity."""
        rows: list[tuple[str, str]] = []
        for name, many in pairs:
            is_scan = self.only_looks and many.strip().isdecimal() and len(many.strip()) >= SHORTEST_BARCODE
            rows += [(name, ""), (many, "")] if is_scan else [(name, many)]
        return rows

    def look(self, *, finished: bool = False) -> bool:
        """Read the rows; whether all of them are in order."""
        for line in self.lines:
            line.read(finished=finished)
        return not any(line.error for line in self.lines)

    @property
    def next_field(self) -> str:
        """The id of what is to be typed next: the first thing that is missing, else a new row's product."""
        for n, line in enumerate(self.lines, 1):
            if line.error or line.quantity is None:
                return f"product-{n}" if line.product is None else f"quantity-{n}"
        return f"product-{len(self.lines) + 1}"

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return self.look(finished=True) and good

    @property
    def goods(self) -> list[tuple[Product, int]]:
        return [(line.product, line.quantity) for line in self.lines if line.product and line.quantity]

    @property
    def rows(self) -> list[ReceiptLine]:
        """The rows to draw: those typed, and some blank ones."""
        return [*self.lines, *(ReceiptLine() for _ in range(BLANK_LINES))]
