"""Members and who reads them, orders with their lines, the day's roll-up, and day reports.

Every key of the shop floor leads with the store, and nothing is numbered or chained across stores, so that
the tables can be partitioned and distributed as they are.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Uuid, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.goods.models import Product
from portal.kernel import money
from portal.kernel.append_only import AppendOnly
from portal.kernel.clock import now
from portal.kernel.db import BigId, Fen, Id, Made, Milli, Model, Moment, Versioned
from portal.kernel.scope import OfStore, Scoped, Sees, kept, store_visible
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store


class Member(OfStore, Versioned, Made, Model):
    """A customer registered with consent; belongs to the chain, was registered by a store (C34)."""

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_store_id_id", "store_id", "id"),)
    personal = frozenset({"phone", "last_four", "name", "pinyin"})
    id: Mapped[Id]
    # erased members keep their row, without phone and name
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    last_four: Mapped[str] = mapped_column(String(4), default="", index=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    pinyin: Mapped[str] = mapped_column(String(120), default="", index=True)
    consent_at: Mapped[datetime]
    consent_version: Mapped[str] = mapped_column(String(40))
    consent_channel: Mapped[str] = mapped_column(String(20), default="till")
    source_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    withdrawn_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    store: Mapped[Store] = relationship(info=kept("the registering store"))

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def has_withdrawn(self) -> bool:
        """Whether he took his consent back: number and name are kept, and used no more."""
        return self.withdrawn_at is not None and not self.is_erased

    @property
    def consents(self) -> bool:
        """Whether his number and name may be used."""
        return self.withdrawn_at is None and self.erased_at is None

    @classmethod
    def consenting(cls) -> Any:
        """Return the condition of those whose number and name may be used."""
        return and_(cls.withdrawn_at.is_(None), cls.erased_at.is_(None))


class MemberOpening(OfStore, Model):
    """A member's file was opened by someone; written beside the page, in a short transaction of its own."""

    __tablename__ = "member_opening"
    __table_args__ = (
        Index("ix_member_opening_store_id_member_id", "store_id", "member_id"),
        Index("ix_member_opening_actor_id_at", "actor_id", "at"),
    )
    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    actor_id: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)


class IdleMember(OfStore, Model):
    """A member who is idle by the rules: announced, and the day from which he is anonymised unless he buys."""

    __tablename__ = "idle_member"
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    announced_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)


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


class Payment(Word):
    CASH = "cash", N_("Cash")
    WECHAT = "wechat", N_("WeChat")
    ALIPAY = "alipay", N_("Alipay")
    CARD = "card", N_("Card")
    ACCOUNT = "account", N_("On account")


class Order(AppendOnly, OfStore, Model):
    """One sale; immutable once posted, undone only by a reversal that names it (C32).

    `id` is the key the client made (UUIDv7); `device` and `sequence` tell which tablet made it and in which order.
    `booked_day` is the day report it counts in. `seq`, `prev`, `hash` are its link in the store's chain.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_store_id_placed_at", "store_id", "placed_at", "id"),
        Index("ix_orders_placed_at_id", "placed_at", "id"),
        Index("ix_orders_store_id_booked_day", "store_id", "booked_day"),
        Index("uq_orders_store_id_reverses_id", "store_id", "reverses_id", unique=True),
        Index("uq_orders_store_id_device_sequence", "store_id", "device", "sequence", unique=True),
        Index("ix_orders_store_id_member_id", "store_id", "member_id"),
        Index("uq_orders_store_id_seq", "store_id", "seq", unique=True),
    )
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    device: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int] = mapped_column(BigInteger)
    placed_at: Mapped[datetime]
    business_day: Mapped[date] = mapped_column(Date)
    booked_day: Mapped[date] = mapped_column(Date)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    payment: Mapped[Payment] = mapped_column(default=Payment.CASH)
    lines_count: Mapped[int] = mapped_column(Integer)
    quantity: Mapped[Milli]
    total: Mapped[Fen]
    discount: Mapped[Fen] = mapped_column(default=0)
    coupon: Mapped[Fen] = mapped_column(default=0)
    coupon_match: Mapped[Fen] = mapped_column(default=0)
    reverses_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    reason: Mapped[str] = mapped_column(String(200), default="")
    source_key: Mapped[str | None] = mapped_column(String(80))
    body_hash: Mapped[str] = mapped_column(String(64))
    flags: Mapped[str] = mapped_column(String(80), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    received_at: Mapped[datetime] = mapped_column(Moment(), default=now)
    seq: Mapped[int] = mapped_column(BigInteger)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    store: Mapped[Store] = relationship(info=kept("the order's own store"))
    member: Mapped[Member | None] = relationship(info=kept("who bought; shown masked outside the registering store"))
    lines: Mapped[list["OrderLine"]] = relationship(
        order_by="OrderLine.position", viewonly=True, info=kept("lines of this order")
    )

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None

    @property
    def number(self) -> str:
        return f"{self.device}-{self.sequence}"

    @property
    def address(self) -> dict[str, str]:
        """The arguments of its pages: another store may have used the same key for another order."""
        return {"store_code": self.store.code, "order_id": self.id}


class OrderLine(AppendOnly, OfStore, Model):
    """One product of an order. The amount is stored, never recomputed: imported ones come from their source."""

    __tablename__ = "order_line"
    __table_args__ = (
        ForeignKeyConstraint(["store_id", "order_id"], ["orders.store_id", "orders.id"]),
        Index("ix_order_line_store_id_product_id", "store_id", "product_id"),
        {"sqlite_with_rowid": False},
    )
    # no reference to the store of its own: its order has one, and each line's check would cost time twice
    store_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[Milli]
    price: Mapped[Fen]
    amount: Mapped[Fen]
    discount: Mapped[Fen] = mapped_column(default=0)
    coupon: Mapped[Fen] = mapped_column(default=0)
    coupon_match: Mapped[Fen] = mapped_column(default=0)
    product: Mapped[Product] = relationship()

    @property
    def ordinary_price(self) -> Fen:
        """What one would have cost without the benefit.

        The catalogue's price while it gives the line's sum, else worked out from the line, since the catalogue may
        have changed after the sale.
        """
        ordinary = self.amount + self.discount
        if money.line_amount(self.product.price, self.quantity) == ordinary or not self.quantity:
            return self.product.price
        return round(ordinary * money.MILLI / self.quantity)


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


FLAGS: dict[str, Any] = {
    "booked_later": N_("Counts in a later day: its own was sealed"),
    "clock": N_("The tablet's clock was off"),
    "imported": N_("Imported"),
    "member": N_("The member it names could not be used, so it counts without one"),
    "price": N_("Price differs from the catalogue"),
}
