"""Forms of the funnel: what it is about, and the filters by which its numbers lead to their rows."""

from datetime import timedelta
from typing import Any

from wtforms.widgets import HiddenInput

from portal.accounts.queries import names_of
from portal.kernel import clock
from portal.kernel.forms import DateField, Filters, IdField, WordField
from portal.kernel.words import N_, Word, _l
from portal.prospecting import queries
from portal.prospecting.forms.fields import InCity, city_filter
from portal.prospecting.funnel import By, last_months
from portal.prospecting.models import STAGES, LossWhy, Prospect, Source, Stage, Track
from portal.prospecting.queries.funnel import Asked, reached


class Span(Word):
    YEAR = "12", N_("Last 12 months")
    HALF = "6", N_("Last 6 months")
    QUARTER = "3", N_("Last 3 months")
    MONTH = "1", N_("This month")


class Shown(Word):
    COUNT = "count", N_("How many")
    SHARE = "share", N_("From the stage before")
    DAYS = "days", N_("Median days")


class FunnelFilters(InCity):
    track = WordField(_l("Track"), words=Track, blank=_l("Both tracks"))
    span = WordField(_l("Time"), words=Span, blank=None)
    city = city_filter()
    source = WordField(_l("Source"), words=Source, blank=_l("All sources"))
    owner = IdField(_l("In charge"), blank=_l("Everyone"))
    by = WordField(_l("By"), words=By)
    show = WordField(_l("Show"), words=Shown)

    def fill(self, viewer: Any) -> None:
        owners = queries.owner_ids(viewer)
        names = names_of(owners)
        self.owner.choices = sorted(((one, names.get(one, "")) for one in owners), key=lambda pair: pair[1])

    @property
    def asked(self) -> Asked:
        span = self.chosen("span") or Span.YEAR
        track = self.chosen("track") or Track.SUPERMARKET
        narrowed = {name: self.chosen(name) for name in ("city", "source", "owner")}
        return Asked(track, *last_months(int(span.value)), **narrowed)


class Unseen(WordField):
    """A choice that comes with an address only."""

    widget = HiddenInput()

    def _value(self) -> str:
        return str(getattr(self.data, "value", self.data) or "")


class Without(Word):
    """What those lack whom a number of the funnel counts as not said."""

    SOURCE = "source", N_("Source")
    OWNER = "owner", N_("In charge")
    WHY = "why", N_("Why lost")


class FoundFilters(Filters):
    """By which the numbers of the funnel lead to their rows: found when and where from, how far, why lost."""

    source = WordField(_l("Source"), words=Source, blank=_l("All sources"))
    reached = Unseen(_l("Came as far as"), words=Stage, blank=_l("All"))
    short = Unseen(_l("But not as far as"), words=Stage, blank=_l("All"))
    why = Unseen(_l("Why lost"), words=LossWhy, blank=_l("All"))
    without = Unseen(_l("Not said:"), words=Without, blank=_l("All"))
    since = DateField(_l("Found from"), widget=HiddenInput())
    until = DateField(_l("Found until"), widget=HiddenInput())

    def narrow_found(self, statement: Any, track: Track | None) -> Any:
        """Narrow a select of prospects as a number of the funnel counts them."""
        if (source := self.chosen("source")) is not None:
            statement = statement.where(Prospect.source == source)
        if (why := self.chosen("why")) is not None:
            statement = statement.where(Prospect.lost_why == why)
        if (without := self.chosen("without")) is not None:
            lacking = {"source": Prospect.source, "owner": Prospect.owner_id, "why": Prospect.lost_why}
            statement = statement.where(lacking[without.value].is_(None))
        if (since := self.chosen("since")) is not None:
            statement = statement.where(Prospect.made_at >= clock.at(since))
        if (until := self.chosen("until")) is not None:
            statement = statement.where(Prospect.made_at < clock.at(until + timedelta(days=1)))
        if track is None:
            return statement
        come, short = self.chosen("reached"), self.chosen("short")
        for stage, is_so in ((come, True), (short, False)):
            if stage in STAGES[track]:
                statement = statement.where(reached(track, stage) if is_so else ~reached(track, stage))
        return statement

    @property
    def found_note(self) -> str:
        """Say in words what comes with the address only."""
        said = [
            f"{field.label.text} {getattr(field.data, 'label', field.data)}"
            for field in (self.reached, self.short, self.why, self.without, self.since, self.until)
            if self.chosen(field.name) is not None
        ]
        return " · ".join(said)
