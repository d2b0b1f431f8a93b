"""Stock moves and the balances that are their sums."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.goods.models.product import Product
from portal.kernel.clock import now
from portal.kernel.db import BigId, Id, Milli, Model
from portal.kernel.scope import OfStore
from portal.kernel.words import N_, P_, Word


class MoveKind(Word):
    OPENING = "opening", N_("Opening stock")
    RECEIVED = "received", N_("Received")
    COUNTED = "counted", N_("Count difference")
    SOLD = "sold", N_("Sold")
    REVERSED = "reversed", P_("stock", "Reversed sale")
    RETURNED = "returned", P_("stock", "Goods came back")
    LOSS = "loss", N_("Loss")
    TRANSFER_OUT = "transfer_out", N_("To another store")
    TRANSFER_IN = "transfer_in", N_("From another store")


class Loss(Word):
    """Why goods were written off."""

    BROKEN = "broken", N_("Broken")
    SPOILT = "spoilt", N_("Spoilt or past its date")
    USED = "used", N_("Used in the shop")
    GIVEN = "given", N_("Tasted or given away")
    TAKEN = "taken", N_("Taken")
    OTHER = "other", N_("Something else")


class StockMove(OfStore, Model):
    """A change of stock other than a sale; a posted order line is a move of its own.

    The balance of a product in a store is the sum of its moves less its order lines.
    """

    __tablename__ = "stock_move"
    __table_args__ = (
        Index("ix_stock_move_store_id_product_id_id", "store_id", "product_id", "id"),
        Index("uq_stock_move_store_id_source_key", "store_id", "source_key", unique=True),
    )
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[MoveKind]
    quantity: Mapped[Milli]
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    note: Mapped[str] = mapped_column(String(200), default="")
    # the row of a file this move came from, so that loading it twice changes nothing
    source_key: Mapped[str | None] = mapped_column(String(80))
    # why goods were written off; none where it is no loss, or was written off before reasons had kinds
    loss: Mapped[Loss | None]
    product: Mapped[Product] = relationship()


class StockBalance(OfStore, Model):
    """What a store has of a product, in thousandths; written with every move and every order."""

    __tablename__ = "stock_balance"
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    quantity: Mapped[Milli] = mapped_column(default=0)
    product: Mapped[Product] = relationship()
