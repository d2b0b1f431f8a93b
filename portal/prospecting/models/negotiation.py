"""The negotiation with one prospect: what we want and know, round after round, and what both confirmed (C21)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Fen, Id, Made, Model, Versioned
from portal.kernel.scope import Regional, kept
from portal.kernel.words import P_, Word
from portal.prospecting.models.prospects import Prospect


class Topic(Word):
    """What is thought out before one sits down at the table; it never leaves the house."""

    GOAL = "goal", P_("negotiation", "Goal")
    LIMITS = "limits", P_("negotiation", "Limits")
    TACTICS = "tactics", P_("negotiation", "Tactics")
    BACKGROUND = "background", P_("negotiation", "Background of the other side")


class NegotiationNote(Regional, Model):
    """What is thought on one topic; thought anew, it is a further row."""

    __tablename__ = "negotiation_note"
    __table_args__ = (Index("ix_negotiation_note_prospect_id", "prospect_id"),)
    personal = frozenset({"text"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    topic: Mapped[Topic]
    # "" where it does not hold any more
    text: Mapped[str] = mapped_column(String(600))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigId)


class NegotiationRound(Regional, Versioned, Made, Model):
    """One meeting about the terms: who was there, what we offered, what they offered, what was said."""

    __tablename__ = "negotiation_round"
    __table_args__ = (Index("ix_negotiation_round_prospect_id", "prospect_id"),)
    personal = frozenset({"present", "ours", "theirs", "talk"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    held_on: Mapped[date] = mapped_column(Date)
    present: Mapped[str] = mapped_column(String(200))
    # what the other side shall pay: as we want it, as they want it
    our_price: Mapped[Fen | None]
    their_price: Mapped[Fen | None]
    ours: Mapped[str] = mapped_column(String(600), default="")
    theirs: Mapped[str] = mapped_column(String(600), default="")
    talk: Mapped[str] = mapped_column(String(1000), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    prospect: Mapped[Prospect] = relationship(info=kept("a round lies in its prospect's city"))

    @property
    def gap(self) -> int | None:
        """How far the two prices are apart."""
        return None if self.our_price is None or self.their_price is None else self.our_price - self.their_price


class NegotiationResult(Regional, Made, Model):
    """What both sides confirmed by their names. It never changes: what is agreed anew is a row that supersedes it."""

    __tablename__ = "negotiation_result"
    __table_args__ = (Index("ix_negotiation_result_prospect_id", "prospect_id"),)
    personal = frozenset({"price_note", "delivery", "after_sales", "other", "manager_name", "decider_name", "reason"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    # what the other side pays
    price: Mapped[Fen]
    price_note: Mapped[str] = mapped_column(String(300), default="")
    delivery: Mapped[str] = mapped_column(String(300))
    after_sales: Mapped[str] = mapped_column(String(500))
    other: Mapped[str] = mapped_column(String(500), default="")
    manager_name: Mapped[str] = mapped_column(String(60))
    decider_name: Mapped[str] = mapped_column(String(60))
    signed_on: Mapped[date] = mapped_column(Date)
    # the result before this one, and why it holds no more; without a reason two files of the same were merged
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("negotiation_result.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    prospect: Mapped[Prospect] = relationship(info=kept("a result lies in its prospect's city"))
