"""What must always hold of appointments, of days in their managers' words, and of kept places (`flask verify`)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting.actions.days import LATEST
from portal.prospecting.models import (
    Appointment,
    AppointmentState,
    Contact,
    ContactKind,
    DaySheet,
    PlaceConsent,
    Stage,
)

HOUSE: Any = House("verify")


def troubles_of_days() -> list[str]:
    """Return a sentence for each appointment, day sheet and kept place that their rules do not allow."""
    return [*troubles_of_appointments(), *troubles_of_sheets(), *troubles_of_places()]


def troubles_of_appointments() -> Iterator[str]:
    """Give what is wrong with how appointments ended, and with how they were moved."""
    told = Trail.seen_by(HOUSE).where(Trail.event == "appointment.moved")
    told = told.with_only_columns(Trail.subject_id, Trail.facts)
    links = Counter(id for id, facts in db.session.execute(told) if "at" in facts.get("changes", {}))
    whole = (joinedload(Appointment.prospect), joinedload(Appointment.contact), selectinload(Appointment.moves))
    rows = Appointment.seen_by(HOUSE).options(*whole).order_by(Appointment.id)
    for one in db.session.scalars(rows.execution_options(yield_per=500)):
        wrong = [*wrong_end(one), *wrong_moves(one, links[str(one.id)])]
        yield from (f"appointment {one.id}: {what}" for what in wrong)


def wrong_end(one: Appointment) -> Iterator[str]:
    """Give what does not go with how an appointment ended, or that it did not."""
    if (one.state == AppointmentState.KEPT) != (one.contact_id is not None):
        yield "kept without its contact, or with one and not kept"
    if one.contact is not None and one.contact.prospect_id != one.prospect_id:
        yield "kept by a contact with somebody else"
    if one.is_planned != (one.ended_at is None):
        yield "ended and still planned, or neither"
    if one.state == AppointmentState.CANCELLED and not one.reason:
        yield "cancelled without a reason"
    if one.is_planned and (one.prospect.stage == Stage.LOST or one.prospect.is_in_pool):
        yield "planned with a prospect that nobody works on"
    if one.reminded_on is not None and one.reminded_on != one.day:
        yield "reminded of on another day than its own"


def wrong_moves(one: Appointment, links: int) -> Iterator[str]:
    """Give where its moves do not lead from one time to the next and to its own, each on the trail."""
    times = [move.now for move in one.moves]
    if times and ([move.was for move in one.moves[1:]] != times[:-1] or times[-1] != one.at):
        yield "its moves do not lead to its time"
    if links != len(times):
        yield "moved more or less often than the trail knows"


def troubles_of_sheets() -> Iterator[str]:
    """Give each day that says nothing, or that was not written within its week."""
    for sheet in db.session.scalars(DaySheet.seen_by(HOUSE).order_by(DaySheet.id).execution_options(yield_per=500)):
        late = (clock.day_of(sheet.made_at) - sheet.day).days
        if not sheet.sentence.strip():
            yield f"day_sheet {sheet.id}: says nothing"
        if not 0 <= late <= LATEST:
            yield f"day_sheet {sheet.id}: written before its day, or more than a week after it"


def troubles_of_places() -> Iterator[str]:
    """Give each place without a consent that held when it was kept and holds still, and each that is none.

    Who withdraws his consent has all that was kept deleted, so that an earlier one allows nothing that is there.
    """
    ids = Contact.seen_by(HOUSE).order_by(Contact.id).with_only_columns(Contact.id)
    placed = ids.where(Contact.place_lat.is_not(None))
    allowed = select(PlaceConsent.id).where(
        PlaceConsent.user_id == Contact.actor_id, PlaceConsent.withdrawn_at.is_(None),
        PlaceConsent.made_at <= Contact.made_at,
    )  # fmt: skip
    for id in db.session.scalars(placed.where(~allowed.exists())):
        yield f"contact {id}: keeps a place without consent"
    half = ids.where(Contact.place_lat.is_(None) != Contact.place_lon.is_(None))
    for id in db.session.scalars(half):
        yield f"contact {id}: half a place"
    beyond = or_(func.abs(Contact.place_lat) > 90_00, func.abs(Contact.place_lon) > 180_00)
    for id in db.session.scalars(placed.where(or_(beyond, Contact.kind != ContactKind.VISIT))):
        yield f"contact {id}: a place that is none on earth, or of no visit"
    undone = select(PlaceConsent.id).where(PlaceConsent.withdrawn_at < PlaceConsent.made_at)
    for id in db.session.scalars(undone.order_by(PlaceConsent.id)):
        yield f"place_consent {id}: withdrawn before it was given"
