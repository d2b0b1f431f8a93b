"""Prospects, their stages and the steps between them."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, func, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Regional, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Region
from portal.prospecting.models.pace import pace
from portal.prospecting.models.people import OF_A_PERSON, PersonFacts
from portal.prospecting.models.surveys import Survey

NEVER = "'2100-01-01'"  # sorts what has no day last; written out, since an index knows no parameter


class Track(Word):
    PERSON = "person", N_("Person or team")
    SUPERMARKET = "supermarket", N_("Existing supermarket")


class Stage(Word):
    FOUND = "found", P_("stage", "Found")
    DECISION_MAKER = "decision_maker", P_("stage", "Decision-maker known")
    PITCHED = "pitched", P_("stage", "Pitched")
    INTERESTED = "interested", P_("stage", "Interested")
    TERMS_EXPLAINED = "terms_explained", P_("stage", "Terms explained")
    SHORTLISTED = "shortlisted", P_("stage", "Shortlisted")
    PLANNED = "planned", P_("stage", "Planned")
    NEGOTIATING = "negotiating", P_("stage", "Negotiating")
    AGREED = "agreed", P_("stage", "Agreed"), "now"
    APPLIED = "applied", P_("stage", "Applied")
    LOST = "lost", P_("stage", "Lost"), "off"


STAGES: dict[Track, tuple[Stage, ...]] = {
    Track.PERSON: (
        Stage.FOUND,
        Stage.PITCHED,
        Stage.INTERESTED,
        Stage.TERMS_EXPLAINED,
        Stage.AGREED,
        Stage.APPLIED,
    ),
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


class Source(Word):
    """How a prospect was found (C12)."""

    SURVEY = "survey", N_("Market survey")
    PARTNER = "partner", N_("Worked together before")
    REFERRAL = "referral", N_("Partner's recommendation")
    VISIT = "visit", N_("Customer visit")
    CALL = "call", P_("source", "Telephone")
    WEBSITE = "website", N_("Message on the website")
    ONLINE = "online", N_("Online marketing")
    FAIR = "fair", N_("Trade fair")
    ADVERT = "advert", N_("Advertisement")


class LossWhy(Word):
    """Why prospects are lost, as far as it can be counted; the reason says the rest."""

    UNVISITED = "unvisited", N_("Nobody went again after the pitch")
    TERMS = "terms", N_("No agreement on the investment")
    LANDLORD = "landlord", N_("The landlord does not renew")
    AWAY = "away", N_("The owner is not there")
    FAMILY = "family", N_("The family is against it")
    RIVAL = "rival", N_("Chose another chain")
    UNFIT = "unfit", N_("Does not fit after all")
    OTHER = "other", P_("loss", "Something else")


class Prospect(PersonFacts, Regional, Versioned, Made, Model):
    """A person, team or supermarket being developed (C11–C13, C16)."""

    __tablename__ = "prospect"
    __table_args__ = (
        # the same for those who see some cities only
        Index(
            "ix_prospect_region_board", "region_id", "stage", "track", "owner_id", "next_on", "stage_since", "pool_on"
        ),
        # the board: how many are where and need someone, and the nearest steps of a stage, out of the index alone
        Index(
            "ix_prospect_board", "track", "stage", "next_on", "id", "region_id", "owner_id", "stage_since", "pool_on"
        ),
        # the list, the nearest steps first; a migration that rebuilds the table on SQLite makes it anew, since what is
        # read from there has no index on more than columns
        Index("ix_prospect_steps", text(f"coalesce(next_on, {NEVER})"), "id"),
        # the funnel: how far those got who were found in a time
        Index("ix_prospect_funnel", "track", "made_at", "furthest", "stage", "region_id"),
    )
    # a person's file is named after him, and free text may speak of him
    personal = frozenset(
        {"name", "pinyin", "contact_name", "phone", "address", "background", "decision_maker", "next_step"}
        | OF_A_PERSON
    )
    id: Mapped[Id]
    track: Mapped[Track]
    stage: Mapped[Stage] = mapped_column(default=Stage.FOUND)
    stage_since: Mapped[datetime] = mapped_column(default=clock.now)
    name: Mapped[str] = mapped_column(String(120))
    # "hl henglong zjg zhaojianguo": the file's name and its people's, by initials and in full, for the search
    pinyin: Mapped[str] = mapped_column(String(400), default="")
    contact_name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[Source | None]
    background: Mapped[str] = mapped_column(String(2000), default="")
    decision_maker: Mapped[str] = mapped_column(String(60), default="")
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"))
    # nobody's in the shared pool
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    # since when its owner has it; who had it before the pool; when and why it came there; the day it would go there
    held_since: Mapped[datetime] = mapped_column(default=clock.now)
    had_by_id: Mapped[int | None] = mapped_column(BigId)
    pooled_at: Mapped[datetime | None] = mapped_column(index=True)
    pooled_why: Mapped[str] = mapped_column(String(300), default="", server_default="")
    pool_on: Mapped[date | None] = mapped_column(Date, index=True)
    # the latest stage it ever was in
    furthest: Mapped[Stage] = mapped_column(default=Stage.FOUND)
    next_step: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date | None] = mapped_column(Date, index=True)
    lost_reason: Mapped[str] = mapped_column(String(300), default="")
    lost_why: Mapped[LossWhy | None]
    city: Mapped[Region] = relationship()
    survey: Mapped[Survey | None] = relationship(info=kept("a survey lies in its prospect's city"))

    @classmethod
    def step_on(cls) -> Any:
        """Return the day of the next step to sort by, as the index holds it."""
        return func.coalesce(cls.next_on, literal_column(NEVER, Date))

    @property
    def stages(self) -> tuple[Stage, ...]:
        return STAGES[self.track]

    @property
    def is_live(self) -> bool:
        return self.stage not in (Stage.APPLIED, Stage.LOST)

    @property
    def days_in_stage(self) -> int:
        return (clock.today() - clock.day_of(self.stage_since)).days

    @property
    def is_stuck(self) -> bool:
        """Whether it is longer in its stage than the rule allows."""
        return self.is_live and self.days_in_stage > pace().of(self.track, self.stage)

    @property
    def is_in_pool(self) -> bool:
        return self.owner_id is None

    @property
    def last_owner_id(self) -> int | None:
        """Whose it is; in the pool, whose it was before."""
        return self.had_by_id if self.is_in_pool else self.owner_id

    @property
    def is_overdue_for_pool(self) -> bool:
        """Whether its owner had it stuck for as long as the rule allows: a new owner gets the whole time."""
        held = (clock.today() - clock.day_of(self.held_since)).days
        return not self.is_in_pool and self.is_stuck and held > pace().of(self.track, self.stage)

    @property
    def loss(self) -> str:
        """Why it was lost, in words."""
        return " · ".join(part for part in (self.lost_why.label if self.lost_why else "", self.lost_reason) if part)

    def hold(self, owner_id: int) -> None:
        """Give it to somebody, who has the whole time of its stage for it."""
        self.owner_id, self.held_since = owner_id, clock.now()
        self.pooled_at, self.pooled_why, self.pool_on = None, "", None

    def postpone_pool(self, day: date) -> None:
        """Put a return to the pool off: somebody was reached on this day."""
        if self.pool_on is not None:
            self.pool_on = max(self.pool_on, day + timedelta(days=pace().warn))

    @property
    def is_stepless(self) -> bool:
        return self.is_live and not self.next_step

    @property
    def next_stage(self) -> Stage | None:
        """The stage after this one, as far as a person may move it."""
        if not self.is_live or self.stage == Stage.AGREED:
            return None
        return self.stages[self.stages.index(self.stage) + 1]

    @property
    def earlier_stages(self) -> tuple[Stage, ...]:
        return self.stages[: self.stages.index(self.stage)] if self.is_live else ()


class StageMove(Regional, Model):
    """A step of a prospect from one stage to another: who, when, why (C16)."""

    __tablename__ = "stage_move"
    __table_args__ = (
        # the funnel and the board read how stages go out of the index alone
        Index("ix_stage_move_flow", "track", "was", "now", "days", "found_on", "region_id"),
    )
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"), index=True)
    # its prospect's track and the day that was found
    track: Mapped[Track]
    found_on: Mapped[date] = mapped_column(Date)
    was: Mapped[Stage]
    now: Mapped[Stage]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    days: Mapped[int] = mapped_column(default=0)  # how long it had been in the stage before
    actor_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(300), default="")
