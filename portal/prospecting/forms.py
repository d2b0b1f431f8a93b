"""Forms of cities, surveys, prospects and contacts: the shape of input."""

from datetime import UTC, datetime
from typing import Any

from wtforms import BooleanField, DateTimeLocalField, FileField, HiddenField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput

from portal.accounts.models import User
from portal.accounts.queries import managers_of, names_of
from portal.kernel import clock
from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    IdField,
    LongTextField,
    NumberField,
    PhoneField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import N_, P_, Word, _l
from portal.network.queries import cities
from portal.prospecting import queries
from portal.prospecting.board import is_due, is_stuck
from portal.prospecting.models import (
    CityState,
    ContactKind,
    PitchPoint,
    Prospect,
    Source,
    Stage,
    Survey,
    TieKind,
    Track,
)

HOURS = range(7, 23)  # the hours in which footfall is counted: from 07:00 to before 23:00


def segment(label: Any, words: type[Word], **kwargs: Any) -> WordField:
    """A choice among few, drawn as a segment."""
    widget = ListWidget(prefix_label=False)
    return WordField(label, words=words, widget=widget, option_widget=RadioInput(), **kwargs)


class MomentField(DateTimeLocalField):
    """A day and a time of the network's zone; data is an aware moment."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(label, validators, format=formats, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return clock.local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(_l("Write a day and a time like 2026-11-23 14:05.")) from None
        if self.data and not 1990 <= self.data.year < 2100:
            self.data = None
            raise ValueError(_l("This date is out of range."))
        self.data = self.data.replace(tzinfo=clock.zone()).astimezone(UTC) if self.data else None


class PhotosField(FileField):
    """Several photos; data is the list of uploads."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [upload for upload in valuelist or [] if getattr(upload, "filename", "")]


class CityFilters(Filters):
    state = WordField(_l("State"), words=CityState, blank=_l("All states"))


class CityForm(Form):
    region_id = IdField(_l("City"), [needed()], blank=_l("Choose a city"))
    note = LongTextField(_l("Note"), most=2000, description=_l("What speaks for it, whom you know there."))

    def __init__(self, viewer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region_id.choices = [(city.id, city.name) for city in queries.cities_without_file(viewer)]


class CityNoteForm(Edits):
    note = LongTextField(_l("Note"), most=2000)


class CityStateForm(Form):
    state = WordField(_l("State"), words=CityState)
    reason = TextField(_l("Reason"), most=300)


class TieForm(Form):
    kind = segment(_l("What ties you to it"), TieKind)
    from_year = NumberField(_l("From year"), least=1940, most=2100)
    to_year = NumberField(_l("To year"), least=1940, most=2100, description=_l("Empty if it goes on."))
    note = TextField(_l("Note"), most=500, description=_l("Whom you know, what you did there."))


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


class Only(Word):
    """Ready-made narrowings of the pipeline."""

    STUCK = "stuck", N_("Stuck too long")
    STEPLESS = "stepless", N_("Without a next step")
    DUE = "due", N_("To contact this week")


class ProspectFilters(Filters):
    track = WordField(_l("Track"), words=Track, blank=_l("Both tracks"))
    stage = WordField(_l("Stage"), words=Stage, blank=_l("All stages"))
    city = IdField(_l("City"), blank=_l("All cities"))
    owner = IdField(_l("In charge"), blank=_l("Everyone"))
    only = WordField(_l("Only"), words=Only, blank=_l("All"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        self.city.choices = [(city.id, city.name) for city in cities(viewer)]
        owners = queries.owner_ids(viewer)
        names = names_of(owners)
        self.owner.choices = sorted((owner_id, names.get(owner_id, "")) for owner_id in owners)
        self.validate()

    def narrow(self, statement: Any, *, but: tuple[str, ...] = ()) -> Any:
        """Narrow a select of prospects by what was chosen, leaving some filters out."""
        chosen = {name: self.chosen(name) for name in ("track", "stage", "city", "owner", "only") if name not in but}
        columns = {
            "track": Prospect.track, "stage": Prospect.stage, "city": Prospect.region_id, "owner": Prospect.owner_id,
        }  # fmt: skip
        for name, column in columns.items():
            if chosen.get(name) is not None:
                statement = statement.where(column == chosen[name])
        if (only := chosen.get("only")) is None:
            return statement
        condition = {Only.STUCK: is_stuck, Only.STEPLESS: lambda: Prospect.next_step == "", Only.DUE: is_due}[only]()
        return statement.where(condition, Prospect.stage.not_in(queries.ENDED))


class ProspectFields(Form):
    """What a prospect's file holds, new or known."""

    name = TextField(_l("Name"), [needed()], most=120, description=_l("The person's, the team's or the supermarket's."))
    contact_name = TextField(_l("Contact person"), most=60)
    phone = PhoneField(_l("Phone"), render_kw={"autocomplete": "off", "type": "tel"})
    decision_maker = TextField(
        _l("Who really decides"), most=60, description=_l("Often the owner or a spouse, not whom you meet.")
    )
    address = TextField(_l("Address"), most=200)
    source = WordField(_l("Source"), words=Source, blank=_l("Not said"))
    background = LongTextField(
        _l("Background"), most=2000, description=_l("What they can do, what you did together, what they doubt.")
    )
    next_step = TextField(_l("Next step"), most=200)
    next_on = DateField(_l("Next step on"))

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the prospect's row takes."""
        facts = {name: self[name].data for name in ProspectFields.names}
        texts = ("contact_name", "phone", "decision_maker", "address", "background", "next_step")
        return facts | {name: facts[name] or "" for name in texts} | {"source": self.source.data or None}

    names = (
        "name", "contact_name", "phone", "decision_maker", "address", "source", "background", "next_step", "next_on",
    )  # fmt: skip


class ProspectForm(ProspectFields):
    track = segment(_l("Track"), Track)
    region_id = IdField(_l("City"), [needed()], blank=_l("Choose a city"))
    sure = BooleanField(_l("It is someone else; add all the same"))

    def __init__(self, viewer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region_id.choices = [(city.id, city.name) for city in cities(viewer)]


class EditProspectForm(Edits, ProspectFields):
    survey_id = IdField(_l("Survey"), blank=_l("None"))

    def __init__(self, viewer: Any, prospect: Prospect, **kwargs: Any) -> None:
        super().__init__(obj=prospect, **kwargs)
        found = queries.surveys_in(prospect.region_id, viewer) if prospect.track == Track.SUPERMARKET else []
        self.survey_id.choices = [(s.id, f"{s.name} · {s.surveyed_on}") for s in found]

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {"survey_id": self.survey_id.data}


class StageForm(Form):
    stage = WordField(_l("Stage"), words=Stage)
    reason = TextField(_l("Reason"), most=300)


class ReasonForm(Form):
    reason = TextField(_l("Reason"), most=300)


class AssignmentForm(Form):
    owner_id = IdField(_l("Hand over to"), [needed()], blank=_l("Choose a manager"))
    reason = TextField(_l("Reason"), most=300)

    def __init__(self, prospect: Prospect, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.managers = {user.id: user for user in managers_of(prospect.city) if user.id != prospect.owner_id}
        self.owner_id.choices = [(user.id, user.name) for user in self.managers.values()]

    @property
    def heir(self) -> User:
        return self.managers[self.owner_id.data or 0]


class PointsField(SelectMultipleField):
    """Ticks of what was told; data is a list of PitchPoint."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=lambda: [(p.value, p.label) for p in PitchPoint], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [next((p for p in PitchPoint if p.value == typed), typed) for typed in valuelist]

    def pre_validate(self, form: Any) -> None:
        if any(typed not in list(PitchPoint) for typed in self.data or ()):
            raise ValidationError(_l("Choose one of the list."))


class ContactForm(Form):
    kind = segment(_l("How"), ContactKind)
    at = MomentField(_l("When"), [needed()])
    result = LongTextField(_l("What came of it"), most=2000, description=_l("Empty if nobody was reached."))
    covered = PointsField(_l("What you told or showed"))
    next_step = TextField(_l("Next step"), most=200)
    next_on = DateField(_l("Next step on"))
    open_end = BooleanField(_l("There is no next step yet"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.at.data is None and not self.at.raw_data:
            self.at.process_data(now_to_the_minute())

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the contact's row takes."""
        facts = {name: f.data for name, f in self._fields.items() if name != "csrf_token"}
        texts = {name: facts[name] or "" for name in ("result", "next_step")}
        return facts | texts | {"covered": facts["covered"] or []}


def now_to_the_minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0)
