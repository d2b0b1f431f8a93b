"""Forms of quotations and payment plans; their rows are fields added below."""

from typing import Any

from wtforms import HiddenField

from portal.kernel import clock
from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    IdField,
    LongTextField,
    MoneyField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import P_, Word, _l
from portal.network.queries import cities
from portal.prospecting.forms.lines import MOST_FEN, LinesForm, as_fields, name_rows, no_lines
from portal.prospecting.models import Part, PartKind, Quotation, QuotationState

PARTS = range(1, 7)
OF_PARTS = ("kind", "due", "amount", "note")


class QuotationSourceForm(Form):
    """One tap: which lines the version begins with."""

    source = HiddenField()


class QuotationForm(LinesForm):
    """A version: lines title1 … company12, as a proposal's."""

    valid_until = DateField(_l("Valid until"), [needed()])
    note = LongTextField(_l("Note on the quotation"), most=500, description=_l("The other side reads it."))

    def __init__(self, quotation: Quotation, **kwargs: Any) -> None:
        super().__init__(obj=quotation, **as_fields(quotation.lines), **kwargs)

    def stored(self) -> dict[str, Any]:
        return super().stored() | no_lines() | as_fields(self.subject.lines)

    @property
    def facts(self) -> dict[str, Any]:
        return {"valid_until": self.valid_until.data, "note": self.note.data or "", "lines": self.lines}


class AcceptanceForm(Form):
    name = TextField(_l("Who accepted it"), [needed()], most=60)
    on = DateField(_l("Accepted on"), [needed()], default=clock.today)


class PlanForm(Form):
    """A row a part: kind1, due1, amount1, note1 …; a row without an amount is no part."""

    version = HiddenField()

    def __init__(self, parts: list[Part] | None = None, **kwargs: Any) -> None:
        given = {
            f"{name}{n}": value
            for n, part in enumerate(parts or [], 1)
            for name, value in zip(OF_PARTS, (part.kind, part.due_on, part.amount, part.note), strict=True)
        }
        super().__init__(data={**given, **kwargs.pop("data", {})}, **kwargs)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [{name: self[f"{name}{n}"] for name in OF_PARTS} for n in PARTS]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        name_rows(self.rows)
        good = bool(super().validate(*args, **kwargs))
        for row in self.rows:
            if row["amount"].data and row["due"].data is None and not row["due"].errors:
                row["due"].errors = [*row["due"].errors, _l("Write when it is due.")]
                good = False
        return good

    @property
    def shown(self) -> int:
        """How many rows stand open: those with an amount and one more."""
        return min(len(PARTS), max((n for n in PARTS if self[f"amount{n}"].data), default=0) + 1)

    @property
    def parts(self) -> list[Part]:
        typed = [{name: field.data for name, field in row.items()} for row in self.rows]
        return [Part(r["kind"], r["due"], r["amount"], r["note"] or "") for r in typed if r["amount"]]

    @property
    def seen(self) -> int:
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class PaymentForm(Form):
    on = DateField(_l("Paid on"), [needed()], default=clock.today)
    note = TextField(_l("How it was paid"), most=120)


class NotPaidForm(Form):
    reason = TextField(_l("Reason"), most=200)


class Due(Word):
    OVERDUE = "overdue", P_("payment", "Overdue"), "bad"
    OPEN = "open", P_("payment", "Not paid yet")
    PAID = "paid", P_("payment", "Paid"), "now"


class QuotationFilters(Filters):
    city = IdField(_l("City"), blank=_l("All cities"))
    state = WordField(_l("State"), words=QuotationState, blank=_l("All states"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        self.city.choices = [(city.id, city.name) for city in cities(viewer)]
        self.validate()


class PaymentFilters(Filters):
    city = IdField(_l("City"), blank=_l("All cities"))
    due = WordField(_l("State"), words=Due, blank=_l("Paid or not"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        self.city.choices = [(city.id, city.name) for city in cities(viewer)]
        self.validate()


for _n in PARTS:
    setattr(PlanForm, f"kind{_n}", WordField(_l("Kind"), words=PartKind, default=PartKind.PROGRESS))
    setattr(PlanForm, f"due{_n}", DateField(_l("Due on")))
    setattr(PlanForm, f"amount{_n}", MoneyField(_l("Amount"), most=MOST_FEN * 12))
    setattr(PlanForm, f"note{_n}", TextField(_l("Note"), most=120))
