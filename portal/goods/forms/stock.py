"""The shape of what stock takes in: counts and losses."""

from typing import Any

from wtforms import SelectField

from portal.goods import queries
from portal.kernel.forms import Filters, Form, QuantityField, TextField, WordField, needed
from portal.kernel.words import N_, Word, _l


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
