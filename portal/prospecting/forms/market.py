"""Forms of a city's figures, rivals and customer groups."""

from typing import Any

from wtforms import BooleanField

from portal.kernel import clock
from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Form,
    MoneyField,
    NumberField,
    QuantityField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.forms import LongTextField as Long
from portal.kernel.words import _l
from portal.prospecting.forms.fields import InCity, segment
from portal.prospecting.models import FactKind, RivalKind, TieKind


class FactFilters(InCity):
    kind = WordField(_l("What it tells"), words=FactKind, blank=_l("All figures"))


class RivalFilters(InCity):
    kind = WordField(_l("Kind"), words=RivalKind, blank=_l("All kinds"))


class TieFilters(InCity):
    kind = WordField(_l("Tie"), words=TieKind, blank=_l("All ties"))


class Sourced(Edits):
    """What is known of a city says where it is from and of which day it is."""

    source = TextField(_l("Source"), [needed()], most=200, description=_l("A yearbook, a person, your own count."))
    as_of = DateField(_l("As of"), [needed()], default=clock.today)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the row takes: no text is None."""
        texts = {name for name, field in self._fields.items() if isinstance(field, TextField | Long)}
        return {name: value or "" if name in texts else value for name, value in self.values.items()}


class FactForm(Sourced):
    kind = WordField(_l("What it tells"), words=FactKind)
    title = TextField(_l("What else"), most=60, description=_l("Only where the list lacks it."))
    unit = TextField(_l("Counted in"), most=30, description=_l("Only where the list lacks it."))
    value = QuantityField(_l("Figure"), [needed()], most=10**14)
    growth = QuantityField(
        _l("Growth a year in percent"),
        least=-100_000,
        most=10_000_000,
        description=_l("With a minus where it shrinks."),
    )
    note = Long(_l("Note"), most=500)


class RivalForm(Sourced):
    name = TextField(_l("Name"), [needed()], most=80)
    kind = segment(_l("Kind"), RivalKind)
    shops = NumberField(_l("Shops in the city"), most=20_000, description=_l("As far as anybody counted."))
    strengths = Long(_l("What it does well"), most=500)
    weaknesses = Long(_l("Where it leaves room for us"), most=500)


class RivalStoreForm(Form):
    name = TextField(_l("Shop"), [needed()], most=80)
    district = TextField(_l("District"), most=60)
    address = TextField(_l("Address"), most=200)
    area_m2 = NumberField(_l("Area m²"), least=1, most=100_000)
    seen_on = DateField(_l("Seen on"), [needed()], default=clock.today)
    note = TextField(_l("Note"), most=300)


class RivalPriceForm(Form):
    product = TextField(_l("Product"), [needed()], most=80)
    unit = TextField(_l("Unit"), most=20)
    price = MoneyField(_l("Their price"), [needed()], most=10**9)
    our_price = MoneyField(_l("Our price"), most=10**9)
    seen_on = DateField(_l("Seen on"), [needed()], default=clock.today)
    place = TextField(_l("Where"), most=120)


class SegmentForm(Sourced):
    name = TextField(_l("Group"), [needed()], most=60)
    share = NumberField(_l("Share of the customers in percent"), most=100)
    basket = MoneyField(_l("Spends at a time"), most=10**8)
    traits = Long(_l("Traits"), most=500, description=_l("Age, household, income, where they live."))
    needs = Long(_l("Needs"), most=500, description=_l("What they look for and do not find."))
    habits = Long(_l("Buying habits"), most=500, description=_l("When, how often, where, by what they choose."))
    target = BooleanField(_l("A group we open stores for"))
