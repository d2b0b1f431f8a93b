"""Forms of surveys."""

from typing import Any

from wtforms import HiddenField

from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Form,
    IdField,
    LongTextField,
    MoneyField,
    NumberField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.refusals import Refused
from portal.kernel.words import P_, Word, _l
from portal.network import divisions
from portal.network.models import Region
from portal.network.queries import cities
from portal.prospecting.forms.fields import HOURS, InCity, PhotosField, segment
from portal.prospecting.models import WHOLE_HOUR, Freshness, Survey
from portal.prospecting.queries.basket import Good, basket, past_goods

MINUTES = (10, 15, 30, WHOLE_HOUR)


class Trade(Word):
    QUIET = "quiet", P_("trade", "Quiet")
    BUSY = "busy", P_("trade", "Not quiet")


class SurveyFilters(InCity):
    trade = WordField(_l("Trade"), words=Trade, blank=_l("Quiet or not"))


class SurveyForm(Edits):
    """One supermarket on one day; the hours' fields h07 … h22 are added below, the basket's by `survey_form`."""

    name = TextField(_l("Supermarket"), [needed()], most=120)
    address = TextField(_l("Address"), most=200, description=_l("Pasted whole, it fills in city and district."))
    region_id = IdField(_l("City"), [needed()], blank=_l("Choose a city"))
    district = TextField(_l("District"), most=60)
    surveyed_on = DateField(_l("Surveyed on"), [needed()])
    area_m2 = NumberField(_l("Area m²"), least=1, most=100_000)
    tills_total = NumberField(_l("Tills"), most=200)
    tills_open = NumberField(_l("Tills open"), most=200)
    staff = NumberField(_l("Staff"), most=2000)
    minutes = IdField(_l("Minutes you count in each hour"))
    bought = NumberField(_l("Left with goods"), most=20_000)
    empty_handed = NumberField(_l("Left with nothing"), most=20_000)
    passed_by = NumberField(_l("Walked past"), most=20_000)
    shelf_gaps = NumberField(_l("Shelf gaps"), most=5000, description=_l("Empty places you count on the shelves."))
    freshness = segment(_l("Freshness"), Freshness, blank=_l("Not looked at"))
    rivals = TextField(_l("Rivals near"), most=500, description=_l("Who else sells groceries nearby."))
    operator = TextField(_l("Operator"), most=60, description=_l("Who runs it, if you asked."))
    photos = PhotosField(_l("Photos"))
    note = LongTextField(_l("Note"), most=2000)
    prospect_id = HiddenField()
    again_id = HiddenField()
    goods: dict[str, Good] = {}
    shown_goods: list[str] = []

    def __init__(self, viewer: Any, survey: Survey | None = None, **kwargs: Any) -> None:
        super().__init__(obj=survey, **(of_hours(survey) | of_basket(survey) if survey else {}), **kwargs)
        self.places: list[Region] = [survey.city] if survey else list(cities(viewer))
        self.region_id.choices = [(city.id, city.name) for city in self.places]
        self.minutes.choices = [(n, _l("%(num)s minutes", num=n)) for n in MINUTES]
        if self.minutes.data not in MINUTES:
            self.minutes.data = WHOLE_HOUR

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        self.place_by_address()
        valid = bool(super().validate(*args, **kwargs))
        return self.tills_agree() and valid

    def tills_agree(self) -> bool:
        """Whether no more tills are open than there are: it is said together with what else is wrong."""
        total, busy = self.tills_total.data, self.tills_open.data
        agree = total is None or busy is None or busy <= total
        if not agree:
            self.refuse(Refused("More tills are open than there are.", field="tills_open"))
        return agree

    def place_by_address(self) -> None:
        """Take city and district from a pasted address where they were left empty; the street stays."""
        found = divisions.place_of(self.address.data or "", [city.code for city in self.places])
        city = next((c for c in self.places if found.city and c.code == found.city.code), None)
        if city is None or self.region_id.data not in (None, city.id):
            return
        self.region_id.data, self.region_id.raw_data = city.id, [str(city.id)]
        if not found.district or self.district.data not in (None, "", found.district):
            return
        self.district.data = found.district
        self.address.data, self.address.raw_data = found.rest, [found.rest]

    def stored(self) -> dict[str, Any]:
        theirs = dict.fromkeys(self.goods) | of_basket(self.subject)
        return super().stored() | {f.name: None for f in self.hour_fields} | of_hours(self.subject) | theirs

    @property
    def hours(self) -> list[tuple[int, Any]]:
        """Return (hour, its field) in order."""
        return [(hour, self[f"h{hour:02d}"]) for hour in HOURS]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the survey's row takes."""
        own = ("region_id", "photos", "prospect_id", "again_id", "csrf_token", "version", *self.goods)
        facts = {name: f.data for name, f in self._fields.items() if name not in own and f not in self.hour_fields}
        facts |= {name: facts[name] or "" for name in ("district", "address", "operator", "note", "rivals")}
        facts |= {"freshness": facts["freshness"] or None, "prices": self.prices}
        return facts | {"footfall": {str(hour): f.data for hour, f in self.hours if f.data is not None}}

    @property
    def prices(self) -> list[dict[str, Any]]:
        """Return the basket as it was priced: ours beside theirs."""
        priced = [(good, self[name].data) for name, good in self.goods.items() if self[name].data is not None]
        return [{"id": good.id, "name": good.name, "own": good.own, "theirs": theirs} for good, theirs in priced]

    @property
    def known_places(self) -> list[list[Any]]:
        """Return [id, what an address may begin with, districts] of each city, for the phone to read addresses by."""
        return [[city.id, beginnings(city), divisions.districts_of(city.code)] for city in self.places]

    @property
    def hour_fields(self) -> list[Any]:
        return [f for _hour, f in self.hours]

    @property
    def typed_wrong(self) -> bool:
        """Whether one of the counts is wrong that are typed behind the counter."""
        return any(f.errors for f in (*self.hour_fields, self.bought, self.empty_handed, self.passed_by))

    @property
    def priced_wrong(self) -> bool:
        return any(self[name].errors for name in self.goods)

    @property
    def basket(self) -> list[tuple[Good, Any]]:
        """Return (good, its field) of the goods to be priced today, and of those priced already."""
        shown = [name for name in self.goods if name in self.shown_goods or self[name].data is not None]
        return [(self.goods[name], self[name]) for name in shown]


for _hour in HOURS:
    setattr(SurveyForm, f"h{_hour:02d}", NumberField(f"{_hour:02d}–{_hour + 1:02d}", most=20_000))


def survey_form(viewer: Any, survey: Survey | None = None, **kwargs: Any) -> SurveyForm:
    """Return the form with a price field for each good of the basket, and of the baskets before it.

    A survey's own goods keep the price of ours that stood beside them that day.
    """
    own = [Good(row["id"], row["name"], row["own"]) for row in (survey.prices or [])] if survey else []
    today = basket()
    goods = {f"price{good.id}": good for good in [*past_goods(), *today, *own]}
    ordered = dict.fromkeys([f"price{good.id}" for good in [*today, *own]]) | dict.fromkeys(goods)
    fields = {name: MoneyField(goods[name].name, most=1_000_000_00) for name in ordered}
    facts = {"goods": {name: goods[name] for name in ordered}, "shown_goods": [f"price{good.id}" for good in today]}
    return type("PricedSurveyForm", (SurveyForm,), fields | facts)(viewer, survey, **kwargs)


def beginnings(city: Region) -> list[list[str]]:
    """Return [names of its province, names of the city], long and short."""
    register = divisions.register()
    division = register.get(city.code)
    province = register[division.parent].name if division else ""
    return [sorted({name, divisions.short(name)}, key=len, reverse=True) for name in (province, city.name)]


def of_hours(survey: Survey) -> dict[str, Any]:
    return {f"h{int(hour):02d}": n for hour, n in survey.footfall.items()}


def of_basket(survey: Survey) -> dict[str, Any]:
    return {f"price{row['id']}": row["theirs"] for row in survey.prices or []}


class JudgementForm(Form):
    trade = WordField(_l("Trade"), words=Trade, blank=_l("As computed"))
    reason = TextField(_l("Reason"), most=300)

    @property
    def quiet(self) -> bool | None:
        return None if not self.trade.data else self.trade.data == Trade.QUIET
