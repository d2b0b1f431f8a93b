"""Forms of prospects."""

from typing import Any

from wtforms import BooleanField

from portal.accounts.models import User
from portal.accounts.queries import managers_of, names_of
from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Form,
    IdField,
    LongTextField,
    PhoneField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import N_, Word, _l
from portal.network.queries import cities
from portal.prospecting import queries
from portal.prospecting.alike import Asked
from portal.prospecting.board import is_due, is_stepless, is_stuck, is_warned
from portal.prospecting.forms.fields import InCity, city_filter, segment
from portal.prospecting.forms.funnel import FoundFilters
from portal.prospecting.models import (
    LossWhy,
    Prospect,
    Source,
    Stage,
    Track,
)


class Only(Word):
    """Ready-made narrowings of the pipeline."""

    STUCK = "stuck", N_("Stuck too long")
    STEPLESS = "stepless", N_("Without a next step")
    DUE = "due", N_("To contact this week")
    WARNED = "warned", N_("Soon in the shared pool")


class ProspectFilters(FoundFilters, InCity):
    track = WordField(_l("Track"), words=Track, blank=_l("Both tracks"))
    stage = WordField(_l("Stage"), words=Stage, blank=_l("All stages"))
    city = city_filter()
    owner = IdField(_l("In charge"), blank=_l("Everyone"))
    only = WordField(_l("Only"), words=Only, blank=_l("All"))

    def fill(self, viewer: Any) -> None:
        owners = queries.owner_ids(viewer)
        names = names_of(owners)
        self.owner.choices = sorted((owner_id, names.get(owner_id, "")) for owner_id in owners)

    def narrow(self, statement: Any, *, but: tuple[str, ...] = ()) -> Any:
        """Narrow a select of prospects by what was chosen, leaving some filters out."""
        chosen = {name: self.chosen(name) for name in ("track", "stage", "city", "owner", "only") if name not in but}
        columns = {
            "track": Prospect.track, "stage": Prospect.stage, "city": Prospect.region_id, "owner": Prospect.owner_id,
        }  # fmt: skip
        for name, column in columns.items():
            if chosen.get(name) is not None:
                statement = statement.where(column == chosen[name])
        statement = self.narrow_found(statement, self.chosen("track"))
        if (only := chosen.get("only")) is None:
            return statement
        marks = {Only.STUCK: is_stuck, Only.STEPLESS: is_stepless, Only.DUE: is_due, Only.WARNED: is_warned}
        return statement.where(marks[only](), Prospect.owner_id.is_not(None), Prospect.stage.not_in(queries.ENDED))


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
    ABOVE = ("sure", "track", "region_id")
    track = segment(_l("Track"), Track)
    region_id = IdField(_l("City"), [needed()], blank=_l("Choose a city"))
    sure = BooleanField(_l("It is someone else; add all the same"))

    @property
    def asked(self) -> Asked:
        """Return what files of the same are found by."""
        return Asked(self.phone.data or "", self.name.data or "", self.address.data or "")

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


class LossForm(Form):
    why = WordField(_l("Why"), words=LossWhy, blank=_l("Choose the nearest"))
    reason = TextField(_l("In words"), most=300)


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
