"""The form of a sheet of paper: a row a sale, as many as were written."""

from typing import Any

from flask import request

from portal.goods.queries import meant, pieces_of
from portal.kernel import money
from portal.kernel.forms import DateField, Form, needed
from portal.kernel.words import N_, _l, say
from portal.network.models import Store
from portal.selling import queries
from portal.selling.actions.paper import PaperRow
from portal.selling.models import WAYS, Payment


class TypedRow:
    """One row as typed, with what it was read as, what is wrong with it, and what became of it."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.product, self.quantity = self.typed("product", 80), self.typed("quantity", 20)
        self.price, self.member = self.typed("price", 20), self.typed("member", 4)
        way = self.typed("way", 10)
        self.way = way if way in {one.value for one in WAYS} else Payment.CASH.value
        self.error = ""
        self.read_as: PaperRow | None = None

    def typed(self, name: str, most: int) -> str:
        return request.form.get(f"{name}-{self.n}", "").strip()[:most]

    @property
    def blank(self) -> bool:
        return not (self.product or self.quantity or self.price or self.member)

    def read(self, store: Store) -> None:
        """Find the product, the numbers and the member, or say what is wrong."""
        found = meant(self.product) if self.product else []
        if len(found) != 1:
            names = "、".join(product.name for product in found)
            none = N_("No such product on sale. Scan its barcode.")
            self.error = say(N_("Which one: %(names)s?"), names=names) if found else say(none)
            return
        try:
            quantity = money.parse_quantity(self.quantity) * pieces_of(self.product)
            price = money.parse_yuan(self.price) if self.price else None
        except ValueError:
            self.error = say(N_("Write quantity and price as numbers."))
            return
        members = queries.members_ending(store, self.member) if self.member else []
        if quantity <= 0 or (price is not None and price < 0):
            self.error = say(N_("Write how many, above zero."))
        elif self.member and len(members) != 1:
            self.error = say(N_("No single member of this store has this number. Leave it empty."))
        else:
            member_id = members[0] if members else None
            self.read_as = PaperRow(found[0].id, quantity, price, Payment(self.way), member_id)


class PaperForm(Form):
    day = DateField(_l("Day on which it was sold"), [needed()])

    def __init__(self, store: Store, rows: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.store = store
        self.typed = [TypedRow(n) for n in range(1, rows + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for row in self.typed:
            if not row.blank:
                row.read(self.store)
        return good and not any(row.error for row in self.typed)

    @property
    def errors(self) -> dict[str, Any]:
        """What is wrong, row by row, for the summary on top: the rows are too many to look through."""
        wrong = [row for row in self.typed if row.error]
        told = {f"row-{row.n}": [say(N_("Row %(n)s: %(error)s"), n=row.n, error=row.error)] for row in wrong}
        return {**super().errors, **told}

    @property
    def rows(self) -> dict[int, PaperRow]:
        return {row.n: row.read_as for row in self.typed if row.read_as is not None}
