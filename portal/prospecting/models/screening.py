"""Whether somebody is worth the trip: criteria with scored answers, and dated judgements of intent (C14)."""

from datetime import date, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model
from portal.kernel.scope import Everywhere, Regional, kept
from portal.prospecting.models.people import IntentLevel
from portal.prospecting.models.prospects import Track


class Criterion(Everywhere, Model, why="the criteria are the same for everyone and hold no answer"):
    """One criterion of a track. A changed one is a new row with the same code; the old one keeps its answers."""

    __tablename__ = "criterion"
    __table_args__ = (Index("ix_criterion_track_code", "track", "code"),)
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), default=lambda: f"own-{token_hex(6)}")
    track: Mapped[Track]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    guidance: Mapped[str] = mapped_column(String(300), default="")
    weight: Mapped[int]
    # [text, points] in the order in which they are offered
    options: Mapped[list[Any]] = mapped_column(default=list)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    retired_at: Mapped[datetime | None]

    @property
    def best(self) -> int:
        return max((points for _text, points in self.options), default=0)

    @property
    def field(self) -> str:
        return f"c{self.id}"

    def was_asked_at(self, moment: datetime) -> bool:
        return self.added_at <= moment and (self.retired_at is None or self.retired_at > moment)


class Screening(Regional, Made, Model):
    """A prospect looked at by the criteria of its track, once; a later look is a further row."""

    __tablename__ = "screening"
    __table_args__ = (Index("ix_screening_prospect_id", "prospect_id"),)
    personal = frozenset({"note", "score"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    # of a hundred, by what was answered
    score: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    answers: Mapped[list["ScreeningAnswer"]] = relationship(
        back_populates="screening", cascade="all, delete-orphan", order_by="ScreeningAnswer.id",
        info=kept("answers of this screening"),
    )  # fmt: skip


class ScreeningAnswer(Regional, Model):
    """What was answered to one criterion, in the words and with the points it had then."""

    __tablename__ = "screening_answer"
    personal = frozenset({"option", "points"})
    id: Mapped[Id]
    screening_id: Mapped[int] = mapped_column(ForeignKey("screening.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    option: Mapped[str] = mapped_column(String(120))
    points: Mapped[int]
    screening: Mapped[Screening] = relationship(back_populates="answers", info=kept("the answer's own screening"))
    criterion: Mapped[Criterion] = relationship()

    @property
    def is_weak(self) -> bool:
        return self.points * 2 < self.criterion.best


class Intent(Regional, Model):
    """Somebody's judgement, on a day and for a reason, of whether a prospect wants to open a store."""

    __tablename__ = "intent"
    __table_args__ = (Index("ix_intent_prospect_id", "prospect_id"),)
    personal = frozenset({"why"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    level: Mapped[IntentLevel]
    judged_on: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigId)
