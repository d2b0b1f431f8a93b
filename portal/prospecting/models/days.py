"""A manager's day in his own words, written when it is over."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import UserRegion
from portal.kernel.db import Id, Made, Model, Versioned
from portal.kernel.scope import Scoped, Sees


class DaySheet(Scoped, Versioned, Made, Model):
    """One sentence of one person on one day (C20); what he planned and did is read from appointments and contacts."""

    __tablename__ = "day_sheet"
    __table_args__ = (UniqueConstraint("user_id", "day"),)
    personal = frozenset({"sentence"})
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    day: Mapped[date] = mapped_column(Date, index=True)
    sentence: Mapped[str] = mapped_column(String(500))

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        """One's own, and those of managers of one's regions; whom one answers for is said by `queries.below`."""
        near = select(UserRegion.user_id).where(UserRegion.region_id.in_(sorted(viewer.region_ids)))
        return or_(cls.user_id == getattr(viewer, "id", None), cls.user_id.in_(near))
