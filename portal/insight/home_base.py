"""What every home knows, whoever opens it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from flask_babel import format_date

from portal.accounts.queries import names_of
from portal.insight.figures import Months
from portal.kernel import clock
from portal.kernel.words import N_, say
from portal.selling.idle_queries import Idle, idle_in_all
from portal.selling.models import Reading
from portal.selling.reading_queries import open_readings

REPORT_DAYS = 7


@dataclass(frozen=True)
class LookedAt:
    """An alert about looking at very many members, with the name of whom it is about; empty where it is nobody."""

    reading: Reading
    name: str


@dataclass
class Home:
    """What all homes know; every read happens once, when the page asks for it."""

    viewer: Any
    today: date = field(default_factory=clock.today)
    template: ClassVar[str]

    @property
    def day_title(self) -> str:
        """Return "11月23日 周一" or "Mon 23 November"."""
        return format_date(self.today, say(N_("EEE d MMMM")))

    @cached_property
    def months(self) -> Months:
        return Months.around(clock.month_start(self.today))

    @cached_property
    def idle(self) -> Idle:
        """How many members are announced as idle, and when the first of them are anonymised."""
        return idle_in_all(self.viewer)

    @cached_property
    def looked_at(self) -> list[LookedAt]:
        """The newest alerts about looking at very many members that wait for this person."""
        found = open_readings(self.viewer)
        names = names_of(one.actor_id for one in found)
        return [LookedAt(one, names.get(one.actor_id or 0, "")) for one in found]
