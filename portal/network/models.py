"""Regions, stores and their agreed closures."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Everywhere, OfStore, Scoped, Sees
from portal.kernel.words import N_, P_, Word


class Level(Word):
    """大区 → 省 → 市."""

    AREA = "area", P_("region", "Area")
    PROVINCE = "province", N_("Province")
    CITY = "city", N_("City")


class Region(
    Everywhere, Versioned, Made, Model, why="the tree of places is the same for everyone and says nothing of business"
):
    """A node of the territory tree; a city is a leaf with a GB/T 2260 code (C09)."""

    __tablename__ = "region"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    pinyin: Mapped[str] = mapped_column(String(120), default="")
    level: Mapped[Level]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    # "/1/4/9/": ids from the root to this node, so that a subtree is one LIKE
    path: Mapped[str] = mapped_column(String(120), default="", index=True)

    parent: Mapped["Region | None"] = relationship(remote_side="Region.id")

    @property
    def is_city(self) -> bool:
        return self.level == Level.CITY

    @property
    def initials(self) -> str:
        """The letters a store code begins with, e.g. "TY" for 太原."""
        from pypinyin import Style, lazy_pinyin

        letters = "".join(s[:1] for s in lazy_pinyin(self.name.removesuffix("市"), style=Style.FIRST_LETTER)).upper()
        return "".join(c for c in letters if c.isascii() and c.isalpha())[:2].ljust(2, "X")


SUPPORT = timedelta(days=18)  # what the tasks of a new store take, by the template


def earliest_opening(approved_on: date) -> date:
    """Return the first day on which a store approved then can open: its support begins the day after (C27)."""
    return approved_on + timedelta(days=1) + SUPPORT


class StoreState(Word):
    PREPARING = "preparing", N_("Preparing"), "now"
    OPEN = "open", P_("store", "Open")
    SUSPENDED = "suspended", N_("Suspended"), "late"
    CLOSED = "closed", P_("store", "Closed"), "off"


class Store(Scoped, Versioned, Made, Model):
    """A shop of the network; exists from approval on, with a code like BJ-0001."""

    __tablename__ = "store"
    __table_args__ = (Index("ix_store_region_id_code", "region_id", "code"),)
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    district: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[StoreState] = mapped_column(default=StoreState.PREPARING)
    planned_opening: Mapped[date | None] = mapped_column(Date)
    opened_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    # Monday to Sunday, "1" where the shop is open
    opening_days: Mapped[str] = mapped_column(String(7), default="1111111")
    area_m2: Mapped[int | None]
    tills: Mapped[int] = mapped_column(default=1)

    region: Mapped[Region] = relationship()

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        by_region, by_id = cls.region_id.in_(sorted(viewer.region_ids)), cls.id.in_(sorted(viewer.store_ids))
        if not viewer.store_ids:
            return by_region  # the usual two cases: one condition is read straight from its index
        return or_(by_region, by_id) if viewer.region_ids else by_id

    @property
    def is_open(self) -> bool:
        return self.state == StoreState.OPEN


class Closure(OfStore, Made, Model):
    """Days on which head office or the RM agreed that a store need not trade (C40)."""

    __tablename__ = "closure"
    __table_args__ = (Index("ix_closure_store_id_first_day", "store_id", "first_day"),)
    id: Mapped[Id]
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200))
    actor_id: Mapped[int | None]
    store: Mapped[Store] = relationship(info={"in_scope": "a closure's own store"})


class Holiday(Everywhere, Made, Model, why="when shops are shut is said on every door of them"):
    """Days on which no store owes a report: everywhere, or in one region and below (C40)."""

    __tablename__ = "holiday"
    __table_args__ = (Index("ix_holiday_last_day_first_day", "last_day", "first_day"),)
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    actor_id: Mapped[int | None] = mapped_column(BigId)
    region: Mapped[Region | None] = relationship()

    def holds(self, store: Store, day: date) -> bool:
        """Whether the store is shut for it on that day."""
        below = self.region is None or store.region.path.startswith(self.region.path)
        return below and self.first_day <= day <= self.last_day

    @property
    def has_begun(self) -> bool:
        return self.first_day <= clock.today()


class StoreNumber(Everywhere, Model, why="running numbers of store codes by prefix"):
    """The last number given out for a prefix."""

    __tablename__ = "store_number"
    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Lifetime(OfStore, Model):
    """A stretch of days during which a store was open: suspensions make gaps in the calendar (C40)."""

    __tablename__ = "store_lifetime"
    __table_args__ = (Index("ix_store_lifetime_store_id_first_day", "store_id", "first_day"),)
    id: Mapped[Id]
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None]
