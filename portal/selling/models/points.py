"""Points that no order says: moved by hand, lapsed, or given for a recommendation (C34)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.append_only import AppendOnly
from portal.kernel.clock import now
from portal.kernel.db import BigId, Id, Model
from portal.kernel.scope import OfStore
from portal.kernel.words import N_, Word


class PointsKind(Word):
    ADJUSTED = "adjusted", N_("Put right by hand")
    LAPSED = "lapsed", N_("Lapsed")
    REFERRAL = "referral", N_("For a recommendation")


class PointsMove(AppendOnly, OfStore, Model):
    """Points that a member was given or lost without an order; what orders earn and spend stands with them.

    It is kept with the store that registered him. How many he has is the sum of both, over all stores.
    """

    __tablename__ = "points_move"
    __table_args__ = (Index("ix_points_move_member_id", "member_id"),)
    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[PointsKind]
    points: Mapped[int]
    # whom he recommended
    newcomer_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
