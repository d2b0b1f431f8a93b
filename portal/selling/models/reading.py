"""The alert that someone learned of very many members."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Id, Made, Model
from portal.kernel.scope import Scoped, Sees, kept, store_visible
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store


class ReadingState(Word):
    OPEN = "open", N_("To look at"), "late"
    CLOSED = "closed", P_("reading", "Closed"), "off"


class Reading(Scoped, Made, Model):
    """An alert: someone learned of very many members within an hour. One a person and episode, closed by a person.

    It counts and names no member. It belongs to the shop where it happened; what was done without a shop – by a
    manager, head office, the command line – is head office's to look at.
    """

    __tablename__ = "member_reading"
    __table_args__ = (Index("ix_member_reading_actor_id_last_at", "actor_id", "last_at"),)
    id: Mapped[Id]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"), index=True)
    began_at: Mapped[datetime]
    last_at: Mapped[datetime]
    seen: Mapped[int] = mapped_column(default=0)  # members, those revealed and opened counted once
    looked_up: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)
    revealed: Mapped[int] = mapped_column(default=0)
    exported: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    closer_id: Mapped[int | None] = mapped_column(BigId)
    conclusion: Mapped[str] = mapped_column(String(300), default="")
    store: Mapped[Store | None] = relationship(info=kept("the shop where it happened"))

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        return store_visible(cls.store_id, viewer)

    @classmethod
    def reach(cls) -> frozenset[str]:
        return super().reach() | {"store"}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def state(self) -> ReadingState:
        return ReadingState.OPEN if self.is_open else ReadingState.CLOSED
