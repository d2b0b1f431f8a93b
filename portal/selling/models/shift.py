"""A shift at one till: the cash it began with, what was moved meanwhile, and what was counted at its end."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, ForeignKeyConstraint, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.append_only import AppendOnly
from portal.kernel.clock import now
from portal.kernel.db import BigId, Fen, Model, Versioned
from portal.kernel.scope import OfStore, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store

_OPEN = text("closed_at IS NULL")


class ShiftState(Word):
    OPEN = "open", P_("shift", "Under way"), "now"
    CLOSED = "closed", P_("shift", "Handed over")


class CashKind(Word):
    """Cash that no order moves."""

    SAFE = "safe", N_("Into the safe")
    OUT = "out", N_("Paid out")
    IN = "in", N_("Put in")


class Shift(OfStore, Versioned, Model):
    """Whoever answers for one till's cash from its opening to its closing (C32).

    Its orders are those of the till whose numbers lie between first and last: a tablet's clock may be wrong, its
    numbers are not. `missing` counts numbers that were not here at the closing.
    """

    __tablename__ = "shift"
    __table_args__ = (
        Index(
            "uq_shift_store_id_device", "store_id", "device", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_shift_store_id_opened_at", "store_id", "opened_at"),
    )
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    device: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    opener_id: Mapped[int | None] = mapped_column(BigId)
    float_fen: Mapped[Fen]
    float_reason: Mapped[str] = mapped_column(String(300), default="")
    first_number: Mapped[int] = mapped_column(BigInteger)
    closed_at: Mapped[datetime | None]
    closer_id: Mapped[int | None] = mapped_column(BigId)
    last_number: Mapped[int | None] = mapped_column(BigInteger)
    missing: Mapped[int] = mapped_column(default=0)
    orders: Mapped[int] = mapped_column(default=0)
    total: Mapped[Fen] = mapped_column(default=0)
    expected: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    counted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reasons: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    left_fen: Mapped[int | None] = mapped_column(BigInteger)
    store: Mapped[Store] = relationship(info=kept("the shift's own store"))

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def state(self) -> ShiftState:
        return ShiftState.OPEN if self.is_open else ShiftState.CLOSED

    @property
    def difference(self) -> int | None:
        """Counted less expected over every way of payment, in fen; none while it is open."""
        if self.expected is None or self.counted is None:
            return None
        return sum(self.counted.values()) - sum(self.expected.values())

    @property
    def address(self) -> dict[str, str]:
        """The arguments of its pages."""
        return {"store_code": self.store.code, "shift_id": self.id}


class CashMove(AppendOnly, OfStore, Model):
    """Cash taken from a till, or put into it, for a reason that no order says."""

    __tablename__ = "cash_move"
    __table_args__ = (
        ForeignKeyConstraint(["store_id", "shift_id"], ["shift.store_id", "shift.id"]),
        Index("ix_cash_move_store_id_shift_id", "store_id", "shift_id"),
    )
    # as of a line, the shift has the reference to the store
    store_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    shift_id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    kind: Mapped[CashKind]
    fen: Mapped[Fen]
    reason: Mapped[str] = mapped_column(String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)

    @property
    def signed(self) -> int:
        """What it adds to the till, in fen."""
        return self.fen if self.kind == CashKind.IN else -self.fen
