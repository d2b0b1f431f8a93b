"""The shape of what goods takes in."""

from typing import Any

from flask import request
from wtforms import BooleanField, SelectField

from portal.goods import queries
from portal.goods.models import Product, ProductState
from portal.kernel import money
from portal.kernel.conflicts import Edits
from portal.kernel.forms import Filters, Form, LongTextField, MoneyField, QuantityField, TextField, WordField, needed
from portal.kernel.words import N_, Word, _l, say

BLANK_LINES = 3
MOST_LINES = 100


class ProductFilters(Filters):
    category = SelectField(_l("Category"), choices=[])
    state = WordField(_l("State"), words=ProductState, blank=_l("All states"))

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        known = [("", say(N_("All categories"))), *((name, name) for name in queries.categories())]
        self.category.choices = known
        self.validate()


class ProductForm(Edits):
    barcode = TextField(_l("Barcode"), [needed()], most=20)
    name = TextField(_l("Name"), [needed()], most=120)
    category = TextField(_l("Category"), most=60)
    unit = TextField(_l("Unit"), [needed()], most=12)
    weighed = BooleanField(_l("Sold by weight"))
    price = MoneyField(_l("Price"), [needed()], most=10**9)
    member_price = MoneyField(_l("Member price"), most=10**9)


class WithdrawalForm(Form):
    reason = LongTextField(_l("Why it is withdrawn"), [needed()], most=300)


class Level(Word):
    """How much of a product is left."""

    NONE = "none", N_("None left or below"), "late"


class StockFilters(Filters):
    store = SelectField(_l("Store"), choices=[])
    level = WordField(_l("Level"), words=Level, blank=_l("Any level"))

    def __init__(self, store: Any, viewer: Any) -> None:
        super().__init__()
        self.store.choices = queries.store_codes(viewer)
        self.store.data = store.code if store else None
        self.validate()


class CountForm(Form):
    counted = QuantityField(_l("Counted on the shelf"), [needed()])
    note = TextField(_l("Note"), most=200)


class LossForm(Form):
    quantity = QuantityField(_l("Lost"), [needed()])
    reason = TextField(_l("Why"), [needed()], most=200)


class ReceiptLine:
    """One row of a delivery as typed, with what it was read as or what is wrong with it."""

    def __init__(self, typed: str = "", amount: str = "") -> None:
        self.typed, self.amount = typed.strip()[:80], amount.strip()[:20]
        self.product: Product | None = None
        self.quantity: int | None = None
        self.error = ""

    @property
    def blank(self) -> bool:
        return not self.typed and not self.amount

    def read(self) -> None:
        found = queries.meant(self.typed) if self.typed else []
        if len(found) == 1:
            self.product, self.typed = found[0], found[0].barcode
        elif found:
            self.error = say(N_("Which one? %(names)s"), names="、".join(product.name for product in found))
        else:
            self.error = say(N_("No such product on sale. Scan its barcode."))
        if self.product is None:
            return
        try:
            self.quantity = money.parse_quantity(self.amount)
            if self.quantity <= 0:
                raise ValueError
        except ValueError:
            self.error = say(N_("Write how many, above zero."))


class ReceiptForm(Form):
    """A delivery: rows of product and quantity, as many as there are."""

    note = TextField(_l("Delivery note or supplier"), most=200)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        typed = zip(request.form.getlist("product"), request.form.getlist("quantity"), strict=False)
        self.lines = [line for pair in list(typed)[:MOST_LINES] if not (line := ReceiptLine(*pair)).blank]

    @property
    def only_looks(self) -> bool:
        """Whether the person (or his scanner) only wants the rows read so far shown, with another blank one."""
        return "look" in request.form

    def look(self) -> bool:
        """Read the rows; whether all of them are in order."""
        for line in self.lines:
            line.read()
        return not any(line.error for line in self.lines)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return self.look() and good

    @property
    def goods(self) -> list[tuple[Product, int]]:
        return [(line.product, line.quantity) for line in self.lines if line.product and line.quantity]

    @property
    def rows(self) -> list[ReceiptLine]:
        """The rows to draw: those typed, and some blank ones."""
        return [*self.lines, *(ReceiptLine() for _ in range(BLANK_LINES))]
