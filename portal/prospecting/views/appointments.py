"""Doors of appointments: agreed, moved, kept by a contact, cancelled (C20)."""

from typing import Any

from flask import flash, jsonify, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, lists_appointments, queries, room
from portal.prospecting.forms import AppointmentFilters, AppointmentForm, CancellationForm, EditAppointmentForm
from portal.prospecting.models import Appointment

room.place(N_("Appointments"), "list_appointments", "calendar", needs=Can.SEE_PROSPECTING, order=18)


@room.get("/appointments", needs=Can.SEE_PROSPECTING)
def list_appointments() -> Any:
    listing = lists_appointments.appointments(current_user, AppointmentFilters(current_user))
    return list_page("prospecting/appointments/index.html", listing)


@room.get("/prospects/<int:prospect_id>/appointments/new", needs=Can.PROSPECT)
def new_appointment(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    known = {"kind": "visit", "minutes": 60, "remind": 30, "note": prospect.next_step}
    form = AppointmentForm(formdata=None, data=known)
    return page("prospecting/appointments/new.html", form=form, prospect=prospect)


@room.post("/prospects/<int:prospect_id>/appointments", needs=Can.PROSPECT)
def create_appointment(prospect_id: int) -> Any:
    prospect, form = queries.prospect(prospect_id, current_user), AppointmentForm()
    if form.accepts(lambda: actions.arrange(prospect, by=current_user, **form.facts)):
        flash(_("The appointment is in your day."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    prospect = queries.prospect(prospect_id, current_user)
    return page("prospecting/appointments/new.html", status=422, form=form, prospect=prospect)


@room.get("/appointments/soon", needs=Can.PROSPECT)
def show_soon() -> Any:
    return jsonify([as_news(appointment) for appointment in queries.near_appointments(current_user)])


def as_news(appointment: Appointment) -> dict[str, str]:
    """Return what a page says of an appointment that is near; moved to another time, it is news again."""
    at = clock.local(appointment.at).strftime("%H:%M")
    facts = {"at": at, "kind": appointment.kind.label, "name": appointment.prospect.name}
    return {
        "key": f"{appointment.id} {appointment.at.isoformat()}",
        "text": _("At %(at)s: %(kind)s, %(name)s", **facts),
        "url": url_for("prospecting.show_prospect", prospect_id=appointment.prospect_id),
    }


@room.get("/appointments/<int:appointment_id>", needs=Can.SEE_PROSPECTING)
def show_appointment(appointment_id: int) -> Any:
    return appointment_page(queries.appointment(appointment_id, current_user))


def appointment_page(appointment: Appointment, status: int = 200, **forms: Any) -> Any:
    form = forms.get("form") or EditAppointmentForm(appointment, formdata=None)
    cancellation = forms.get("cancellation") or CancellationForm(formdata=None, prefix="off-")
    facts = {"appointment": appointment, "prospect": appointment.prospect, "form": form, "cancellation": cancellation}
    return page("prospecting/appointments/show.html", status=status, **facts)


@room.post("/appointments/<int:appointment_id>", needs=Can.PROSPECT)
def update_appointment(appointment_id: int) -> Any:
    appointment = queries.appointment(appointment_id, current_user)
    form = EditAppointmentForm(appointment)
    if form.accepts(lambda: actions.move_appointment(appointment, by=current_user, **form.facts)):
        flash(_("The appointment is changed."))
        return see_other("prospecting.show_appointment", appointment_id=appointment_id)
    return appointment_page(queries.appointment(appointment_id, current_user), form.status, form=form)


@room.post("/appointments/<int:appointment_id>/cancellation", needs=Can.PROSPECT)
def create_appointment_cancellation(appointment_id: int) -> Any:
    appointment, form = queries.appointment(appointment_id, current_user), CancellationForm(prefix="off-")
    if form.accepts(lambda: actions.cancel_appointment(appointment, by=current_user, reason=form.reason.data or "")):
        flash(_("The appointment is cancelled."))
        return see_other("prospecting.show_prospect", prospect_id=appointment.prospect_id)
    return appointment_page(queries.appointment(appointment_id, current_user), 422, cancellation=form)
