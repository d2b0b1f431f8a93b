"""Appointments with a prospect: an agreed time, kept by the contact that came of it, moved, or cancelled."""

from datetime import date, datetime, timedelta

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Regional, kept
from portal.kernel.words import P_, Word
from portal.prospecting.models.contacts import Contact, ContactKind
from portal.prospecting.models.prospects import Prospect


class AppointmentState(Word):
    PLANNED = "planned", P_("appointment", "Agreed"), "now"
    KEPT = "kept", P_("appointment", "Kept")
    CANCELLED = "cancelled", P_("appointment", "Cancelled"), "off"


# how one meets at an agreed time: nobody waits for a message at half past two
MEETINGS = (ContactKind.CALL, ContactKind.VISIT)


class Appointment(Regional, Versioned, Made, Model):
    """A time agreed with a prospect (C20)."""

    __tablename__ = "appointment"
    __table_args__ = (
        # a manager's day and what he let pass
        Index("ix_appointment_owner_id_state_at", "owner_id", "state", "at"),
        # a week of all managers
        Index("ix_appointment_at", "at", "owner_id", "state"),
        Index("ix_appointment_prospect_id_at", "prospect_id", "at"),
    )
    personal = frozenset({"place", "note"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[ContactKind]
    at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=60)
    place: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    # how long before it his calendar rings; 0 is not at all
    remind: Mapped[int] = mapped_column(default=30)
    # when its person was reminded of it by mail
    reminded_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[AppointmentState] = mapped_column(default=AppointmentState.PLANNED)
    # the contact that came of it
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    # kept or cancelled: when, by whom, why
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(300), default="")
    prospect: Mapped[Prospect] = relationship(info=kept("an appointment lies in its prospect's city"))
    contact: Mapped[Contact | None] = relationship(info=kept("the contact is with the same prospect"))
    moves: Mapped[list["AppointmentMove"]] = relationship(
        cascade="all, delete-orphan", order_by="AppointmentMove.id", info=kept("a move lies where its appointment does")
    )

    @property
    def is_planned(self) -> bool:
        return self.state == AppointmentState.PLANNED

    @property
    def day(self) -> date:
        return clock.day_of(self.at)

    @property
    def ends_at(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes)

    @property
    def may_be_settled(self) -> bool:
        """Whether its day has come: then somebody can say what came of it."""
        return self.is_planned and self.day <= clock.today()

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over and nobody said what came of it."""
        return self.is_planned and self.day < clock.today()

    @property
    def minutes_left(self) -> int:
        """How many minutes until it begins; less than none once it has."""
        return int((self.at - clock.now()).total_seconds() // 60)

    @property
    def about(self) -> str:
        """What it is for, in as few words as there are."""
        return self.note or self.kind.label


class AppointmentMove(Regional, Model):
    """An appointment put to another time: who, when, why."""

    __tablename__ = "appointment_move"
    __table_args__ = (Index("ix_appointment_move_was", "was"),)
    id: Mapped[Id]
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    was: Mapped[datetime]
    now: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(300), default="")
