"""What others offer a prospect, beside our own price (C22, 竞争对手的价格)."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import BigId, Fen, Id, Made, Model
from portal.kernel.scope import Regional


class RivalOffer(Regional, Made, Model):
    """One offer of somebody else to a prospect: who, what, for how much, heard when and from whom."""

    __tablename__ = "rival_offer"
    __table_args__ = (Index("ix_rival_offer_prospect_id", "prospect_id"),)
    personal = frozenset({"offer", "source"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    rival: Mapped[str] = mapped_column(String(80))
    offer: Mapped[str] = mapped_column(String(300), default="")
    # what the prospect would pay there
    price: Mapped[Fen | None]
    heard_on: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(120))
    actor_id: Mapped[int | None] = mapped_column(BigId)
