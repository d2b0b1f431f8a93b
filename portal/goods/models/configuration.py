"""What a new store begins with: head office's lists of goods by the size of the shop."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.goods.models.product import Product
from portal.kernel.db import Id, Made, Milli, Model, Versioned
from portal.kernel.scope import Everywhere


class Configuration(Everywhere, Versioned, Made, Model, why="head office's lists are the same for every new store"):
    """A list of goods and quantities for shops of some size (C31); an end left open has no limit."""

    __tablename__ = "configuration"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    least_m2: Mapped[int | None]
    most_m2: Mapped[int | None]
    retired_at: Mapped[datetime | None]
    lines: Mapped[list["ConfigurationLine"]] = relationship(
        order_by="ConfigurationLine.id", cascade="all, delete-orphan"
    )

    def fits(self, area_m2: int | None) -> bool:
        """Whether it is meant for a shop of this size; one whose size nobody knows may take any."""
        if area_m2 is None:
            return True
        return (self.least_m2 or 0) <= area_m2 and (self.most_m2 is None or area_m2 <= self.most_m2)


class ConfigurationLine(Everywhere, Model, why="a line has its list's scope"):
    """One product of a list, in thousandths."""

    __tablename__ = "configuration_line"
    __table_args__ = (UniqueConstraint("configuration_id", "product_id"),)
    id: Mapped[Id]
    configuration_id: Mapped[int] = mapped_column(ForeignKey("configuration.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    quantity: Mapped[Milli]
    product: Mapped[Product] = relationship()
