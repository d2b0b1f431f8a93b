"""The shape of what stock takes in: counts and losses."""

from typing import Any

from wtforms import SelectField

from portal.goods import queries
from portal.goods.models import Loss
from portal.kernel.forms import DateField, Filters, Form, QuantityField, TextField, WordField, needed
from portal.kernel.words import N_, Word, _l


class Level(Word):
    """How much of a product is left."""

    NONE = "none", N_("None left or below"), "late"
    BELOW = "below", N_("Below zero"), "late"


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
    why = WordField(_l("Why"), [needed()], words=Loss, blank=_l("Choose …"))
    words = TextField(_l("Note"), most=200)

    @property
    def loss(self) -> dict[str, Any]:
        return self.values | {"words": self.words.data or ""}


class LossFilters(Filters):
    why = WordField(_l("Why"), words=Loss, blank=_l("Any reason"))
    first = DateField(_l("From"))
    last = DateField(_l("To"))
