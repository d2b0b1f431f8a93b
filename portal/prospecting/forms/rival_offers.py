"""Forms of what somebody else offers, and of the list of it."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField, ValidationError

from portal.kernel import clock, money
from portal.kernel.forms import DateField, Form, MoneyField, TextField, WordField, needed
from portal.kernel.words import N_, Word, _l
from portal.prospecting.forms.fields import InCity
from portal.prospecting.forms.lines import MOST_FEN
from portal.prospecting.models import Ours

A_LINE, NOTHING = "line:", "nothing"


class Heard(Word):
    """How fresh what was heard must be."""

    MONTH = "month", N_("In the last 30 days")
    QUARTER = "quarter", N_("In the last 90 days")

    @property
    def since(self) -> date:
        return clock.today() - timedelta(days=30 if self == Heard.MONTH else 90)


class RivalOfferFilters(InCity):
    heard = WordField(_l("Heard on"), words=Heard, blank=_l("Heard at any time"))


class RivalOfferForm(Form):
    rival = TextField(_l("Who offers it"), [needed()], most=80)
    price = MoneyField(_l("What it costs him there"), most=MOST_FEN)
    offer = TextField(_l("What they offer him"), most=300)
    against = SelectField(
        _l("Against what of ours"), default="", validate_choice=False,
        description=_l("Our price comes from the quotation or the proposal."),
    )  # fmt: skip
    our_price = MoneyField(
        _l("Our price for it"), most=MOST_FEN, description=_l("Counts only where ours is not reckoned.")
    )
    heard_on = DateField(_l("Heard on"), [needed()], default=clock.today)
    source = TextField(_l("Heard from"), [needed()], most=120)

    def __init__(self, ours: Ours, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_known = ours.whole is not None
        lines = [(A_LINE + title, named(title, price)) for title, price in ours.lines.items()]
        self.against.choices = [
            ("", named(_("All that we offer"), ours.whole)),
            *lines,
            (NOTHING, _("Nothing of ours")),
        ]

    def validate_against(self, chosen: Any) -> None:
        """A line may have gone from the quotation meanwhile."""
        if chosen.data not in [value for value, _label in chosen.choices]:
            raise ValidationError(_l("Choose one of the list."))

    @property
    def facts(self) -> dict[str, Any]:
        texts = {name: self[name].data or "" for name in ("rival", "offer", "source")}
        chosen = self.against.data or ""
        texts |= {"against": None if chosen == NOTHING else chosen.removeprefix(A_LINE)}
        return texts | {name: self[name].data for name in ("price", "our_price", "heard_on")}


def named(title: str, price: int | None) -> str:
    """Return what is chosen with its price, where that is known."""
    return title if price is None else f"{title} · {money.money(price)}"
