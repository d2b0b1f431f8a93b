"""A store's day: its roll-up, its report, and the excuse for a missing one."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.append_only import AppendOnly
from portal.kernel.clock import now
from portal.kernel.db import BigId, Fen, Id, Made, Milli, Model
from portal.kernel.scope import OfStore, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store


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


class DayReport(AppendOnly, OfStore, Made, Model):
    """A store's report of one business day: sealed totals, or no sales. Silence is a missed report (C32, C40)."""

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
    store: Mapped[Store] = relationship(info=kept("the report's own store"))

    @property
    def difference(self) -> int:
        """Counted less expected cash, in fen."""
        return self.counted_cash - self.expected_cash

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
