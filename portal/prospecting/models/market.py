"""What is known of a city's market: its size and growth, the rivals there, and whom a shop there serves (C06, C07)."""

from datetime import date

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Fen, Id, Made, Milli, Model, Versioned
from portal.kernel.scope import Regional, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Region


class FactKind(Word):
    """What a figure tells of a city (目标市场的规模、增长趋势)."""

    POPULATION = "population", N_("People who live there")
    INCOME = "income", N_("Income a head")
    RETAIL = "retail", N_("Retail sales")
    SUPERMARKETS = "supermarkets", N_("Supermarkets")
    RENT = "rent", N_("Rent at the street")
    DELIVERY = "delivery", N_("Delivery from the warehouse")
    OTHER = "other", P_("fact", "Something else")


# in what a kind is counted; something else brings its own unit
UNITS: dict[FactKind, str] = {
    FactKind.POPULATION: N_("ten thousand people"),
    FactKind.INCOME: N_("yuan a year"),
    FactKind.RETAIL: N_("hundred million yuan a year"),
    FactKind.SUPERMARKETS: N_("shops"),
    FactKind.RENT: N_("yuan a m² and month"),
    FactKind.DELIVERY: N_("hours on the road"),
}


class CityFact(Regional, Versioned, Made, Model):
    """One figure of a city with its growth, where it is from and of which day it is; a newer one is a further row."""

    __tablename__ = "city_fact"
    __table_args__ = (Index("ix_city_fact_region_id_kind_as_of", "region_id", "kind", "as_of"),)
    id: Mapped[Id]
    kind: Mapped[FactKind]
    # what the figure is called and counted in, where the kind is something else
    title: Mapped[str] = mapped_column(String(60), default="")
    unit: Mapped[str] = mapped_column(String(30), default="")
    # thousandths of the unit
    value: Mapped[Milli]
    # thousandths of a percent a year; None where nobody knows
    growth: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(200))
    as_of: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(500), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    city: Mapped[Region] = relationship()

    @property
    def name(self) -> str:
        return self.title if self.kind == FactKind.OTHER else self.kind.label


class RivalKind(Word):
    NATIONAL = "national", N_("National chain")
    LOCAL = "local", N_("Local chain")
    SINGLE = "single", N_("Single shop")
    COMMUNITY = "community", N_("Community buying")
    ONLINE = "online", N_("Online platform")


class Rival(Regional, Versioned, Made, Model):
    """Who else sells to the people of a city (竞争对手情况)."""

    __tablename__ = "rival"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    pinyin: Mapped[str] = mapped_column(String(400), default="")
    kind: Mapped[RivalKind]
    # how many shops it has there as far as anybody counted; those that were seen are rows of their own
    shops: Mapped[int | None]
    strengths: Mapped[str] = mapped_column(String(500), default="")
    weaknesses: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(200))
    as_of: Mapped[date] = mapped_column(Date)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    city: Mapped[Region] = relationship()
    stores: Mapped[list["RivalStore"]] = relationship(
        order_by="RivalStore.id", back_populates="rival", cascade="all, delete-orphan",
        info=kept("shops of this rival lie in its city"),
    )  # fmt: skip
    prices: Mapped[list["RivalPrice"]] = relationship(
        order_by="(RivalPrice.product, RivalPrice.seen_on.desc(), RivalPrice.id)", back_populates="rival",
        cascade="all, delete-orphan", info=kept("prices of this rival were seen in its city"),
    )  # fmt: skip

    @property
    def shops_known(self) -> int:
        """How many shops it has there: the number that was counted, or at least those that were seen."""
        return max(self.shops or 0, len(self.stores))


class RivalStore(Regional, Made, Model):
    """One shop of a rival, as somebody saw it."""

    __tablename__ = "rival_store"
    __table_args__ = (Index("ix_rival_store_rival_id", "rival_id"),)
    id: Mapped[Id]
    rival_id: Mapped[int] = mapped_column(ForeignKey("rival.id"))
    name: Mapped[str] = mapped_column(String(80))
    district: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    area_m2: Mapped[int | None]
    seen_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(300), default="")
    rival: Mapped[Rival] = relationship(back_populates="stores", info=kept("the shop's own rival"))


class RivalPrice(Regional, Made, Model):
    """What a rival asks for a product on a day, beside what our stores ask."""

    __tablename__ = "rival_price"
    __table_args__ = (Index("ix_rival_price_rival_id", "rival_id"),)
    id: Mapped[Id]
    rival_id: Mapped[int] = mapped_column(ForeignKey("rival.id"))
    product: Mapped[str] = mapped_column(String(80))
    pinyin: Mapped[str] = mapped_column(String(400), default="")
    unit: Mapped[str] = mapped_column(String(20), default="")
    price: Mapped[Fen]
    our_price: Mapped[int | None] = mapped_column(BigInteger)
    seen_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(120), default="")
    rival: Mapped[Rival] = relationship(back_populates="prices", info=kept("the price's own rival"))

    @property
    def difference(self) -> int | None:
        """By how much, in fen, ours is dearer; below nought, cheaper."""
        return None if self.our_price is None else self.our_price - self.price


class Segment(Regional, Versioned, Made, Model):
    """A group of customers of a city: who they are, what they need, how they buy (特征、需求和购买行为)."""

    __tablename__ = "segment"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60))
    pinyin: Mapped[str] = mapped_column(String(400), default="")
    # of a hundred customers; None where nobody counted
    share: Mapped[int | None]
    traits: Mapped[str] = mapped_column(String(500), default="")
    needs: Mapped[str] = mapped_column(String(500), default="")
    habits: Mapped[str] = mapped_column(String(500), default="")
    # what one of them spends at a time, in fen
    basket: Mapped[int | None] = mapped_column(BigInteger)
    target: Mapped[bool] = mapped_column(default=False)  # one of those we open stores for (确定目标客户群体)
    source: Mapped[str] = mapped_column(String(200))
    as_of: Mapped[date] = mapped_column(Date)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    city: Mapped[Region] = relationship()
