"""The shape of what the catalogue takes in."""

from typing import Any

from wtforms import BooleanField, SelectField

from portal.goods import queries
from portal.goods.barcodes import MOST_PIECES
from portal.goods.models import ProductState
from portal.kernel.conflicts import Edits
from portal.kernel.forms import Filters, Form, LongTextField, MoneyField, NumberField, TextField, WordField, needed
from portal.kernel.words import N_, _l, say


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


class BarcodeForm(Form):
    barcode = TextField(_l("Barcode"), [needed()], most=20)
    pieces = NumberField(_l("Pieces in the pack"), least=1, most=MOST_PIECES)


class WithdrawalForm(Form):
    reason = LongTextField(_l("Why it is withdrawn"), [needed()], most=300)
