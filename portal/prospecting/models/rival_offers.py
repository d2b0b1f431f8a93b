"""What others offer a prospect, beside our own price (C22, 竞争对手的价格)."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Fen, Id, Made, Model
from portal.kernel.scope import Regional, kept
from portal.prospecting.models.prospects import Prospect


class RivalOffer(Regional, Made, Model):
    """One offer of somebody else to a prospect: who, what, for how much, heard when and from whom."""

    __tablename__ = "rival_offer"
    __table_args__ = (
        Index("ix_rival_offer_prospect_id", "prospect_id"),
        # the list, what was heard last first
        Index("ix_rival_offer_heard_on_id", "heard_on", "id"),
    )
    personal = frozenset({"offer", "source"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    rival: Mapped[str] = mapped_column(String(80))
    offer: Mapped[str] = mapped_column(String(300), default="")
    # what the prospect would pay there
    price: Mapped[Fen | None]
    # the line of ours it stands against; "" all of them, None nothing that we offer
    against: Mapped[str | None] = mapped_column(String(40))
    # ours as it was typed, where nothing of ours was reckoned that day
    our_price: Mapped[Fen | None]
    heard_on: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(120))
    actor_id: Mapped[int | None] = mapped_column(BigId)
    prospect: Mapped[Prospect] = relationship(info=kept("an offer lies in its prospect's city"))


@dataclass(frozen=True)
class Ours:
    """What a prospect pays with us by now: altogether, and for each line of the quotation or proposal that holds."""

    whole: int | None = None
    lines: dict[str, int] = field(default_factory=dict)

    def reckoned(self, against: str | None) -> int | None:
        """Return what is known of ours without anybody typing it."""
        return None if against is None else self.lines.get(against) if against else self.whole

    def beside(self, offer: RivalOffer) -> int | None:
        """Return our price beside an offer: what is reckoned, else what was typed."""
        known = self.reckoned(offer.against)
        return offer.our_price if known is None else known

    def gap(self, offer: RivalOffer) -> int | None:
        """Return by how much they are dearer than we; below nought, cheaper."""
        ours = self.beside(offer)
        return None if ours is None or offer.price is None else offer.price - ours
