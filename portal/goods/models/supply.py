"""Goods that a store orders from head office: ordered, shipped, received, with what went otherwise."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.goods.models.product import Product
from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Milli, Model, Versioned
from portal.kernel.scope import OfStore, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store


class SupplyState(Word):
    ORDERED = "ordered", P_("goods order", "Ordered"), "now"
    SHIPPED = "shipped", P_("goods order", "On its way"), "now"
    RECEIVED = "received", P_("goods order", "Taken in")
    CANCELLED = "cancelled", P_("goods order", "Cancelled"), "off"


class Deviation(Word):
    """Why less or more was taken in than was shipped."""

    SHORT = "short", N_("Fewer came")
    OVER = "over", N_("More came")
    BROKEN = "broken", N_("Came broken or spoilt")
    WRONG = "wrong", N_("Something else came")


class GoodsOrder(OfStore, Versioned, Made, Model):
    """An order of a store to head office, one document through all its steps (C33).

    What head office could not ship is not kept open: the store reads it here and orders it again.
    """

    __tablename__ = "goods_order"
    __table_args__ = (
        Index("ix_goods_order_store_id_id", "store_id", "id"),
        Index("ix_goods_order_state_id", "state", "id"),
    )
    id: Mapped[Id]
    state: Mapped[SupplyState] = mapped_column(default=SupplyState.ORDERED)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    note: Mapped[str] = mapped_column(String(200), default="")
    shipped_at: Mapped[datetime | None]
    shipped_by: Mapped[int | None] = mapped_column(BigId)
    expected_on: Mapped[date | None] = mapped_column(Date)
    # the carrier's or warehouse's paper
    waybill: Mapped[str] = mapped_column(String(80), default="")
    # taken in or cancelled
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(200), default="")
    store: Mapped[Store] = relationship(info=kept("the store that ordered"))
    lines: Mapped[list["GoodsOrderLine"]] = relationship(
        order_by="GoodsOrderLine.id", info=kept("lines of this order"), back_populates="goods_order"
    )

    @property
    def number(self) -> str:
        """What people call it: the day it was made, and its own number."""
        return f"{clock.local(self.made_at):%y%m%d}-{self.id}"

    @property
    def awaits_shipment(self) -> bool:
        return self.state == SupplyState.ORDERED

    @property
    def is_on_its_way(self) -> bool:
        return self.state == SupplyState.SHIPPED

    @property
    def is_shipped(self) -> bool:
        return self.shipped_at is not None


class GoodsOrderLine(OfStore, Model):
    """One product of an order, in thousandths: ordered, shipped, taken in."""

    __tablename__ = "goods_order_line"
    __table_args__ = (
        UniqueConstraint("goods_order_id", "product_id"),
        Index("ix_goods_order_line_store_id_product_id", "store_id", "product_id"),
    )
    id: Mapped[Id]
    goods_order_id: Mapped[int] = mapped_column(ForeignKey("goods_order.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    ordered: Mapped[Milli]
    shipped: Mapped[Milli | None]
    received: Mapped[Milli | None]
    deviation: Mapped[Deviation | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    product: Mapped[Product] = relationship()
    goods_order: Mapped[GoodsOrder] = relationship(back_populates="lines", info=kept("the order of this line"))

    @property
    def differs(self) -> bool:
        """Whether other than what was shipped was taken in."""
        return self.received is not None and self.received != self.shipped

    @property
    def source_key(self) -> str:
        """What the move of its goods is known by: once, however often it is taken in."""
        return f"goods-order:{self.goods_order_id}:{self.product_id}"
