"""The shape of what the catalogue takes in."""

from typing import Any

from wtforms import BooleanField, SelectField

from portal.goods import queries
from portal.goods.barcodes import MOST_PIECES
from portal.goods.models import ProductState
from portal.kernel import clock
from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    LongTextField,
    MoneyField,
    NumberField,
    TextField,
    UploadField,
    WordField,
    needed,
)
from portal.kernel.words import N_, Word, _l, say


class InFront(Word):
    """Whether head office puts a product in front today."""

    NOW = "now", N_("Features of today"), "now"


class ProductFilters(Filters):
    category = SelectField(_l("Category"), choices=[])
    state = WordField(_l("State"), words=ProductState, blank=_l("All states"))
    feature = WordField(_l("Feature"), words=InFront, blank=_l("Features and others"))

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
    brand = TextField(_l("Brand"), most=40)
    spec = TextField(_l("Size"), most=60)
    code = TextField(_l("Article number"), most=20)
    plu = TextField(_l("Scale number"), most=5)


class BarcodeForm(Form):
    barcode = TextField(_l("Barcode"), [needed()], most=20)
    pieces = NumberField(_l("Pieces in the pack"), least=1, most=MOST_PIECES)


class FeatureForm(Form):
    first = DateField(_l("First day"), [needed()])
    last = DateField(_l("Last day"), [needed()])


class CostForm(Form):
    fen = MoneyField(_l("Cost"), [needed()], most=10**9)
    since = DateField(_l("From this day on"), [needed()], default=clock.today)


class PhotoForm(Form):
    photo = UploadField(_l("Photo"), [needed()])


class CategoryForm(Form):
    name = TextField(_l("Category"), [needed()], most=60)


class WithdrawalForm(Form):
    reason = LongTextField(_l("Why it is withdrawn"), [needed()], most=300)
