"""Forms of target cities and ties."""

from typing import Any

from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    Filters,
    Form,
    IdField,
    LongTextField,
    NumberField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import _l
from portal.prospecting import queries
from portal.prospecting.forms.fields import segment
from portal.prospecting.models import (
    CityState,
    TieKind,
)


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
