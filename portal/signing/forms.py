"""Forms of applications: particulars, rows of investment, papers, the decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import MultipleFileField, RadioField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.queries import person_name
from portal.kernel import clock, money
from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    LongTextField,
    NumberField,
    PhoneField,
    TextField,
    WordField,
    needed,
    tidy,
)
from portal.kernel.words import _l
from portal.network.models import SUPPORT, earliest_opening
from portal.signing.actions import Line
from portal.signing.models import Application, ApplicationState, Payer, Verdict

MOST_ROWS = 64  # a proposal of thirty lines that both sides pay, and goods, with room to add
ROWS_SHOWN = 12
BLANK_ROWS = 4
IN_PERSON = 0
MOST_AMOUNT = 10**11  # fen


class ApplicationFilters(Filters):
    state = WordField(_l("State"), words=ApplicationState, blank=_l("All states"))


@dataclass
class Row:
    """A row of investment as typed."""

    title: str = ""
    payer: str = Payer.COMPANY.value
    amount: str = ""
    error: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.title and not self.amount

    def read(self) -> Line | None:
        """Return the line, or note what is wrong with the row."""
        try:
            fen = money.parse_yuan(self.amount)
        except ValueError:
            fen = 0
        if not self.title:
            self.error = _("Say what is paid for.")
        elif not 0 < fen <= MOST_AMOUNT:
            self.error = _("Write an amount like 12500.")
        elif self.payer not in {payer.value for payer in Payer}:
            self.error = _("Say who pays.")
        else:
            return Line(self.title, Payer(self.payer), fen)
        return None


class PapersField(MultipleFileField):
    """Several photos and PDF files."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [file for file in valuelist if getattr(file, "filename", "")]


class OpeningField(DateField):
    """The planned opening; a day too early for the support is warned of, never refused."""

    @property
    def caution(self) -> str:
        earliest = earliest_opening(clock.today())
        if not self.data or self.data >= earliest:
            return ""
        days = SUPPORT.days
        return _(
            "Support takes %(days)s days: approved today, the store can open on %(day)s at the earliest.",
            days=days,
            day=earliest,
        )


class ApplicationForm(Edits):
    store_name = TextField(_l("Name of the store"), [needed()], most=80)
    district = TextField(_l("District"), most=60)
    address = TextField(_l("Address"), most=200)
    owner_name = TextField(_l("Owner's name"), most=60, render_kw={"autocomplete": "off"})
    owner_phone = PhoneField(_l("Owner's phone"), [Optional()], render_kw={"autocomplete": "off", "inputmode": "tel"})
    area_m2 = NumberField(_l("Sales area in m²"), [Optional()], least=10, most=50_000)
    tills = NumberField(_l("Number of tills"), [Optional()], least=1, most=60)
    planned_opening = OpeningField(_l("Planned opening"), [Optional()])
    reasons = LongTextField(_l("Why this store"))
    papers = PapersField(_l("Photos and papers"), render_kw={"accept": "image/*,application/pdf"})
    drop = SelectMultipleField(
        _l("Take out"), coerce=int, choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, *args: Any, papers_held: Any = (), lines: Sequence[Line] = (), **kwargs: Any) -> None:
        """`lines` are those that a new application begins with."""
        super().__init__(*args, **kwargs)
        self.drop.choices = [(file.id, file.name) for file in papers_held]
        application: Application | None = kwargs.get("obj")
        if self.is_submitted():
            self.rows = typed_rows()
        else:
            self.rows = rows_of(application.lines if application else lines)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        good = super().validate(*args, **kwargs)
        self.lines = [line for row in self.rows if not row.is_blank and (line := row.read()) is not None]
        for n, row in enumerate(self.rows, 1):
            if row.error:
                self.form_errors.append(_("Investment, row %(n)s: %(error)s", n=n, error=row.error))
        return good and not self.form_errors

    def stored(self) -> dict[str, Any]:
        held = [Line(line.title, line.payer, line.amount) for line in self.subject.lines]
        return super().stored() | {"lines": held}

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"lines": self.lines}

    def said(self, name: str, value: Any) -> tuple[str, str]:
        return (_("Investment"), told(value)) if name == "lines" else super().said(name, value)

    def take(self, name: str, value: Any) -> None:
        if name != "lines":
            return super().take(name, value)
        self.lines, self.rows = value, rows_of(value)

    @property
    def rows_shown(self) -> list[Row]:
        """Return the rows as typed with blank ones behind them."""
        blank = max(BLANK_ROWS, ROWS_SHOWN - len(self.rows))
        return [*self.rows, *(Row() for _ in range(blank))][:MOST_ROWS]

    @property
    def payers(self) -> list[tuple[str, str]]:
        return [(payer.value, payer.label) for payer in Payer]

    @property
    def facts(self) -> dict[str, Any]:
        """Return the particulars, without what is handled on its own."""
        own = {"papers", "drop"}
        values = {name: value for name, value in self.values.items() if name not in own}
        return {name: value or "" if name in TEXTS else value for name, value in values.items()}


def rows_of(lines: Iterable[Any]) -> list[Row]:
    return [Row(line.title, line.payer.value, money.plain_yuan(line.amount)) for line in lines]


def told(lines: Iterable[Line]) -> str:
    """Return the lines of an investment as one text."""
    return "; ".join(f"{line.title} {line.payer.label} {money.money(line.amount)}" for line in lines)


TEXTS = {"store_name", "district", "address", "owner_name", "owner_phone", "reasons"}


def typed_rows() -> list[Row]:
    """Return the rows of the request, however many of their parts arrived."""
    titles, payers, amounts = (request.form.getlist(name) for name in ("line_title", "line_payer", "line_amount"))
    rows = []
    for n in range(min(MOST_ROWS, max(len(titles), len(amounts)))):
        title, payer, amount = (tidy(part[n]) if n < len(part) else "" for part in (titles, payers, amounts))
        rows.append(Row(title[:120], payer or Payer.COMPANY.value, amount[:20]))
    while rows and rows[-1].is_blank:
        rows.pop()
    return rows


class SubmissionForm(Form):
    """Handing in says nothing but yes; what is missing the model says."""


class WithdrawalForm(Form):
    reason = LongTextField(_l("Why the application is withdrawn"), [needed()], most=500)


class DecisionForm(Form):
    verdict = WordField(_l("Decision"), words=Verdict)
    reason = LongTextField(_l("Conditions, or the reason"), most=2000)
    for_id = RadioField(_l("In whose name"), coerce=int, choices=[])

    def __init__(self, absent: Sequence[int] = (), **kwargs: Any) -> None:
        """`absent` are those whom the viewer stands in for; he decides in the first one's name unless he says not."""
        super().__init__(**kwargs)
        named = [(i, _("Standing in for %(absent)s", absent=person_name(i))) for i in absent]
        self.for_id.choices = [*named, (IN_PERSON, _("In my own name"))]
        if self.for_id.data is None:
            self.for_id.data = self.for_id.choices[0][0]
        if not absent:
            del self.for_id

    @property
    def stands_for(self) -> int | None:
        """The colleague in whose name it is decided; None in the decider's own."""
        return (self.for_id.data or None) if "for_id" in self else None
