"""What a member may have on account in a store."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import BigId, Fen, Made, Model, Versioned
from portal.kernel.scope import OfStore


class Credit(OfStore, Versioned, Made, Model):
    """How much a member may owe a store at once, in fen, set by its owner; without a row nothing (C34).

    What he owes is added up with his orders, in `MemberTotal`; the limit is no sum and stands apart from it.
    """

    __tablename__ = "credit"
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    limit_fen: Mapped[Fen]
    actor_id: Mapped[int | None] = mapped_column(BigId)
