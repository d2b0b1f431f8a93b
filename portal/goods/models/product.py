"""The catalogue: one for every store."""

from datetime import date
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Fen, Id, Made, Model, Versioned
from portal.kernel.scope import Everywhere
from portal.kernel.words import N_, Word


class ProductState(Word):
    ON = "on", N_("On sale")
    OFF = "off", N_("Withdrawn"), "off"


class Product(Everywhere, Versioned, Made, Model, why="head office's catalogue is the same in every store"):
    """A product of the head-office catalogue (C31). Prices are fen a unit (a kilogram where weighed)."""

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_category_name", "category", "name"),
        Index("ix_product_changed", "changed"),
        Index("uq_product_code", "code", unique=True),
        Index("uq_product_plu", "plu", unique=True),
    )
    untold: ClassVar[frozenset[str]] = frozenset({"changed"})
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
    # the catalogue's number when anything of it changed last: a tablet asks for what came after the one it has
    changed: Mapped[int] = mapped_column(BigInteger, default=1)
    # head office's own number of the article, and the number that a scale prints into its labels
    code: Mapped[str | None] = mapped_column(String(20))
    plu: Mapped[str | None] = mapped_column(String(5))
    brand: Mapped[str] = mapped_column(String(40), default="", server_default="")
    spec: Mapped[str] = mapped_column(String(60), default="", server_default="")
    featured_from: Mapped[date | None]
    featured_until: Mapped[date | None]
    # of kernel.files; seen by whoever sees the catalogue, through the product's own door
    photo_id: Mapped[int | None] = mapped_column(BigId)
    more_barcodes: Mapped[list["ProductBarcode"]] = relationship(order_by="ProductBarcode.barcode", viewonly=True)

    def price_for(self, is_member: bool) -> int:
        return self.member_price if is_member and self.member_price is not None else self.price

    def featured(self, day: date) -> bool:
        """Whether head office puts it in front on this day, its first and last included."""
        first, last = self.featured_from, self.featured_until
        return first is not None and last is not None and first <= day <= last


class ProductBarcode(Everywhere, Made, Model, why="a barcode means the same product in every store"):
    """A further barcode of a product: another pack of it, or a case that holds several pieces."""

    __tablename__ = "product_barcode"
    barcode: Mapped[str] = mapped_column(String(20), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    pieces: Mapped[int] = mapped_column(default=1)


class CatalogueHead(Everywhere, Model, why="how far the catalogue has come; holds no business fact"):
    """The one row with the catalogue's newest number, and the lowest that a tablet may say it has."""

    __tablename__ = "catalogue_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    floor: Mapped[int] = mapped_column(BigInteger, default=0)
