"""Surveys of supermarkets."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Regional
from portal.kernel.words import P_, Word
from portal.network.models import Region

WHOLE_HOUR = 60


class Freshness(Word):
    """How what lies on the shelves looks."""

    FRESH = "fresh", P_("goods", "Fresh")
    FAIR = "fair", P_("goods", "So-so")
    STALE = "stale", P_("goods", "Not fresh"), "late"


class Survey(Regional, Versioned, Made, Model):
    """One supermarket looked at on one day (C10)."""

    __tablename__ = "survey"
    personal = frozenset({"operator", "note"})
    id: Mapped[Id]
    # the first survey of the same shop; empty on that one itself
    shop_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"), index=True)
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
    # {"10": 42}: people who came in during the first `minutes` of the hour from 10:00
    footfall: Mapped[dict[str, Any]] = mapped_column(default=dict)
    minutes: Mapped[int] = mapped_column(default=WHOLE_HOUR)
    # of those who were watched: left with goods, left without, walked past the door
    bought: Mapped[int | None]
    empty_handed: Mapped[int | None]
    passed_by: Mapped[int | None]
    shelf_gaps: Mapped[int | None]
    freshness: Mapped[Freshness | None]
    # [{"id": 3, "name": "…", "own": 3290, "theirs": 3490}]: the basket of that day with both prices in fen
    prices: Mapped[list[Any]] = mapped_column(default=list)
    rivals: Mapped[str] = mapped_column(String(500), default="")
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
        """People in an hour, over the hours that were counted; ten minutes count for the whole hour."""
        if not self.footfall:
            return None
        return self.counted / len(self.footfall) * WHOLE_HOUR / (self.minutes or WHOLE_HOUR)

    @property
    def is_overruled(self) -> bool:
        return bool(self.quiet_reason)

    @property
    def shop(self) -> int | None:
        """What all surveys of one shop have in common; none while a first one is not stored."""
        return self.shop_id or self.id

    @property
    def buyers(self) -> float | None:
        """The share of those leaving who bought something."""
        left = (self.bought or 0) + (self.empty_handed or 0)
        return (self.bought or 0) / left if left else None

    @property
    def price_level(self) -> float | None:
        """The basket's price here as a share of our own, over the goods whose price was read."""
        known = [good for good in self.prices or [] if good["own"] and good["theirs"] is not None]
        own = sum(good["own"] for good in known)
        return sum(good["theirs"] for good in known) / own if own else None
