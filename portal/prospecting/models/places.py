"""A person's consent that his visits keep a coarse place."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Id, Made, Model
from portal.kernel.scope import Everywhere

VERSION = "1"  # of the sentence that was agreed to


class PlaceConsent(Everywhere, Made, Model, why="a person's own consent, looked up for himself"):
    """Asked once a person, with the version of what he read; until he withdraws it (C15)."""

    __tablename__ = "place_consent"
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    text_version: Mapped[str] = mapped_column(String(12), default=VERSION)
    withdrawn_at: Mapped[datetime | None]
