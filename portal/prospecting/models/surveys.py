"""Surveys of supermarkets."""

from datetime import date
from typing import Any

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Regional
from portal.network.models import Region


class Survey(Regional, Versioned, Made, Model):
    """One supermarket looked at on one day (C10)."""

    __tablename__ = "survey"
    personal = frozenset({"operator", "note"})
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    pinyin: Mapped[str] = mapped_column(String(400), default="")
    district: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    surveyed_on: Mapped[date] = mapped_column(Date)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    area_m2: Mapped[int | None]
    tills_total: Mapped[int | None]
    tills_open: Mapped[int | None]
    staff: Mapped[int | None]
    # {"10": 42}: people counted in the hour from 10:00
    footfall: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shelf_gaps: Mapped[int | None]
    operator: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")
    quiet: Mapped[bool] = mapped_column(default=False)
    # why the person's judgement differs from the computed one
    quiet_reason: Mapped[str] = mapped_column(String(300), default="")
    photo_ids: Mapped[list[Any]] = mapped_column(default=list)
    city: Mapped[Region] = relationship()

    @property
    def counted(self) -> int:
        return sum(int(n) for n in self.footfall.values())

    @property
    def hourly(self) -> float | None:
        """People in an hour, over the hours that were counted."""
        return self.counted / len(self.footfall) if self.footfall else None

    @property
    def is_overruled(self) -> bool:
        return bool(self.quiet_reason)
