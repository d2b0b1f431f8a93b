"""Lines of work with their prices, as a proposal and a quotation write them (C19, C22)."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from portal.kernel.conflicts import Edits
from portal.kernel.forms import MoneyField, QuantityField, TextField
from portal.kernel.words import _l
from portal.prospecting.queries.proposals import MOST_LINES

MORE = 6  # rows under those that stand open; stored once, the next six are there
ROWS = range(1, MOST_LINES + 1)
OF_LINES = ("title", "quantity", "unit", "price", "company")
MOST_FEN = 100_000_000_00


class LinesForm(Edits):
    """A form with lines title1 … company12; a row without a title is no line."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [{name: self[f"{name}{n}"] for name in OF_LINES} for n in ROWS]

    @property
    def shown(self) -> int:
        """How many rows stand open: those with a title and two more."""
        return min(MOST_LINES, max((n for n in ROWS if self[f"title{n}"].data), default=0) + 2)

    @property
    def more(self) -> list[dict[str, Any]]:
        """The rows that can be opened besides."""
        return self.rows[self.shown : self.shown + MORE]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        name_rows(self.rows)
        good = bool(super().validate(*args, **kwargs))
        for row in self.rows:
            if row["title"].data and row["price"].data is None and not row["price"].errors:
                row["price"].errors = [*row["price"].errors, _l("Write what one costs.")]
                good = False
        return good

    @property
    def lines(self) -> list[dict[str, Any]]:
        typed = [{name: field.data for name, field in row.items()} for row in self.rows]
        return [
            {"title": r["title"], "quantity": 1000 if r["quantity"] is None else r["quantity"], "price": r["price"],
             "company": r["company"] or 0} | ({"unit": r["unit"]} if r["unit"] else {})
            for r in typed if r["title"]
        ]  # fmt: skip


def name_rows(rows: list[dict[str, Any]]) -> None:
    """Let a summary of errors say of which row a field is: twelve of them are called alike."""
    for n, row in enumerate(rows, 1):
        title = row["title"].data if "title" in row else ""
        name_fields(title or _("Line %(n)s", n=n), row.values())


def name_fields(of: Any, fields: Iterable[Any]) -> None:
    for field in fields:
        field.named = _("%(what)s of “%(of)s”", what=field.label.text, of=of)


def no_lines() -> dict[str, Any]:
    """Return every field of the lines, empty."""
    return {f"{name}{n}": None for n in ROWS for name in OF_LINES}


def as_fields(lines: Any) -> dict[str, Any]:
    """Return lines as the fields' values."""
    return {f"{name}{n}": line.get(name) for n, line in enumerate(lines, 1) for name in OF_LINES}


for _n in ROWS:
    setattr(LinesForm, f"title{_n}", TextField(_l("What is done"), most=40))
    setattr(LinesForm, f"quantity{_n}", QuantityField(_l("How many"), most=100_000_000))
    setattr(LinesForm, f"unit{_n}", TextField(_l("Unit"), most=8))
    setattr(LinesForm, f"price{_n}", MoneyField(_l("Price of one"), most=MOST_FEN))
    setattr(LinesForm, f"company{_n}", MoneyField(_l("Company pays"), most=MOST_FEN))
