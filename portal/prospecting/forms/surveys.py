"""Forms of surveys."""

from typing import Any

from wtforms import HiddenField

from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    IdField,
    LongTextField,
    NumberField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import P_, Word, _l
from portal.network.queries import cities
from portal.prospecting.forms.fields import HOURS, PhotosField
from portal.prospecting.models import (
    Survey,
)


class Trade(Word):
    QUIET = "quiet", P_("trade", "Quiet")
    BUSY = "busy", P_("trade", "Not quiet")


class SurveyFilters(Filters):
    city = IdField(_l("City"), blank=_l("All cities"))
    trade = WordField(_l("Trade"), words=Trade, blank=_l("Quiet or not"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        self.city.choices = [(city.id, city.name) for city in cities(viewer)]
        self.validate()


class SurveyForm(Edits):
    """One supermarket on one day; the hours' fields h07 … h22 are added below."""

    name = TextField(_l("Supermarket"), [needed()], most=120)
    region_id = IdField(_l("City"), [needed()], blank=_l("Choose a city"))
    district = TextField(_l("District"), most=60)
    address = TextField(_l("Address"), most=200)
    surveyed_on = DateField(_l("Surveyed on"), [needed()])
    area_m2 = NumberField(_l("Area m²"), least=1, most=100_000)
    tills_total = NumberField(_l("Tills"), most=200)
    tills_open = NumberField(_l("Tills open"), most=200)
    staff = NumberField(_l("Staff"), most=2000)
    shelf_gaps = NumberField(_l("Shelf gaps"), most=5000, description=_l("Empty places you count on the shelves."))
    operator = TextField(_l("Operator"), most=60, description=_l("Who runs it, if you asked."))
    photos = PhotosField(_l("Photos"))
    note = LongTextField(_l("Note"), most=2000)
    prospect_id = HiddenField()

    def __init__(self, viewer: Any, survey: Survey | None = None, **kwargs: Any) -> None:
        hours = {f"h{int(hour):02d}": n for hour, n in survey.footfall.items()} if survey else {}
        super().__init__(obj=survey, **hours, **kwargs)
        self.region_id.choices = (
            [(survey.region_id, survey.city.name)] if survey else [(city.id, city.name) for city in cities(viewer)]
        )

    def stored(self) -> dict[str, Any]:
        return super().stored() | {field.name: self.subject.footfall.get(str(hour)) for hour, field in self.hours}

    @property
    def hours(self) -> list[tuple[int, Any]]:
        """Return (hour, its field) in order."""
        return [(hour, self[f"h{hour:02d}"]) for hour in HOURS]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the survey's row takes."""
        own = ("region_id", "photos", "prospect_id", "csrf_token", "version")
        facts = {name: f.data for name, f in self._fields.items() if name not in own and f not in self.hour_fields}
        facts |= {name: facts[name] or "" for name in ("district", "address", "operator", "note")}
        return facts | {"footfall": {str(hour): f.data for hour, f in self.hours if f.data is not None}}

    @property
    def hour_fields(self) -> list[Any]:
        return [f for _hour, f in self.hours]


for _hour in HOURS:
    setattr(SurveyForm, f"h{_hour:02d}", NumberField(f"{_hour:02d}–{_hour + 1:02d}", most=20_000))


class JudgementForm(Form):
    trade = WordField(_l("Trade"), words=Trade, blank=_l("As computed"))
    reason = TextField(_l("Reason"), most=300)

    @property
    def quiet(self) -> bool | None:
        return None if not self.trade.data else self.trade.data == Trade.QUIET
