"""Points that a sale at a till is about to be paid with."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.clock import now
from portal.kernel.db import BigId, Model
from portal.kernel.scope import OfStore


class Reservation(OfStore, Model):
    """A member's points kept for one order for some minutes, so that no other sale spends them meanwhile (C34).

    `id` is the order's key: once that order is stored its points are spent, and nothing is kept any more.
    """

    __tablename__ = "points_reservation"
    __table_args__ = (Index("ix_points_reservation_member_id_ends_at", "member_id", "ends_at"),)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    points: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]
