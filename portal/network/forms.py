"""Forms of regions, stores and agreed closures."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_pgettext
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from portal.kernel.conflicts import Edits
from portal.kernel.forms import DateField, Filters, Form, IdField, NumberField, TextField, WordField, needed, tidy
from portal.kernel.words import _l
from portal.network import divisions, queries
from portal.network.models import Level, Region, Store, StoreState

WEEK = (
    ("0", _l("Monday")), ("1", _l("Tuesday")), ("2", _l("Wednesday")), ("3", _l("Thursday")),
    ("4", _l("Friday")), ("5", _l("Saturday")), ("6", _l("Sunday")),
)  # fmt: skip


def indented(regions: Iterable[Region]) -> list[tuple[int, str]]:
    """Return (id, name) choices in the tree's order, set in by level."""
    return [(r.id, f"{'　' * (r.path.count('/') - 2)}{r.name}") for r in regions]


class StoreField(IdField):
    """One of the viewer's stores: picked from a list while they are few, typed by its code beyond that.

    Addresses may say a store by its code or by its id; data is the id once the form has offered the stores.
    """

    MOST_LISTED = 30
    suggestions = "/search/stores"

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.typed, self.by_typing = "", False

    @property
    def beyond(self) -> int | None:
        """What a list is narrowed to by a store that its reader lacks: no row is of store 0."""
        return 0 if self.typed else None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data, self.typed = None, str(tidy(valuelist[0]))[:40] if valuelist else ""

    def offer(self, viewer: Any, *states: StoreState) -> int:
        """Offer the stores in these states, or in any; return how many there are to choose from."""
        known = queries.stores_named(viewer, states, most=self.MOST_LISTED + 1)
        self.by_typing = len(known) > self.MOST_LISTED
        if self.by_typing:
            known = queries.stores_named(viewer, states, typed=self.typed, most=1) if self.typed else []
        self.choices = [(id, f"{code} {name}") for id, code, name in known]
        self.data = next((id for id, code, _ in known if self.typed.upper() in (str(id), code)), None)
        if self.typed and self.data is None:
            self.errors = [_l("You have no store with this code.")]
        elif self.data and self.by_typing:
            self.typed = known[0][1]
        return self.MOST_LISTED + 1 if self.by_typing else len(known)


class AreaForm(Form):
    code = TextField(
        _l("Code"), [needed(), Regexp(r"[A-Z][A-Z0-9]{0,9}", message=_l("Write capital letters and digits, like A4."))],
        most=10,
    )  # fmt: skip
    name = TextField(_l("Name"), [needed()], most=60)


class ProvinceForm(Form):
    parent_id = IdField(lazy_pgettext("region", "Area"), [needed()])
    code = SelectField(_l("Province"), [needed()], validate_choice=True)

    def __init__(self, areas: Sequence[Region], taken: set[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parent_id.choices = [(area.id, area.name) for area in areas]
        self.code.choices = [SelectChoice(d.code, d.name) for d in divisions.below() if d.code not in taken]


class CityForm(Form):
    code = TextField(_l("City"), [needed()], most=12)


class RegionForm(Edits):
    name = TextField(_l("Name"), [needed()], most=60)
    parent_id = IdField(_l("Belongs to"))

    def __init__(self, node: Region, parents: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parent_id.choices = [(parent.id, parent.name) for parent in parents]
        if node.level == Level.AREA:
            del self.parent_id


class OpeningDaysField(SelectMultipleField):
    """Seven ticks; data is "1111110", Monday first."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, choices=[], validate_choice=False, **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = value or "1111111"

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = "".join("1" if str(day) in valuelist else "0" for day in range(7))

    def said(self, value: str) -> str:
        """Return the days as a person reads them."""
        return " ".join(str(label) for day, label in WEEK if value[int(day)] == "1")

    def iter_choices(self) -> Any:
        for value, label in WEEK:
            yield Choice(value, label, str(self.data or "1111111")[int(value)] == "1", {})


class StoreForm(Form):
    name = TextField(_l("Name"), [needed()], most=80)
    district = SelectField(_l("District"), [Optional()])
    address = TextField(_l("Address"), most=200)
    phone = TextField(
        _l("Phone"), [Optional(), Regexp(r"[0-9+ ()-]{5,20}", message=_l("Write digits, like 010-65001234."))], most=20
    )
    opening_days = OpeningDaysField(_l("Opening days"))
    tills = NumberField(_l("Tills"), [needed()], least=1, most=99)
    area_m2 = NumberField(_l("Area, m²"), [Optional()], least=1, most=100_000)

    def __init__(self, city: Region, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = divisions.districts_of(city.code)
        kept = self.district.object_data
        if kept and kept not in names:
            names = [kept, *names]
        self.district.choices = [SelectChoice("", _l("Not stated")), *(SelectChoice(name, name) for name in names)]

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.values, "district": self.district.data or "", "phone": self.phone.data or ""}


class EditStoreForm(Edits, StoreForm):
    pass


class NewStoreForm(StoreForm):
    planned_opening = DateField(_l("Planned opening"), [Optional()])


class StoreFilters(Filters):
    region = IdField(_l("Region"), blank=_l("All regions"))
    state = WordField(_l("State"), words=StoreState, blank=_l("All states"))

    def __init__(self, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region.choices = indented(regions)
        self.validate()


class StepForm(Form):
    """A store's step in its life: why, and since which day."""

    reason = TextField(_l("Reason"), [needed()], most=200)
    on = DateField(_l("Since"), [needed()])


class DayForm(Form):
    """A store's step that needs no reason."""

    on = DateField(_l("Since"), [needed()])


class ClosureForm(Form):
    store_id = IdField(_l("Store"), [needed()])
    first_day = DateField(_l("First day"), [needed()])
    last_day = DateField(_l("Last day"), [needed()])
    reason = TextField(_l("Reason"), [needed()], most=200)

    def __init__(self, stores: Sequence[Store], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.store_id.choices = [(s.id, f"{s.code} {s.name}") for s in stores if s.state != StoreState.CLOSED]


class HolidayForm(Form):
    name = TextField(_l("Name"), [needed()], most=60)
    first_day = DateField(_l("First day"), [needed()])
    last_day = DateField(_l("Last day"), [needed()])
    region_id = IdField(_l("Region"), blank=_l("All regions"))

    def __init__(self, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region_id.choices = indented(regions)
