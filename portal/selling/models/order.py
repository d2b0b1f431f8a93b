"""An order with its lines, as the till posted it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.goods.models import Product
from portal.kernel import money
from portal.kernel.append_only import AppendOnly
from portal.kernel.clock import now, today
from portal.kernel.db import BigId, Fen, Milli, Model, Moment
from portal.kernel.scope import OfStore, kept
from portal.kernel.words import N_
from portal.network.models import Store
from portal.selling.models.besides import OrderPayment, Payment
from portal.selling.models.member import Member


class Order(AppendOnly, OfStore, Model):
    """One sale; immutable once posted, undone only by a reversal that names it (C32).

    `id` is the key the client made (UUIDv7); `device` and `sequence` tell which tablet made it and in which order.
    `booked_day` is the day report it counts in. `seq`, `prev`, `hash` are its link in the store's chain.

    A return is an order of negative quantities that names in `returns_id` what it brings back of; what undoes a return
    names it, too. A settlement is an order without lines: money for what was on account (its `parts` sum to nothing).
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_store_id_placed_at", "store_id", "placed_at", "id"),
        Index("ix_orders_placed_at_id", "placed_at", "id"),
        Index("ix_orders_store_id_booked_day", "store_id", "booked_day"),
        Index("uq_orders_store_id_reverses_id", "store_id", "reverses_id", unique=True),
        Index("uq_orders_store_id_device_sequence", "store_id", "device", "sequence", unique=True),
        Index("ix_orders_store_id_member_id", "store_id", "member_id"),
        Index("ix_orders_store_id_returns_id", "store_id", "returns_id"),
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
    # only some orders have these: cash handed over, what it returns, points earned and spent, who uploaded it when
    # it was not the clerk, the snapshot its prices come from, the turn at the till it was made in
    given: Mapped[Fen | None]
    returns_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    points: Mapped[int | None] = mapped_column(Integer)
    points_used: Mapped[int | None] = mapped_column(Integer)
    uploader_id: Mapped[int | None] = mapped_column(BigId)
    snapshot: Mapped[int | None] = mapped_column(BigInteger)
    turn_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))

    store: Mapped[Store] = relationship(info=kept("the order's own store"))
    member: Mapped[Member | None] = relationship(info=kept("who bought; shown masked outside the registering store"))
    lines: Mapped[list["OrderLine"]] = relationship(
        order_by="OrderLine.position", viewonly=True, info=kept("lines of this order")
    )
    parts: Mapped[list[OrderPayment]] = relationship(
        order_by=OrderPayment.n, viewonly=True, info=kept("payments of this order")
    )

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None

    @property
    def is_settlement(self) -> bool:
        """Whether it only takes money for what was on account."""
        return self.lines_count == 0

    @property
    def paid(self) -> list[tuple[Payment, Fen]]:
        """Return what it took by each way of paying."""
        if self.payment != Payment.MIXED:
            return [(self.payment, self.total)]
        return [(part.way, part.amount) for part in self.parts]

    @property
    def handed(self) -> list[tuple[Payment, Fen, Fen | None]]:
        """Return what it took by each way of paying, and the cash that was handed over for it."""
        if self.payment != Payment.MIXED:
            return [(self.payment, self.total, self.given)]
        return [(part.way, part.amount, part.given) for part in self.parts]

    @property
    def is_of_today(self) -> bool:
        """Whether it is of the business day at hand, on which it may be undone; later its goods come back."""
        return self.business_day == today()

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


# in the words of the column, which holds all that one order can have at once
FLAGS: dict[str, Any] = {
    "benefit": N_("What the member was given differs from the rules"),
    "booked_later": N_("Counts in a later day: its own was sealed"),
    "clerk": N_("Who sold it could not be verified"),
    "clock": N_("The tablet's clock was off"),
    "credit": N_("On account above the limit, or without a member"),
    "device": N_("The till is not enrolled, or no longer in use"),
    "imported": N_("Imported"),
    "late": N_("Uploaded more than a day after the sale"),
    "member": N_("The member it names could not be used, so it counts without one"),
    "paper": N_("Entered from paper"),
    "price": N_("Price differs from the catalogue"),
    "shut": N_("Sold while the store was suspended or closed"),
    "withdrawn": N_("A product was withdrawn from sale before"),
}
