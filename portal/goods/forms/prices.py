"""The shape of prices: of head office by place and days, of a store."""

from typing import Any

from portal.goods import queries
from portal.goods.actions import NewPrice
from portal.goods.models import PriceKind, PriceState, Product
from portal.kernel import clock
from portal.kernel.forms import DateField, Filters, Form, IdField, MoneyField, TextField, WordField, needed
from portal.kernel.words import N_, P_, _l, say
from portal.network.forms import indented
from portal.network.queries import region, regions

MOST = 10**9


class PriceFilters(Filters):
    state = WordField(_l("State"), words=PriceState, blank=_l("All states"))
    region = IdField(_l("Region"), blank=_l("All places"))
    at = DateField(_l(P_("price", "Counts on")))

    def __init__(self) -> None:
        super().__init__()
        self.region.choices = indented(regions())
        self.validate()


class LastingForm(Form):
    """What something costs from a day on, for good or until another."""

    fen = MoneyField(_l("Selling price"), [needed()], most=MOST)
    member_fen = MoneyField(_l("Member price"), most=MOST)
    first = DateField(_l("First day"), [needed()], default=clock.today)
    last = DateField(_l("Last day"))


class PriceForm(LastingForm):
    """A price of head office."""

    ABOVE = ("region", "store", "kind")

    region = IdField(_l("Where it counts"), blank=_l("Everywhere"))
    store = TextField(_l("Only in one store"), most=12)
    kind = WordField(_l("What a store may do"), words=PriceKind)
    least = MoneyField(_l("Lower end"), most=MOST)
    most = MoneyField(_l("Upper end"), most=MOST)

    def __init__(self, viewer: Any, **facts: Any) -> None:
        super().__init__(**facts)
        self.viewer = viewer
        self.region.choices = indented(regions())

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.store.data and self.region.data:
            self.store.errors = [*self.store.errors, say(N_("Choose a region or one store, not both."))]
            return False
        if self.store.data and self.the_store is None:
            self.store.errors = [*self.store.errors, say(N_("You have no store with this code."))]
            return False
        return good

    @property
    def the_store(self) -> Any:
        """The store whose code was typed."""
        return queries.store_with(self.store.data, self.viewer) if self.store.data else None

    def new(self, product: Product) -> NewPrice:
        """Return what was said of a product."""
        named = ("fen", "member_fen", "first", "last", "kind", "least", "most")
        facts = {name: self[name].data for name in named}
        place = region(self.region.data) if self.region.data else None
        return NewPrice(product, region=place, store=self.the_store, **facts)


class StorePriceForm(LastingForm):
    """A store's own price."""
