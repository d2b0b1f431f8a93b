"""The shape of what is asked about cover: what is low, the least wanted, and the network's rules."""

from typing import Any

from portal.goods.rules import Rules
from portal.kernel.forms import Filters, Form, MoneyField, NumberField, QuantityField, WordField, needed
from portal.kernel.words import N_, Word, _l


class Scarce(Word):
    """What of a store is soon gone."""

    LOW = "low", N_("Low"), "late"


class CoverFilters(Filters):
    level = WordField(_l("Level"), words=Scarce, blank=_l("Any level"))


class MinimumForm(Form):
    at_least = QuantityField(_l("At least"), [needed()])


class StockRulesForm(Form):
    tolerance = MoneyField(_l("A count's difference up to this needs no reason, in yuan"), [needed()], most=10_000_00)
    low = NumberField(_l("Low: what lasts fewer days than"), [needed()], least=1, most=60)
    cycle = NumberField(_l("Days from one delivery to the next"), [needed()], least=1, most=60)
    reserve = NumberField(_l("Days kept in reserve"), [needed()], least=0, most=60)

    @property
    def rules(self) -> Rules:
        facts: dict[str, Any] = self.values
        return Rules(**facts)
