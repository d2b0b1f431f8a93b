"""Forms of contacts."""

from datetime import datetime
from typing import Any

from flask_babel import format_date
from wtforms import BooleanField

from portal.kernel import clock
from portal.kernel.forms import DateField, Form, IdField, LongTextField, NumberField, TextField, WordField, needed
from portal.kernel.words import N_, _l, say
from portal.prospecting import queries
from portal.prospecting.forms.fields import ClockField, MomentField, PlaceField, PointsField, segment
from portal.prospecting.models import MEETINGS, Appointment, ContactKind, Prospect

TAKEN = (
    "kind", "at", "result", "covered", "next_step", "next_on", "open_end", "open_reason", "minutes", "place",
    "place_consent",
)  # fmt: skip


class ContactForm(Form):
    appointment_id = IdField(_l("The appointment"), blank=_l("None, it came about by itself"))
    kind = segment(_l("How"), ContactKind)
    at = MomentField(_l("When"), [needed()])
    minutes = NumberField(
        _l("Minutes"), least=1, most=24 * 60, description=_l("From coming to going; the time above is when you came.")
    )
    result = LongTextField(_l("What came of it"), most=2000, description=_l("Empty if nobody was reached."))
    covered = PointsField(_l("What you told or showed"))
    next_step = TextField(_l("Next step"), most=200)
    next_on = DateField(_l("Next step on"))
    next_time = ClockField(_l("At what time"), description=_l("With a time it is an appointment."))
    next_kind = WordField(_l("And how"), words=MEETINGS, blank=_l("The same way"))
    open_end = BooleanField(_l("There is no next step yet"))
    open_reason = TextField(_l("Why nothing comes next"), most=200)
    place = PlaceField(_l("Place"))
    place_consent = BooleanField(_l("I agree that my visits may keep a coarse place"))

    def __init__(self, prospect: Prospect, viewer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        agreed = queries.appointments_of(prospect, viewer)
        self.agreed = {one.id: one for one in agreed if one.day <= clock.today()}
        self.appointment_id.choices = [(one.id, told(one)) for one in self.agreed.values()]
        if self.at.data is None and not self.at.raw_data:
            self.at.process_data(now_to_the_minute())

    def settle(self, appointment: Appointment) -> None:
        """Begin with what was agreed: its way, and its hour unless that is still to come."""
        self.appointment_id.data, self.kind.data = appointment.id, appointment.kind
        self.at.process_data(min(appointment.at, now_to_the_minute()))

    @property
    def next_at(self) -> datetime | None:
        """Return the moment of a next step that has a time."""
        on, time = self.next_on.data, self.next_time.data
        return clock.at(on, time.hour, time.minute) if on and time else None

    @property
    def facts(self) -> dict[str, Any]:
        """Return what logging the contact takes."""
        facts = {name: self[name].data for name in TAKEN}
        texts = {name: facts[name] or "" for name in ("result", "next_step", "open_reason")}
        settles: Appointment | None = self.agreed.get(self.appointment_id.data or 0)
        more = {"covered": facts["covered"] or [], "appointment": settles, "next_at": self.next_at}
        return facts | texts | more | {"next_kind": self.next_kind.data or self.kind.data}


def told(appointment: Appointment) -> str:
    """Return "11月26日 10:30 · Visit", as a list of choices names it."""
    day = format_date(appointment.day, say(N_("EEE d MMMM")))
    return f"{day} {clock.local(appointment.at).strftime('%H:%M')} · {appointment.about}"


def now_to_the_minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0)
