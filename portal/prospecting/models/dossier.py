"""What is known of a prospect beyond his file: what he needs and doubts, who influences him, what he was told."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model
from portal.kernel.scope import Regional
from portal.kernel.words import N_, P_, Word
from portal.prospecting.models.contacts import PitchPoint


class ConcernKind(Word):
    NEED = "need", P_("concern", "Need")
    PAIN = "pain", P_("concern", "Pain point")
    DOUBT = "doubt", P_("concern", "Doubt")


class Concern(Regional, Made, Model):
    """What a prospect needs, what hurts him, or what he doubts, and what he was answered (C18)."""

    __tablename__ = "concern"
    __table_args__ = (Index("ix_concern_prospect_id", "prospect_id"),)
    personal = frozenset({"text", "answer"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    kind: Mapped[ConcernKind]
    text: Mapped[str] = mapped_column(String(300))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    # when the answer convinced him; nothing while it did not
    settled_at: Mapped[datetime | None]
    actor_id: Mapped[int | None] = mapped_column(BigId)

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def is_open_doubt(self) -> bool:
        return self.kind == ConcernKind.DOUBT and not self.is_settled


class Relation(Word):
    """What somebody is to the one who decides."""

    SPOUSE = "spouse", N_("Husband or wife")
    FAMILY = "family", P_("relation", "Family")
    PARTNER = "partner", P_("relation", "Business partner")
    MANAGER = "manager", P_("relation", "Shop manager")
    BUYER = "buyer", P_("relation", "Buyer")
    LANDLORD = "landlord", P_("relation", "Landlord")
    FRIEND = "friend", P_("relation", "Friend")


class Stance(Word):
    FOR = "for", P_("stance", "For it")
    UNDECIDED = "undecided", P_("stance", "Undecided"), "zero"
    AGAINST = "against", P_("stance", "Against it"), "late"


class Influencer(Regional, Made, Model):
    """Somebody whom the one who decides listens to (C18)."""

    __tablename__ = "influencer"
    __table_args__ = (Index("ix_influencer_prospect_id", "prospect_id"),)
    personal = frozenset({"name", "note"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    name: Mapped[str] = mapped_column(String(60))
    relation: Mapped[Relation]
    stance: Mapped[Stance] = mapped_column(default=Stance.UNDECIDED)
    note: Mapped[str] = mapped_column(String(300), default="")


class PitchNote(Regional, Model):
    """What was said on one point of the pitch (C17); said again, it is a further row."""

    __tablename__ = "pitch_note"
    __table_args__ = (Index("ix_pitch_note_prospect_id", "prospect_id"),)
    personal = frozenset({"said"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    point: Mapped[PitchPoint]
    said: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigId)
