"""How fast a product sells in a store, and the least that a store wants to have of it."""

from datetime import date

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.goods.models.product import Product
from portal.kernel.db import BigId, Id, Made, Milli, Model
from portal.kernel.scope import OfStore


class StockPace(OfStore, Model):
    """What a store sells of a product on a day of trade, in thousandths: an estimate, written anew each night."""

    __tablename__ = "stock_pace"
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    per_day: Mapped[Milli]
    on_day: Mapped[date] = mapped_column(Date)


class StockMinimum(OfStore, Made, Model):
    """The least that a store wants to have of a product, in thousandths; 0 where it no longer says (C33)."""

    __tablename__ = "stock_minimum"
    __table_args__ = (UniqueConstraint("store_id", "product_id"),)
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[Milli]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    product: Mapped[Product] = relationship()
