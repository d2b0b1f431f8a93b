"""Prices beside the catalogue's own: of head office by place and time, of a store where head office leaves it one."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.goods.models.product import Product
from portal.kernel import clock
from portal.kernel.db import BigId, Fen, Id, Made, Model
from portal.kernel.scope import Everywhere, OfStore, kept
from portal.kernel.words import P_, Word
from portal.network.models import Level, Region, Store

# how narrow a price is, as the rule of the till has it
EVERYWHERE, IN_STORE = 0, 4
LEVELS = {Level.AREA: 1, Level.PROVINCE: 2, Level.CITY: 3}


class PriceKind(Word):
    """What head office leaves to a store."""

    FIXED = "fixed", P_("price", "Fixed")
    RANGE = "range", P_("price", "Within a range")
    FREE = "free", P_("price", "Free")


class PriceState(Word):
    NOW = "now", P_("price", "Counts"), "now"
    COMING = "coming", P_("price", "To come")
    OVER = "over", P_("price", "Over"), "off"
    WITHDRAWN = "withdrawn", P_("price", "Withdrawn"), "off"


class Lasting:
    """What counts from a moment on, for good or until another; in whole seconds since 1970, as the till's rule has it.

    `until` is what was said, `ends` what counts: a later row of the same place that is for good ends those before it.
    """

    fen: Mapped[Fen]
    member_fen: Mapped[int | None] = mapped_column(BigInteger)
    since: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int | None] = mapped_column(BigInteger)
    ends: Mapped[int | None] = mapped_column(BigInteger)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    withdrawn_at: Mapped[datetime | None]

    @property
    def begins_at(self) -> datetime:
        return moment_of(self.since)

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts, as it was said."""
        return None if self.until is None else clock.day_of(moment_of(self.until) - timedelta(seconds=1))

    @property
    def state(self) -> PriceState:
        now = seconds(clock.now())
        if self.withdrawn_at is not None:
            return PriceState.WITHDRAWN
        if self.ends is not None and self.ends <= now:
            return PriceState.OVER
        return PriceState.NOW if self.since <= now else PriceState.COMING


class Price(Lasting, Everywhere, Made, Model, why="head office's prices stand on the shelves of their place"):
    """A price of head office: everywhere, in an area, a province, a city or one store (C31)."""

    __tablename__ = "price"
    __table_args__ = (
        Index("ix_price_product_id_since", "product_id", "since"),
        Index("ix_price_since_id", "since", "id"),
    )
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"))
    level: Mapped[int]
    kind: Mapped[PriceKind]
    # what a store may set by itself where the kind is a range; either end may be open
    least: Mapped[int | None] = mapped_column(BigInteger)
    most: Mapped[int | None] = mapped_column(BigInteger)
    product: Mapped[Product] = relationship()
    region: Mapped[Region | None] = relationship()
    store: Mapped[Store | None] = relationship(info=kept("a price of one store is read by who sees that store"))


class StorePrice(Lasting, OfStore, Made, Model):
    """A store's own price, which counts while head office leaves it free or it lies within head office's range."""

    __tablename__ = "store_price"
    __table_args__ = (Index("ix_store_price_store_id_product_id_since", "store_id", "product_id", "since"),)
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    product: Mapped[Product] = relationship()


def seconds(moment: datetime) -> int:
    """Return a moment as the rule of prices has it."""
    return int(moment.timestamp() // 1)


def moment_of(since: int) -> datetime:
    return datetime.fromtimestamp(since, clock.zone())


def level_of(region: Any, store: Any) -> int:
    """Return how narrow a price is that holds in this region, or in this store alone."""
    if store is not None:
        return IN_STORE
    return EVERYWHERE if region is None else LEVELS[region.level]
