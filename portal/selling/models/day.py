"""A store's day: its roll-up, its report, and the excuse for a missing one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.append_only import AppendOnly
from portal.kernel.clock import now
from portal.kernel.db import BigId, Fen, Id, Made, Milli, Model
from portal.kernel.scope import OfStore, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store
from portal.selling.models.besides import WAYS, Payment


class DayTotal(OfStore, Model):
    """The roll-up of one store's booked day, written in the same transaction as its orders."""

    __tablename__ = "day_total"
    __table_args__ = (Index("ix_day_total_day_store_id", "day", "store_id"), {"sqlite_with_rowid": False})
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    orders: Mapped[int] = mapped_column(default=0)
    reversals: Mapped[int] = mapped_column(default=0)
    member_orders: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[Milli] = mapped_column(default=0)
    total: Mapped[Fen] = mapped_column(default=0)
    discount: Mapped[Fen] = mapped_column(default=0)
    coupon: Mapped[Fen] = mapped_column(default=0)
    coupon_match: Mapped[Fen] = mapped_column(default=0)
    cash: Mapped[Fen] = mapped_column(default=0)
    wechat: Mapped[Fen] = mapped_column(default=0)
    alipay: Mapped[Fen] = mapped_column(default=0)
    card: Mapped[Fen] = mapped_column(default=0)
    account: Mapped[Fen] = mapped_column(default=0)


class Timeliness(Word):
    ON_TIME = "on_time", N_("On time")
    LATE = "late", N_("Late"), "late"
    NO_SALES = "no_sales", N_("No sales"), "zero"
    MISSING = "missing", N_("Missing"), "bad"
    EXCUSED = "excused", N_("Excused"), "off"
    DUE = "due", N_("Due"), "now"
    AHEAD = "ahead", N_("Ahead"), "guess"
    CLOSED = "closed", P_("day", "Closed"), "off"

    @property
    def is_owed(self) -> bool:
        """Whether the store still has to report such a day."""
        return self in (Timeliness.DUE, Timeliness.MISSING)


@dataclass(frozen=True)
class WayCounted:
    """One way of payment of a day: what the orders say, what was counted, where the difference comes from."""

    way: Payment
    expected: int | None
    counted: int | None
    reason: str = ""

    @property
    def difference(self) -> int:
        """Counted less expected, in fen; nothing where nobody counted."""
        return 0 if self.counted is None else self.counted - (self.expected or 0)


class DayReport(AppendOnly, OfStore, Made, Model):
    """A store's report of one business day: sealed totals, or no sales. Silence is a missed report (C32, C40).

    What may be empty was not asked yet when the older reports were sealed. Categories are kept by name, as they were
    called on that day.
    """

    __tablename__ = "day_report"
    __table_args__ = (
        Index("uq_day_report_store_id_day", "store_id", "day", unique=True),
        Index("ix_day_report_day_store_id", "day", "store_id"),
    )
    id: Mapped[Id]
    day: Mapped[date] = mapped_column(Date)
    no_sales: Mapped[bool] = mapped_column(default=False)
    orders: Mapped[int] = mapped_column(default=0)
    expected: Mapped[Fen] = mapped_column(default=0)
    expected_cash: Mapped[Fen] = mapped_column(default=0)
    counted_cash: Mapped[Fen] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(500), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    late: Mapped[bool] = mapped_column(default=False)
    expected_wechat: Mapped[int | None] = mapped_column(BigInteger)
    expected_alipay: Mapped[int | None] = mapped_column(BigInteger)
    expected_card: Mapped[int | None] = mapped_column(BigInteger)
    expected_account: Mapped[int | None] = mapped_column(BigInteger)
    counted_wechat: Mapped[int | None] = mapped_column(BigInteger)
    counted_alipay: Mapped[int | None] = mapped_column(BigInteger)
    counted_card: Mapped[int | None] = mapped_column(BigInteger)
    counted_account: Mapped[int | None] = mapped_column(BigInteger)
    reasons: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    late_reason: Mapped[str | None] = mapped_column(String(300))
    reversals: Mapped[int | None]
    returns: Mapped[int | None]
    settled: Mapped[int | None] = mapped_column(BigInteger)
    members: Mapped[int | None]
    by_category: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    # tablets that were withdrawn or replaced, of which nobody knew what they had sold when it was sealed
    tails: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    store: Mapped[Store] = relationship(info=kept("the report's own store"))

    @property
    def difference(self) -> int:
        """Counted less expected over every way of payment that was counted, in fen."""
        return sum(way.difference for way in self.ways if way.counted is not None)

    @property
    def differs(self) -> bool:
        """Whether any way of payment was counted other than expected, even where the sum agrees."""
        return any(way.difference for way in self.ways if way.counted is not None)

    @property
    def ways(self) -> list["WayCounted"]:
        """Return each way of payment as it was sealed."""
        said = self.reasons or {}
        return [
            WayCounted(
                way,
                getattr(self, f"expected_{way.value}"),
                getattr(self, f"counted_{way.value}"),
                said.get(way.value, self.note if way == Payment.CASH else ""),
            )
            for way in WAYS
        ]

    @property
    def timeliness(self) -> Timeliness:
        if self.late:
            return Timeliness.LATE
        return Timeliness.NO_SALES if self.no_sales else Timeliness.ON_TIME


class DayExcuse(OfStore, Made, Model):
    """A missed day that head office excused, with its reason (C40)."""

    __tablename__ = "day_excuse"
    __table_args__ = (Index("uq_day_excuse_store_id_day", "store_id", "day", unique=True),)
    id: Mapped[Id]
    day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(300))
    actor_id: Mapped[int | None] = mapped_column(BigId)
