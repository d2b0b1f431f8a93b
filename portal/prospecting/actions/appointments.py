"""What is done to appointments: agreed, moved, kept by a contact, cancelled (C20)."""

from datetime import datetime, timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db, one_at_a_time
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting import queries
from portal.prospecting.models import (
    MEETINGS,
    Appointment,
    AppointmentMove,
    AppointmentState,
    Contact,
    ContactKind,
    Prospect,
    Stage,
)

LONGEST, FARTHEST = 600, timedelta(days=366)
SLACK = timedelta(minutes=2)  # a phone's clock may run behind a little


def arrange(
    prospect: Prospect, kind: ContactKind, *, at: datetime, by: Any, minutes: int = 60, place: str = "",
    note: str = "", remind: int = 30, asked_in: str = "at",
) -> Appointment:  # fmt: skip
    """Agree a time with a prospect; where it has no next step, this is it. `asked_in` is the hour's field."""
    if prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.")
    if prospect.is_in_pool:
        raise Refused("It is in the shared pool: claim it first.")
    _check_kind(kind)
    _check_time(at, minutes, by, by.id, asked_in=asked_in)
    agreed = Appointment(
        region_id=prospect.region_id, prospect_id=prospect.id, prospect=prospect, owner_id=by.id, kind=kind, at=at,
        minutes=minutes, place=_place(kind, place, prospect), note=note, remind=remind, state=AppointmentState.PLANNED,
    )  # fmt: skip
    db.session.add(agreed)
    if prospect.is_stepless:
        prospect.next_step, prospect.next_on = note or kind.label, clock.day_of(at)
    record("appointment.arranged", agreed, by=by, prospect_id=prospect.id)
    return agreed


def move_appointment(appointment: Appointment, *, at: datetime, by: Any, reason: str = "", **facts: Any) -> Appointment:
    """Put an appointment to another time, or change how long, where and what for."""
    _refuse_settled(appointment)
    if reason and at == appointment.at:
        raise Refused("It is the same time as before: change it, or leave this empty.", field="reason")
    _check_kind(facts.get("kind", MEETINGS[0]))
    minutes = facts.get("minutes", appointment.minutes)
    if at != appointment.at or minutes != appointment.minutes:
        _check_time(at, minutes, by, appointment.owner_id, appointment.id)
    if at != appointment.at:
        was, prospect = appointment.day, appointment.prospect
        appointment.moves.append(
            AppointmentMove(region_id=appointment.region_id, was=appointment.at, now=at, actor_id=by.id, reason=reason)
        )
        if prospect.is_live and prospect.next_on == was:
            prospect.next_on = clock.day_of(at)
        appointment.at, appointment.reminded_on = at, None
    for name, value in facts.items():
        setattr(appointment, name, value)
    appointment.place = _place(appointment.kind, appointment.place, appointment.prospect)
    record("appointment.moved", appointment, by=by, reason=reason)
    return appointment


def remind(appointment: Appointment, *, by: Any) -> None:
    """Note that its person is reminded of an appointment of today, once."""
    if not appointment.is_planned or appointment.day != clock.today() or appointment.reminded_on is not None:
        raise Refused("There is nothing to remind of.")
    appointment.reminded_on = clock.today()
    record("appointment.reminded", appointment, by=by)


def cancel_appointment(appointment: Appointment, *, by: Any, reason: str) -> Appointment:
    """Call an appointment off; the prospect's next step stays, and asks for another."""
    _refuse_settled(appointment)
    if not reason:
        raise Refused("Say why it does not take place.", field="reason")
    _end(appointment, AppointmentState.CANCELLED, by, reason)
    record("appointment.cancelled", appointment, by=by, reason=reason)
    return appointment


def keep_appointment(appointment: Appointment, contact: Contact, *, by: Any) -> Appointment:
    """Note that an appointment took place: the contact says what came of it."""
    _refuse_settled(appointment)
    if appointment.prospect_id != contact.prospect_id:
        raise Refused("This appointment is with somebody else.", field="appointment_id")
    if appointment.day > clock.today():
        raise Refused("This appointment lies ahead: move it, if you have met already.", field="appointment_id")
    _end(appointment, AppointmentState.KEPT, by)
    appointment.contact = contact
    record("appointment.kept", appointment, by=by)
    return appointment


def let_go(prospect: Prospect, *, by: Any, reason: str) -> None:
    """Cancel what is agreed with a prospect that nobody works on any more."""
    for appointment in queries.appointments_of(prospect, by, None):
        _end(appointment, AppointmentState.CANCELLED, by, reason)
        record("appointment.cancelled", appointment, by=by, reason=reason)


def pass_on(prospect: Prospect, heir_id: int, *, by: Any) -> None:
    """Let what is agreed with a prospect go to whoever has it now."""
    for appointment in queries.appointments_of(prospect, by, None):
        if appointment.owner_id != heir_id:
            appointment.owner_id = heir_id
            record("appointment.passed_on", appointment, by=by, to_id=heir_id)


def _end(appointment: Appointment, state: AppointmentState, by: Any, reason: str = "") -> None:
    appointment.state, appointment.reason = state, reason[:300]
    appointment.ended_at, appointment.ended_by_id = clock.now(), by.id


def _refuse_settled(appointment: Appointment) -> None:
    if appointment.state == AppointmentState.KEPT:
        raise Refused("This appointment took place already.")
    if not appointment.is_planned:
        raise Refused("This appointment was cancelled. Make a new one.")


def _place(kind: ContactKind, place: str, prospect: Prospect) -> str:
    """Return where it is: a visit at the prospect's address unless said otherwise, a call not there."""
    if kind == ContactKind.VISIT:
        return place or prospect.address
    return "" if place == prospect.address else place


def _check_kind(kind: ContactKind) -> None:
    if kind not in MEETINGS:
        raise Refused("Nobody agrees a time for a message: choose a call or a visit.", field="kind")


def _check_time(
    at: datetime, minutes: int, by: Any, owner_id: int, but_id: int | None = None, asked_in: str = "at"
) -> None:
    if at < clock.now() - SLACK:
        raise Refused("An appointment lies ahead; what has been is logged as a contact.", field=asked_in)
    if at > clock.now() + FARTHEST:
        raise Refused("More than a year ahead nobody agrees a time.", field=asked_in)
    if not 5 <= minutes <= LONGEST:
        raise Refused("An appointment takes from five minutes to ten hours.", field="minutes")
    one_at_a_time(db.session(), f"day of {owner_id}")
    if other := queries.meeting_at(owner_id, at, minutes, but_id):
        times = {"from": clock.local(other.at).strftime("%H:%M"), "to": clock.local(other.ends_at).strftime("%H:%M")}
        if name := queries.appointment_with(other, by):
            times |= {"name": name}
            raise Refused("From %(from)s to %(to)s a time is agreed with “%(name)s”.", field=asked_in, **times)
        raise Refused("From %(from)s to %(to)s another appointment is agreed.", field=asked_in, **times)
