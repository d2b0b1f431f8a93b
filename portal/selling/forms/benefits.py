"""Forms of what members are given."""

from typing import Any

from wtforms import BooleanField

from portal.goods.queries import all_categories
from portal.kernel.conflicts import Edits
from portal.kernel.forms import DateField, Form, IdField, MoneyField, NumberField, TextField, WordField, needed
from portal.kernel.words import _l
from portal.selling.benefits import Levels
from portal.selling.models import Level, RuleKind


class LevelsForm(Edits):
    silver = MoneyField(_l("Silver from"), least=1, most=10**9)
    gold = MoneyField(_l("Gold from"), least=1, most=10**9)

    @property
    def levels(self) -> Levels:
        return Levels(silver=self.silver.data, gold=self.gold.data)


class BenefitForm(Form):
    TAKEN = ("kind", "level", "name", "words", "percent", "fen", "category_id", "least_fen", "first_days")

    kind = WordField(_l("For whom"), [needed()], words=RuleKind)
    level = WordField(_l("Member level"), words=Level, blank=_l("All levels"))
    name = TextField(_l("Name"), [needed()], most=40)
    words = TextField(_l("What the clerk says"), [needed()], most=120)
    percent = NumberField(_l("Percent off"), least=1, most=90)
    fen = MoneyField(_l("Or an amount off"), least=1, most=10**7)
    category_id = IdField(_l("Category"), blank=_l("All categories"))
    least_fen = MoneyField(_l("If these cost at least"), least=1, most=10**9)
    first_days = NumberField(_l("For how many days"), least=1, most=366)
    since = DateField(_l("First day"), [needed()])
    until = DateField(_l("Until, this day included"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a retired one stands there as long as an older rule says it: without it the new one would be for everything
        kept = None if self.is_submitted() else self.category_id.data
        self.category_id.choices = [
            (category.id, category.name)
            for category, _ in all_categories()
            if category.retired_at is None or category.id == kept
        ]

    @property
    def facts(self) -> dict[str, Any]:
        return self.values | {"level": self.level.data or None}


class BirthdayForm(Form):
    month = NumberField(_l("Month"), least=1, most=12)
    day = NumberField(_l("Day"), least=1, most=31)
    agrees = BooleanField(_l("The member agrees that we note it for the birthday offer only"))

    @property
    def said(self) -> dict[str, Any]:
        return {"month": self.month.data, "day": self.day.data, "agrees": bool(self.agrees.data)}
