"""City files, ties, surveys, prospects and contacts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Regional, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Region


class CityState(Word):
    IDEA = "idea", N_("Idea"), "zero"
    SURVEYING = "surveying", N_("Surveying"), "now"
    DEVELOPING = "developing", N_("Developing"), "now"
    OPEN = "open", P_("city", "Open")
    DROPPED = "dropped", N_("Dropped"), "off"


class CityFile(Regional, Versioned, Made, Model):
    """A target city of a territory and how far it is (C09)."""

    __tablename__ = "city_file"
    __table_args__ = (Index("uq_city_file_region", "region_id", unique=True),)
    id: Mapped[Id]
    state: Mapped[CityState] = mapped_column(default=CityState.IDEA)
    note: Mapped[str] = mapped_column(String(2000), default="")
    dropped_reason: Mapped[str] = mapped_column(String(300), default="")
    city: Mapped[Region] = relationship()


class TieKind(Word):
    LIVES = "lives", N_("Lives there")
    LIVED = "lived", N_("Lived there")
    BUSINESS = "business", N_("Did business there")
    PARTNER = "partner", N_("Past partner there")


class Tie(Regional, Made, Model):
    """Why a person has an advantage in a city (C09)."""

    __tablename__ = "tie"
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[TieKind]
    from_year: Mapped[int | None]
    to_year: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    city: Mapped[Region] = relationship()


class Survey(Regional, Versioned, Made, Model):
    """One supermarket looked at on one day (C10)."""

    __tablename__ = "survey"
    personal = frozenset({"operator"})
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    district: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    surveyed_on: Mapped[date] = mapped_column(Date)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    area_m2: Mapped[int | None]
    tills_total: Mapped[int | None]
    tills_open: Mapped[int | None]
    staff: Mapped[int | None]
    # {"10": 42}: people counted in the hour from 10:00
    footfall: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shelf_gaps: Mapped[int | None]
    operator: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")
    quiet: Mapped[bool] = mapped_column(default=False)
    # why the person's judgement differs from the computed one
    quiet_reason: Mapped[str] = mapped_column(String(300), default="")
    photo_ids: Mapped[list[Any]] = mapped_column(default=list)
    city: Mapped[Region] = relationship()

    @property
    def counted(self) -> int:
        return sum(int(n) for n in self.footfall.values())


class Track(Word):
    PERSON = "person", N_("Person or team")
    SUPERMARKET = "supermarket", N_("Existing supermarket")


class Stage(Word):
    FOUND = "found", P_("stage", "Found")
    DECISION_MAKER = "decision_maker", N_("Decision-maker known")
    PITCHED = "pitched", N_("Pitched")
    INTERESTED = "interested", N_("Interested")
    TERMS_EXPLAINED = "terms_explained", N_("Terms explained")
    SHORTLISTED = "shortlisted", N_("Shortlisted")
    PLANNED = "planned", N_("Planned")
    NEGOTIATING = "negotiating", N_("Negotiating")
    AGREED = "agreed", N_("Agreed"), "now"
    APPLIED = "applied", N_("Applied")
    LOST = "lost", N_("Lost"), "off"


STAGES: dict[Track, tuple[Stage, ...]] = {
    Track.PERSON: (Stage.FOUND, Stage.PITCHED, Stage.INTERESTED, Stage.TERMS_EXPLAINED, Stage.AGREED, Stage.APPLIED),
    Track.SUPERMARKET: (
        Stage.FOUND,
        Stage.DECISION_MAKER,
        Stage.PITCHED,
        Stage.SHORTLISTED,
        Stage.PLANNED,
        Stage.NEGOTIATING,
        Stage.AGREED,
        Stage.APPLIED,
    ),
}


class Prospect(Regional, Versioned, Made, Model):
    """A person, team or supermarket being developed (C11–C13, C16)."""

    __tablename__ = "prospect"
    __table_args__ = (Index("ix_prospect_region_id_stage", "region_id", "stage"),)
    personal = frozenset({"contact_name", "phone", "decision_maker"})
    id: Mapped[Id]
    track: Mapped[Track]
    stage: Mapped[Stage] = mapped_column(default=Stage.FOUND)
    stage_since: Mapped[datetime] = mapped_column(default=clock.now)
    name: Mapped[str] = mapped_column(String(120))
    contact_name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(60), default="")
    background: Mapped[str] = mapped_column(String(2000), default="")
    decision_maker: Mapped[str] = mapped_column(String(60), default="")
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    next_step: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date | None] = mapped_column(Date, index=True)
    lost_reason: Mapped[str] = mapped_column(String(300), default="")
    city: Mapped[Region] = relationship()
    survey: Mapped[Survey | None] = relationship(info=kept("a survey lies in its prospect's city"))

    @property
    def stages(self) -> tuple[Stage, ...]:
        return STAGES[self.track]

    @property
    def is_live(self) -> bool:
        return self.stage not in (Stage.APPLIED, Stage.LOST)

    @property
    def days_in_stage(self) -> int:
        return (clock.today() - clock.day_of(self.stage_since)).days


class StageMove(Regional, Model):
    """A step of a prospect from one stage to another: who, when, why (C16)."""

    __tablename__ = "stage_move"
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"), index=True)
    was: Mapped[Stage]
    now: Mapped[Stage]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(300), default="")


class ContactKind(Word):
    CALL = "call", N_("Call")
    VISIT = "visit", N_("Visit")
    MESSAGE = "message", N_("Message")


class Contact(Regional, Made, Model):
    """One dated call, visit or message with a prospect, its result and the next step (C15)."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_prospect_id_at", "prospect_id", "at"),)
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    kind: Mapped[ContactKind]
    at: Mapped[datetime]
    result: Mapped[str] = mapped_column(String(2000))
    next_step: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date | None] = mapped_column(Date)
    actor_id: Mapped[int | None] = mapped_column(BigId)
