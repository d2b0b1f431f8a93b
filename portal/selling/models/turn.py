"""Somebody took over a till that a colleague is signed in on."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.append_only import AppendOnly
from portal.kernel.clock import now
from portal.kernel.db import BigId, Model
from portal.kernel.scope import OfStore


class Turn(AppendOnly, OfStore, Model):
    """From here on a till's orders are this person's, who proved himself by his PIN, until the next turn (C32).

    `id` is the key that the tablet made; its orders name it.
    """

    __tablename__ = "turn"
    __table_args__ = (Index("ix_turn_store_id_device_at", "store_id", "device", "at"),)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    device: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    # whose sign-in the browser has meanwhile
    actor_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
