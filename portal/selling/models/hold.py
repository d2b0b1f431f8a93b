"""A sale put aside at one tablet, to be gone on with at any of the store's."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.db import BigId, Fen, Model
from portal.kernel.scope import OfStore
from portal.kernel.words import P_, Word


class HoldState(Word):
    WAITING = "waiting", P_("hold", "On hold"), "now"
    TAKEN = "taken", P_("hold", "Taken up again")
    DROPPED = "dropped", P_("hold", "Thrown away"), "off"


class Hold(OfStore, Model):
    """A sale on hold (挂单): nothing is sold yet. It is taken up once, or thrown away with a reason (C32).

    `body` is the tablet's own and nobody reads it here; it goes with the row some days after the end.
    """

    __tablename__ = "hold"
    __table_args__ = (Index("ix_hold_store_id_ended_at", "store_id", "ended_at"),)
    personal = frozenset({"name", "body"})
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    device: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60), default="")
    body: Mapped[dict[str, Any]]
    total: Mapped[Fen]
    pieces: Mapped[int]
    maker_id: Mapped[int | None] = mapped_column(BigId)
    made_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[HoldState] = mapped_column(default=HoldState.WAITING)
    ended_at: Mapped[datetime | None]
    ender_id: Mapped[int | None] = mapped_column(BigId)
    taker: Mapped[str] = mapped_column(String(40), default="")  # the tablet it was taken up at
    reason: Mapped[str] = mapped_column(String(200), default="")

    @property
    def waits(self) -> bool:
        return self.state == HoldState.WAITING

    @property
    def is_old(self) -> bool:
        """Whether it is of an earlier day: its prices may have changed, and whoever wanted it may be gone."""
        return clock.day_of(self.made_at) < clock.today()
