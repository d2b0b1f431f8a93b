"""Who told a newcomer of us (C34)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Made, Model
from portal.kernel.scope import OfStore, kept
from portal.selling.models.member import Member


class Referral(OfStore, Made, Model):
    """A member who recommended us to a newcomer; kept with the newcomer's store.

    He is given points once the newcomer has bought, and they are taken back when no sale of his stands any more:
    `points` are those that he has for it now. One level: whoever recommended him is given nothing for it.
    """

    __tablename__ = "referral"
    __table_args__ = (Index("ix_referral_referrer_id", "referrer_id"),)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, autoincrement=False)
    referrer_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    points: Mapped[int | None] = mapped_column(Integer)
    rewarded_at: Mapped[datetime | None]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    referrer: Mapped[Member] = relationship(
        foreign_keys=referrer_id, info=kept("whoever recommended this store's member; shown masked")
    )
    newcomer: Mapped[Member] = relationship(foreign_keys=member_id, info=kept("this store's own member"))
