"""Reads of appointments, each for a viewer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import joinedload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import House, Sees
from portal.prospecting.models import Appointment, AppointmentState, Prospect
from portal.prospecting.queries.cities import found_or_404

LONGEST = timedelta(hours=12)  # no appointment lasts longer
MOST_A_DAY = 100
FARTHEST_REMINDED = timedelta(days=1)
_whole = joinedload(Appointment.prospect).joinedload(Prospect.city)
HOUSE: Any = House("one person's own time")


def appointments(viewer: Sees) -> Any:
    """Return a select of the viewer's appointments with their prospects."""
    return Appointment.seen_by(viewer).options(_whole)


def appointment(appointment_id: int, viewer: Sees) -> Appointment:
    """Return an appointment, or answer 404."""
    return found_or_404(appointments(viewer).where(Appointment.id == appointment_id))


def agenda(viewer: Any, until: datetime) -> Sequence[Appointment]:
    """Return what the viewer himself has agreed until a moment and not settled yet, the earliest first."""
    mine = appointments(viewer).where(
        Appointment.owner_id == viewer.id, Appointment.state == AppointmentState.PLANNED, Appointment.at < until
    )
    return db.session.scalars(mine.order_by(Appointment.at, Appointment.id).limit(MOST_A_DAY)).all()


def near_appointments(viewer: Any) -> list[Appointment]:
    """Return what the viewer has agreed and is to be reminded of now: each says how long before."""
    now = clock.now()
    ahead = agenda(viewer, now + FARTHEST_REMINDED)
    return [one for one in ahead if one.at - timedelta(minutes=one.remind) <= now < one.at]


def appointments_of(prospect: Prospect, viewer: Sees, most: int | None = 50) -> Sequence[Appointment]:
    """Return what is agreed with a prospect, the earliest first."""
    agreed = Appointment.seen_by(viewer).where(
        Appointment.prospect_id == prospect.id, Appointment.state == AppointmentState.PLANNED
    )
    return db.session.scalars(agreed.order_by(Appointment.at, Appointment.id).limit(most)).all()


def meeting_at(owner_id: int, at: datetime, minutes: int, but_id: int | None = None) -> Appointment | None:
    """Return what a person has agreed already within a time; his own time is one, wherever his prospects lie."""
    found = Appointment.seen_by(HOUSE).where(
        Appointment.owner_id == owner_id,
        Appointment.state == AppointmentState.PLANNED,
        Appointment.at > at - LONGEST,
        Appointment.at < at + timedelta(minutes=minutes),
    )
    near = db.session.scalars(found.order_by(Appointment.at).limit(MOST_A_DAY)).all()
    return next((one for one in near if one.id != but_id and one.ends_at > at), None)


def appointment_with(appointment: Appointment, viewer: Sees) -> str:
    """Return whom an appointment is with, or nothing where the viewer may not read that file."""
    found = Prospect.seen_by(viewer).where(Prospect.id == appointment.prospect_id).with_only_columns(Prospect.name)
    return db.session.scalar(found) or ""
