"""Reads of working days: what was agreed, promised and done, by person and day, each for a viewer."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_
from sqlalchemy.orm import joinedload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.prospecting.models import (
    Appointment,
    AppointmentMove,
    AppointmentState,
    Contact,
    ContactKind,
    DaySheet,
    Prospect,
)
from portal.prospecting.queries.appointments import appointments
from portal.prospecting.queries.prospects import ENDED

MOST = 200  # rows of one day


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments between which some days lie."""
    return clock.at(first), clock.at(last + timedelta(days=1))


def sheet_of(user_id: int, day: date, viewer: Sees) -> DaySheet | None:
    """Return what a person wrote of a day."""
    found: DaySheet | None = db.session.scalar(
        DaySheet.seen_by(viewer).where(DaySheet.user_id == user_id, DaySheet.day == day)
    )
    return found


def agreed_on(user_id: int, day: date, viewer: Sees) -> Sequence[Appointment]:
    """Return what a person had agreed for a day, also what was put off from it or cancelled."""
    start, end = bounds(day, day)
    put_off = AppointmentMove.seen_by(viewer).where(AppointmentMove.was >= start, AppointmentMove.was < end)
    ids = list(db.session.scalars(put_off.with_only_columns(AppointmentMove.appointment_id)))
    on = Appointment.at.between(start, end - timedelta(microseconds=1))
    found = appointments(viewer).where(Appointment.owner_id == user_id, or_(on, Appointment.id.in_(ids)))
    return db.session.scalars(found.order_by(Appointment.at, Appointment.id).limit(MOST)).all()


def promised_on(user_id: int, day: date, viewer: Sees) -> list[tuple[Prospect, str, datetime | None]]:
    """Return (prospect, what was promised for a day, when that was said), each prospect once."""
    said = Contact.seen_by(viewer).where(Contact.actor_id == user_id, Contact.next_on == day)
    rows = said.with_only_columns(Contact.prospect_id, Contact.next_step, Contact.at).order_by(Contact.at).limit(MOST)
    told = {prospect_id: (step, at) for prospect_id, step, at in db.session.execute(rows)}
    stands = (Prospect.owner_id == user_id) & (Prospect.next_on == day) & Prospect.stage.not_in(ENDED)
    near = Prospect.seen_by(viewer).where(or_(Prospect.id.in_(told), stands)).options(joinedload(Prospect.city))
    found = db.session.scalars(near.order_by(Prospect.id).limit(MOST)).all()
    return [(p, *told.get(p.id, (p.next_step, None))) for p in found]


def last_contacts(prospect_ids: Iterable[int], until: datetime, viewer: Sees) -> dict[int, datetime]:
    """Return when each of some prospects was contacted last before a moment."""
    rows = Contact.seen_by(viewer).where(Contact.prospect_id.in_(sorted(prospect_ids)), Contact.at < until)
    grouped = rows.with_only_columns(Contact.prospect_id, func.max(Contact.at)).group_by(Contact.prospect_id)
    return {row[0]: row[1] for row in db.session.execute(grouped)}


def done_on(user_id: int, day: date, viewer: Sees) -> Sequence[Any]:
    """Return (contact, its prospect) of a person's day, the earliest first."""
    start, end = bounds(day, day)
    found = contacts_with(viewer).where(Contact.actor_id == user_id, Contact.at >= start, Contact.at < end)
    return db.session.execute(found.order_by(Contact.at, Contact.id).limit(MOST)).all()


def contacts_with(viewer: Sees) -> Any:
    """Return a select of (contact, its prospect)."""
    both = Contact.seen_by(viewer).join(Prospect, Prospect.id == Contact.prospect_id).add_columns(Prospect)
    return within(both, Prospect, because="a contact lies in its prospect's city")


def week_of_appointments(ids: Sequence[int], days: Sequence[date], viewer: Sees) -> list[tuple[int, date, int, Any]]:
    """Return (whose, on which day, with which prospect, its state) of a week, without what was cancelled."""
    start, end = bounds(days[0], days[-1])
    mine = Appointment.seen_by(viewer).where(
        Appointment.at >= start, Appointment.at < end, Appointment.owner_id.in_(ids),
        Appointment.state != AppointmentState.CANCELLED,
    )  # fmt: skip
    rows = mine.with_only_columns(Appointment.owner_id, Appointment.at, Appointment.prospect_id, Appointment.state)
    return [(who, clock.day_of(at), prospect_id, state) for who, at, prospect_id, state in db.session.execute(rows)]


def week_of_contacts(ids: Sequence[int], days: Sequence[date], viewer: Sees) -> list[tuple[int, int, int, int]]:
    """Return (who, which day, how many contacts, how many of them visits) of a week."""
    start, end = bounds(days[0], days[-1])
    mine = Contact.seen_by(viewer).where(Contact.at >= start, Contact.at < end, Contact.actor_id.in_(ids))
    columns = (Contact.actor_id, nth(Contact.at, days))
    visits = func.sum(case((Contact.kind == ContactKind.VISIT, 1), else_=0))
    rows = mine.with_only_columns(*columns, func.count(), visits).group_by(*columns)
    return [(who, n, count, int(visits or 0)) for who, n, count, visits in db.session.execute(rows)]


def week_of_promises(ids: Sequence[int], days: Sequence[date], viewer: Sees) -> set[tuple[int, date, int, bool]]:
    """Return (whose, for which day, prospect, whether it stands still) of a week."""
    said = Contact.seen_by(viewer).where(Contact.next_on.between(days[0], days[-1]), Contact.actor_id.in_(ids))
    rows = said.with_only_columns(Contact.actor_id, Contact.next_on, Contact.prospect_id).distinct()
    stands = Prospect.seen_by(viewer).where(
        Prospect.next_on.between(days[0], days[-1]), Prospect.owner_id.in_(ids), Prospect.stage.not_in(ENDED)
    )
    left = db.session.execute(stands.with_only_columns(Prospect.owner_id, Prospect.next_on, Prospect.id)).all()
    standing = {(who, on, prospect_id) for who, on, prospect_id in left}
    every = {(who, on, prospect_id) for who, on, prospect_id in db.session.execute(rows)} | standing
    return {(*one, one in standing) for one in every}


def written_in(ids: Sequence[int], days: Sequence[date], viewer: Sees) -> dict[tuple[int, date], str]:
    """Return {(who, day): his sentence} of a week."""
    found = DaySheet.seen_by(viewer).where(DaySheet.user_id.in_(ids), DaySheet.day.between(days[0], days[-1]))
    return {(sheet.user_id, sheet.day): sheet.sentence for sheet in db.session.scalars(found)}


def nth(moment: Any, days: Sequence[date]) -> Any:
    """Return which of some days a moment lies in, counted from none, as a database reckons it."""
    return case(*((moment < clock.at(day + timedelta(days=1)), n) for n, day in enumerate(days)), else_=len(days))
