"""A person's calendar for his phone: a secret address, of which only a hash is kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Id, Made, Model
from portal.kernel.scope import Everywhere


class CalendarFeed(Everywhere, Made, Model, why="found by its own secret token, or looked up for its own person"):
    """One address by which a calendar reads its person's appointments, until he withdraws or renews it (C20)."""

    __tablename__ = "calendar_feed"
    personal = frozenset({"token_hash"})
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    withdrawn_at: Mapped[datetime | None]
