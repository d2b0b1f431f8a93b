"""Forms of appointments."""

from datetime import date, timedelta
from typing import Any

from portal.accounts.queries import names_of
from portal.kernel import clock
from portal.kernel.conflicts import Edits
from portal.kernel.forms import DateField, Filters, Form, IdField, NumberField, TextField, WordField, needed
from portal.kernel.words import N_, Word, _l
from portal.prospecting import queries
from portal.prospecting.forms.fields import MomentField, segment
from portal.prospecting.models import MEETINGS, Appointment, AppointmentState

FIELDS = ("kind", "at", "minutes", "place", "note", "remind")


class AppointmentFields(Form):
    kind = segment(_l("How"), MEETINGS)
    at = MomentField(_l("When"), [needed()])
    minutes = NumberField(_l("Minutes"), [needed()], least=5, most=600)
    note = TextField(_l("What for"), most=200, description=_l("The day's list and the calendar show it."))
    place = TextField(_l("Where"), most=200)
    remind = NumberField(_l("Minutes before, calendar and portal remind"), [needed()], least=0, most=1440)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the appointment's row takes."""
        facts = {name: self[name].data for name in FIELDS}
        return facts | {name: facts[name] or "" for name in ("place", "note")}


class AppointmentForm(AppointmentFields):
    """A new appointment."""


class EditAppointmentForm(Edits, AppointmentFields):
    reason = TextField(_l("Why another time"), most=300)

    def __init__(self, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(obj=appointment, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {"reason": self.reason.data or ""}


class CancellationForm(Form):
    reason = TextField(_l("Why it does not take place"), [needed()], most=300)


class When(Word):
    TODAY = "today", N_("Today")
    WEEK = "week", N_("The next seven days")
    PAST = "past", N_("Let pass")


class AppointmentFilters(Filters):
    when = WordField(_l("When"), words=When, blank=_l("Any time"))
    state = WordField(_l("State"), words=AppointmentState, blank=_l("All"))
    who = IdField(_l("Who"), blank=_l("Everyone"))
    day = DateField(_l("On the day"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        managers = queries.below(viewer)
        self.who.choices = [(user.id, user.name) for user in managers]
        names_of(user.id for user in managers)
        self.validate()

    def narrow(self, statement: Any) -> Any:
        if (who := self.chosen("who")) is not None:
            statement = statement.where(Appointment.owner_id == who)
        if (state := self.chosen("state")) is not None:
            statement = statement.where(Appointment.state == state)
        if (day := self.chosen("day")) is not None:
            statement = between(statement, day, day)
        today = clock.today()
        match self.chosen("when"):
            case When.TODAY:
                return between(statement, today, today)
            case When.WEEK:
                return between(statement, today, today + timedelta(days=6))
            case When.PAST:
                left = Appointment.state == AppointmentState.PLANNED
                return statement.where(left, Appointment.at < clock.at(today))
        return statement


def between(statement: Any, first: date, last: date) -> Any:
    """Narrow a select of appointments to those of some days."""
    return statement.where(Appointment.at >= clock.at(first), Appointment.at < clock.at(last + timedelta(days=1)))
