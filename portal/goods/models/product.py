"""The catalogue: one for every store."""

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Fen, Id, Made, Model, Versioned
from portal.kernel.scope import Everywhere
from portal.kernel.words import N_, Word


class ProductState(Word):
    ON = "on", N_("On sale")
    OFF = "off", N_("Withdrawn"), "off"


class Product(Everywhere, Versioned, Made, Model, why="head office's catalogue is the same in every store"):
    """A product of the head-office catalogue (C31). Prices are fen a unit (a kilogram where weighed)."""

    __tablename__ = "product"
    __table_args__ = (Index("ix_product_category_name", "category", "name"),)
    id: Mapped[Id]
    barcode: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    pinyin: Mapped[str] = mapped_column(String(200), default="")
    category: Mapped[str] = mapped_column(String(60), default="")
    unit: Mapped[str] = mapped_column(String(12))
    weighed: Mapped[bool] = mapped_column(default=False)
    price: Mapped[Fen]
    member_price: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[ProductState] = mapped_column(default=ProductState.ON)

    def price_for(self, is_member: bool) -> int:
        return self.member_price if is_member and self.member_price is not None else self.price
