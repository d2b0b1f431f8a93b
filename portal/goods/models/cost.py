"""What products cost head office: a table of its own, so that no page of the shop can carry it by accident."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.append_only import AppendOnly
from portal.kernel.db import BigId, Fen, Id, Made, Model
from portal.kernel.scope import Everywhere


class ProductCost(AppendOnly, Everywhere, Made, Model, why="head office buys for all; read by who may see costs"):
    """What a unit of a product costs from a day on; a mistake is followed by another row."""

    __tablename__ = "product_cost"
    __table_args__ = (Index("ix_product_cost_product_id_since", "product_id", "since"),)
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    fen: Mapped[Fen]
    since: Mapped[date]
    actor_id: Mapped[int | None] = mapped_column(BigId)
