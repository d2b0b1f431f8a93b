"""Target cities and the ties to them."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Id, Made, Model, Versioned
from portal.kernel.scope import Regional
from portal.kernel.words import N_, P_, Word
from portal.network.models import Region


class CityState(Word):
    IDEA = "idea", N_("Idea"), "zero"
    SURVEYING = "surveying", N_("Surveying"), "now"
    DEVELOPING = "developing", N_("Developing"), "now"
    OPEN = "open", P_("city", "Open")
    DROPPED = "dropped", P_("city", "Dropped"), "off"


# what a city may become next; a dropped one begins again as an idea
CITY_STEPS: dict[CityState, tuple[CityState, ...]] = {
    CityState.IDEA: (CityState.SURVEYING, CityState.DROPPED),
    CityState.SURVEYING: (CityState.DEVELOPING, CityState.DROPPED),
    CityState.DEVELOPING: (CityState.OPEN, CityState.DROPPED),
    CityState.OPEN: (CityState.DROPPED,),
    CityState.DROPPED: (CityState.IDEA,),
}


class CityFile(Regional, Versioned, Made, Model):
    """A target city of a territory and how far it is (C09)."""

    __tablename__ = "city_file"
    __table_args__ = (Index("uq_city_file_region", "region_id", unique=True),)
    id: Mapped[Id]
    state: Mapped[CityState] = mapped_column(default=CityState.IDEA)
    note: Mapped[str] = mapped_column(String(2000), default="")
    dropped_reason: Mapped[str] = mapped_column(String(300), default="")
    # how far the nearest own store is, as somebody looked it up; None where nobody did
    distance_km: Mapped[int | None]
    distance_from: Mapped[str] = mapped_column(String(80), default="", server_default="")
    city: Mapped[Region] = relationship()

    @property
    def steps(self) -> tuple[CityState, ...]:
        return CITY_STEPS[self.state]


class TieKind(Word):
    LIVES = "lives", N_("Lives there")
    LIVED = "lived", N_("Lived there")
    BUSINESS = "business", N_("Did business there")
    PARTNER = "partner", N_("Past partner there")


class Tie(Regional, Made, Model):
    """Why a person has an advantage in a city (C09)."""

    __tablename__ = "tie"
    personal = frozenset({"note"})
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[TieKind]
    from_year: Mapped[int | None]
    to_year: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    city: Mapped[Region] = relationship()

    @property
    def years(self) -> str:
        return years_of(self.from_year, self.to_year)


def years_of(since: int | None, until: int | None) -> str:
    """Say from when until when; an open end goes on."""
    return "" if since is None and until is None else f"{since or ''}–{until or ''}"
