"""Forms of the alerts about members and of their rules."""

from portal.kernel.forms import (
    Filters,
    Form,
    NumberField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import N_, Word, _l
from portal.selling.models import ReadingState
from portal.selling.rules import Rules


class ConclusionForm(Form):
    conclusion = TextField(_l("What it was about"), [needed()], most=300)


class ReadingFilters(Filters):
    state = WordField(_l("State"), words=ReadingState, blank=_l("All states"))


class Kept(Word):
    """How long a member is kept who neither buys nor is looked at, in months."""

    ALWAYS = "0", N_("Until he asks to be erased")
    TWO_YEARS = "24", N_("24 months")
    THREE_YEARS = "36", N_("36 months")
    FIVE_YEARS = "60", N_("60 months")


class HoldsKept(Word):
    """How long a sale on hold is kept that nobody takes up, in days."""

    WEEK = "7", N_("7 days")
    MONTH = "30", N_("30 days")
    QUARTER = "90", N_("90 days")


class RulesForm(Form):
    seen = NumberField(_l("Members looked at within an hour"), [needed()], least=5, most=100_000)
    exported = NumberField(_l("Members exported within an hour"), [needed()], least=1, most=1_000_000)
    months = WordField(_l("Idle members are kept"), [needed()], words=Kept)
    holds = WordField(_l("Sales on hold that nobody takes up are kept"), [needed()], words=HoldsKept)

    @property
    def rules(self) -> Rules:
        return Rules(**{name: int(value) for name, value in self.values.items()})
