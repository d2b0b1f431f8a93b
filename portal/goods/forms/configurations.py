"""The shape of a list of a new store's first goods, and of the store that takes it."""

from typing import Any

from portal.goods import queries
from portal.goods.forms.receipts import ReceiptForm
from portal.goods.models import Configuration
from portal.kernel.conflicts import Edits
from portal.kernel.forms import Form, IdField, NumberField, TextField, needed
from portal.kernel.words import _l

MOST_M2 = 100_000


class ConfigurationForm(Edits):
    name = TextField(_l("Name"), [needed()], most=60)
    least_m2 = NumberField(_l("From square metres"), most=MOST_M2)
    most_m2 = NumberField(_l("To square metres"), most=MOST_M2)


class FillingForm(ReceiptForm):
    """Goods of a list, by rows as they are scanned or typed."""


class FirstGoodsForm(Form):
    store = IdField(_l("Store"), [needed()])
    note = TextField(_l("Note"), most=120)

    def __init__(self, configuration: Configuration, viewer: Any, **facts: Any) -> None:
        super().__init__(**facts)
        self.stores = {store.id: store for store in queries.stores_to_fill(viewer, configuration)}
        self.store.choices = [(one.id, said(one)) for one in self.stores.values()]


def said(store: Any) -> str:
    """Return a store with its size."""
    size = "" if store.area_m2 is None else f" · {store.area_m2} m²"
    return f"{store.code} {store.name}{size}"
