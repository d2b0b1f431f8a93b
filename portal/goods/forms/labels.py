"""The shape of what labels are printed of: narrowed like a list, then ticked."""

import re
from typing import Any

from flask import request
from wtforms import SelectField

from portal.goods import queries
from portal.goods.labels import Paper
from portal.kernel import clock
from portal.kernel.forms import DateField, Filters, WordField
from portal.kernel.words import N_, Word, _l, say

MOST = 240
_NUMBER = re.compile(r"[0-9]{1,15}")


class Why(Word):
    """What shelves need a new label for."""

    CHANGED = "changed", N_("Another price these days")
    FEATURE = "feature", N_("Features of today")


class LabelFilters(Filters):
    """Which products are offered to tick."""

    category = SelectField(_l("Category"), choices=[])
    why = WordField(_l("Why"), words=Why, blank=_l("All products"))

    def __init__(self) -> None:
        super().__init__()
        self.category.choices = [("", say(N_("All categories"))), *((name, name) for name in queries.categories())]
        self.validate()

    @property
    def q(self) -> str:
        return request.args.get("q", "").strip()[:80]


class SheetFilters(Filters):
    """What is printed: on which paper, with the prices of which day, of which products."""

    paper = WordField(_l("Paper"), words=Paper)
    on = DateField(_l("Prices of"))

    @property
    def chosen_paper(self) -> Any:
        return self.chosen("paper") or Paper.SHELF

    @property
    def day(self) -> Any:
        today = clock.today()
        return max(self.chosen("on") or today, today)

    @property
    def product_ids(self) -> list[int]:
        return [int(one) for one in request.args.getlist("product") if _NUMBER.fullmatch(one)][:MOST]
