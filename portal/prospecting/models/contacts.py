"""Contacts with a prospect and what was told in them."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import BigId, Id, Made, Model
from portal.kernel.scope import Regional
from portal.kernel.words import N_, P_, Word


class ContactKind(Word):
    CALL = "call", P_("contact", "Call")
    VISIT = "visit", P_("contact", "Visit")
    MESSAGE = "message", P_("contact", "Message")


class PitchPoint(Word):
    """What a prospect has to have been told before he can say yes (C17)."""

    STORY = "story", N_("The company's business story")
    CONCEPT = "concept", N_("The idea of the shared channel")
    REQUIREMENTS = "requirements", N_("What opening a store requires")
    BENEFITS = "benefits", N_("What a store gains")
    DEMO = "demo", N_("Products shown")


class Contact(Regional, Made, Model):
    """One dated call, visit or message with a prospect, its result and the next step (C15)."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_prospect_id_at", "prospect_id", "at"),
        # a manager's day and the week of all, out of the index alone
        Index("ix_contact_actor_id_at", "actor_id", "at", "kind", "region_id"),
        Index("ix_contact_at", "at", "id"),
        Index("ix_contact_next_on", "next_on", "actor_id", "prospect_id", "region_id"),
    )
    personal = frozenset({"result", "next_step", "open_reason", "place_lat", "place_lon"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    kind: Mapped[ContactKind]
    at: Mapped[datetime]
    # "" where nobody was reached
    result: Mapped[str] = mapped_column(String(2000), default="")
    # values of PitchPoint
    covered: Mapped[list[Any]] = mapped_column(default=list)
    next_step: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date | None] = mapped_column(Date)
    # why nothing comes next, where that was said on purpose
    open_reason: Mapped[str] = mapped_column(String(200), default="")
    # how long it took, from `at` on
    minutes: Mapped[int | None]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    # where a visit was, in hundredths of a degree: about a kilometre, with its person's consent
    place_lat: Mapped[int | None]
    place_lon: Mapped[int | None]

    @property
    def place(self) -> str:
        """The coarse place, as "39.91, 116.40", or nothing."""
        if self.place_lat is None or self.place_lon is None:
            return ""
        return f"{self.place_lat / 100:.2f}, {self.place_lon / 100:.2f}"

    @property
    def ended_at(self) -> datetime | None:
        return self.at + timedelta(minutes=self.minutes) if self.minutes else None

    @property
    def points(self) -> list[PitchPoint]:
        return [point for point in PitchPoint if point.value in self.covered]
