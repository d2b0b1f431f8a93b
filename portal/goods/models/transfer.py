"""Goods sent from one store to another: both ends see it, both confirm."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.goods.models.product import Product
from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Milli, Model, Versioned
from portal.kernel.scope import Scoped, Sees, kept, store_visible
from portal.kernel.words import P_, Word
from portal.network.models import Store


class TransferState(Word):
    SENT = "sent", P_("transfer", "On its way"), "now"
    RECEIVED = "received", P_("transfer", "Taken in")
    RETURNED = "returned", P_("transfer", "Taken back"), "off"


class BetweenStores(Scoped):
    """A row of two stores: the people of each see it, and whoever has the region of one."""

    @declared_attr
    def store_id(cls) -> Mapped[int]:
        """The store that sends."""
        return mapped_column(ForeignKey("store.id"))

    @declared_attr
    def receiver_id(cls) -> Mapped[int]:
        """The store that receives."""
        return mapped_column(ForeignKey("store.id"))

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        return or_(store_visible(cls.store_id, viewer), store_visible(cls.receiver_id, viewer))

    @classmethod
    def reach(cls) -> frozenset[str]:
        return super().reach() | {"store"}


class Transfer(BetweenStores, Versioned, Made, Model):
    """Goods under way between two stores: they leave the one's books when sent, and enter the other's when taken in.

    What was sent and not taken in is missing on the way, and stands here with its note.
    """

    __tablename__ = "transfer"
    __table_args__ = (
        Index("ix_transfer_store_id_id", "store_id", "id"),
        Index("ix_transfer_receiver_id_id", "receiver_id", "id"),
    )
    id: Mapped[Id]
    state: Mapped[TransferState] = mapped_column(default=TransferState.SENT)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    note: Mapped[str] = mapped_column(String(200), default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(200), default="")
    store: Mapped[Store] = relationship(
        foreign_keys="Transfer.store_id", info=kept("either end knows the other's name and no more")
    )
    receiver: Mapped[Store] = relationship(
        foreign_keys="Transfer.receiver_id", info=kept("either end knows the other's name and no more")
    )
    lines: Mapped[list["TransferLine"]] = relationship(
        order_by="TransferLine.id", info=kept("lines of this transfer"), back_populates="transfer"
    )

    @property
    def number(self) -> str:
        """What people call it: the day it was sent, and its own number."""
        return f"{clock.local(self.made_at):%y%m%d}-{self.id}"

    @property
    def is_under_way(self) -> bool:
        return self.state == TransferState.SENT

    @property
    def is_back(self) -> bool:
        return self.state == TransferState.RETURNED


class TransferLine(BetweenStores, Model):
    """One product of a transfer, in thousandths: sent, and taken in."""

    __tablename__ = "transfer_line"
    __table_args__ = (UniqueConstraint("transfer_id", "product_id"),)
    id: Mapped[Id]
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    sent: Mapped[Milli]
    received: Mapped[Milli | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    product: Mapped[Product] = relationship()
    transfer: Mapped[Transfer] = relationship(back_populates="lines", info=kept("the transfer of this line"))

    @property
    def missing(self) -> int:
        """What was sent and not taken in, once it was looked at."""
        return 0 if self.received is None else self.sent - self.received

    def source_key(self, deed: str) -> str:
        """What the move of one end is known by: once, whoever presses twice. A deed is out, in or back."""
        return f"transfer:{self.transfer_id}:{self.product_id}:{deed}"
