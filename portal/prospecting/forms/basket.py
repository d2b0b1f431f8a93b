"""The form of the basket of prices."""

from typing import Any

from portal.kernel.forms import Form, MoneyField, TextField
from portal.kernel.words import _l
from portal.prospecting.queries.basket import MOST_GOODS, Good

ROWS = range(1, MOST_GOODS + 1)


class BasketForm(Form):
    """A row a good: name1, own1 … name12, own12 are added below; a row without a name is no good."""

    def __init__(self, goods: list[Good] | None = None, **kwargs: Any) -> None:
        given: dict[str, Any] = {f"name{n}": good.name for n, good in enumerate(goods or [], 1)}
        given |= {f"own{n}": good.own for n, good in enumerate(goods or [], 1)}
        super().__init__(data=given, **kwargs)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"name{n}"], self[f"own{n}"]) for n in ROWS]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        good = bool(super().validate(*args, **kwargs))
        for name, own in self.rows:
            if name.data and own.data is None and not own.errors:
                own.errors = [*own.errors, _l("Write our own price.")]
                good = False
        return good

    @property
    def goods(self) -> list[tuple[str, int]]:
        return [(name.data, own.data) for name, own in self.rows if name.data]


for _n in ROWS:
    setattr(BasketForm, f"name{_n}", TextField(_l("Good and its size"), most=60))
    setattr(BasketForm, f"own{_n}", MoneyField(_l("Our price"), most=1_000_000_00))
