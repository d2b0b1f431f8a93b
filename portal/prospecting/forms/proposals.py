"""Forms of proposals and of the price list; their rows and cases are fields added below."""

from typing import Any

from portal.kernel.forms import (
    Form,
    LongTextField,
    MoneyField,
    NumberField,
    QuantityField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import P_, Word, _l
from portal.prospecting.forms.fields import InCity
from portal.prospecting.forms.lines import MOST_FEN, LinesForm, as_fields, name_fields, name_rows, no_lines
from portal.prospecting.models import Measure, Outlook, Proposal
from portal.prospecting.payback import WHOLE, Case, case_of
from portal.prospecting.queries.proposals import MOST_PRICED, Priced

PRICED_ROWS = range(1, MOST_PRICED + 1)


class Handed(Word):
    YES = "yes", P_("proposal", "Handed over")
    NO = "no", P_("proposal", "Draft")


class ProposalFilters(InCity):
    handed = WordField(_l("State"), words=Handed, blank=_l("Drafts and handed over"))


class PriceListForm(Form):
    """A row a line: title1, price1, measure1, share1 …; a row without a title is no line."""

    def __init__(self, lines: list[Priced] | None = None, **kwargs: Any) -> None:
        given = {f"{name}{n}": value for n, line in enumerate(lines or [], 1) for name, value in vars(line).items()}
        super().__init__(data=given, **kwargs)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [{name: self[f"{name}{n}"] for name in ("title", "price", "measure", "share")} for n in PRICED_ROWS]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        name_rows(self.rows)
        good = bool(super().validate(*args, **kwargs))
        for row in self.rows:
            if row["title"].data and row["price"].data is None and not row["price"].errors:
                row["price"].errors = [*row["price"].errors, _l("Write what one costs.")]
                good = False
        return good

    @property
    def lines(self) -> list[Priced]:
        rows = [{name: field.data for name, field in row.items()} for row in self.rows]
        return [
            Priced(r["title"], r["price"], r["measure"] or Measure.ONCE, r["share"] or 0) for r in rows if r["title"]
        ]


class PlanLinkForm(Form):
    days = NumberField(_l("Works for so many days"), [needed()], least=1, most=30, default=7)


class PlanDoorForm(Form):
    """One button: whoever holds a link opens it himself."""


class ProposalForm(LinesForm):
    """A version: lines title1 … company12, cases low_footfall … high_margin."""

    ABOVE = ("findings", "changes")
    BELOW = ("days", "rent", "wages", "other", "today")

    findings = LongTextField(_l("What we found"), most=600, description=_l("What the survey showed, in plain words."))
    changes = LongTextField(_l("What will change"), most=600, description=_l("What renovation and goods put right."))
    goods = MoneyField(_l("Goods from the company"), most=MOST_FEN, description=_l("What the goods given are worth."))
    goods_note = TextField(_l("Which goods"), most=300)
    training_days = NumberField(_l("Days of training in the store"), most=90)
    training_note = TextField(_l("What is trained"), most=300)
    days = NumberField(_l("Days open in a month"), [needed()], least=1, most=31)
    rent = MoneyField(_l("Rent a month"), most=MOST_FEN)
    wages = MoneyField(_l("Wages a month"), most=MOST_FEN)
    other = MoneyField(_l("Power and the rest a month"), most=MOST_FEN)
    today = MoneyField(
        _l("What a month brings today"), least=-MOST_FEN, most=MOST_FEN,
        description=_l("Only what is earned beyond it pays the money back."),
    )  # fmt: skip

    def __init__(self, proposal: Proposal | None = None, begun: Any = None, **kwargs: Any) -> None:
        given = spread(proposal.lines, proposal.cases) if proposal else {}
        if begun:
            kwargs["data"] = {**begun, **spread(begun.get("lines", []), begun.get("cases", {}))}
        super().__init__(obj=proposal, **given, **kwargs)

    def stored(self) -> dict[str, Any]:
        return super().stored() | no_lines() | spread(self.subject.lines, self.subject.cases)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        for level, fields in self.columns:
            name_fields(level.label, fields)
        return super().validate(*args, **kwargs)

    @property
    def columns(self) -> list[tuple[Outlook, list[Any]]]:
        return [(level, [self[f"{level.value}_{name}"] for name in Case().row]) for level in Outlook]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the proposal's row takes; rows without a title fall away."""
        texts = ("findings", "changes", "goods_note", "training_note")
        sums = ("goods", "training_days", "days", "rent", "wages", "other", "today")
        facts: dict[str, Any] = {name: self[name].data or "" for name in texts}
        facts |= {name: self[name].data or 0 for name in sums}
        return facts | {"lines": self.lines, "cases": self.cases}

    @property
    def cases(self) -> dict[str, Any]:
        return {
            level.value: {name: self[f"{level.value}_{name}"].data or 0 for name in Case().row} for level in Outlook
        }


def spread(lines: Any, cases: Any) -> dict[str, Any]:
    """Return lines and cases as the fields' values."""
    found = as_fields(lines)
    for level in Outlook:
        case = case_of((cases or {}).get(level.value))
        found |= {f"{level.value}_{name}": value for name, value in case.row.items()}
    return found


for _n in PRICED_ROWS:
    setattr(PriceListForm, f"title{_n}", TextField(_l("What is done"), most=40))
    setattr(PriceListForm, f"price{_n}", MoneyField(_l("Price of one"), most=MOST_FEN))
    setattr(PriceListForm, f"measure{_n}", WordField(_l("Counted"), words=Measure, default=Measure.ONCE))
    setattr(PriceListForm, f"share{_n}", NumberField(_l("Company pays, in percent"), most=100))
for _level in Outlook:
    setattr(ProposalForm, f"{_level.value}_footfall", NumberField(_l("People a day"), most=100_000))
    setattr(ProposalForm, f"{_level.value}_buyers", QuantityField(_l("Of them buy, in percent"), most=WHOLE))
    setattr(ProposalForm, f"{_level.value}_basket", MoneyField(_l("A buyer spends"), most=1_000_000_00))
    setattr(ProposalForm, f"{_level.value}_margin", QuantityField(_l("Margin, in percent"), most=WHOLE))
