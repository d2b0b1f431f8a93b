"""Risks and chances of a prospect or a city: how likely, how much it matters, what is done about it, by whom (C23)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Regional, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Region
from portal.prospecting.models.prospects import Prospect


class RiskKind(Word):
    RISK = "risk", N_("Risk")
    CHANCE = "chance", N_("Chance")


class RiskState(Word):
    OPEN = "open", P_("risk", "Open"), "zero"
    OVERDUE = "overdue", P_("risk", "Overdue"), "bad"


class Likelihood(Word):
    LOW = "low", P_("likelihood", "Hardly")
    MIDDLE = "middle", P_("likelihood", "Maybe")
    HIGH = "high", P_("likelihood", "Likely")


class Effect(Word):
    LOW = "low", P_("effect", "Small")
    MIDDLE = "middle", P_("effect", "Noticeable")
    HIGH = "high", P_("effect", "Great")


class Level(Word):
    HIGH = "high", P_("level", "High"), "late"
    MIDDLE = "middle", P_("level", "Middle"), "zero"
    LOW = "low", P_("level", "Low"), "off"


class RiskEnd(Word):
    """How a risk or a chance ended."""

    AVERTED = "averted", P_("risk", "Averted")
    HAPPENED = "happened", P_("risk", "It happened"), "bad"
    SEIZED = "seized", P_("risk", "Seized"), "now"
    MISSED = "missed", P_("risk", "Missed"), "bad"
    GONE = "gone", P_("risk", "No longer matters"), "off"


ENDS: dict[RiskKind, tuple[RiskEnd, ...]] = {
    RiskKind.RISK: (RiskEnd.AVERTED, RiskEnd.HAPPENED, RiskEnd.GONE),
    RiskKind.CHANCE: (RiskEnd.SEIZED, RiskEnd.MISSED, RiskEnd.GONE),
}
POINTS = {"low": 1, "middle": 2, "high": 3}
HEAVIEST = 9
# from how many points, likelihood times effect, a level begins; the highest first
FROM = {Level.HIGH: 6, Level.MIDDLE: 3, Level.LOW: 1}


def weight_of(likelihood: Likelihood, effect: Effect) -> int:
    return POINTS[likelihood.value] * POINTS[effect.value]


def level_of(weight: int) -> Level:
    return next(level for level, least in FROM.items() if weight >= least)


def matrix() -> list[tuple[Likelihood, list[tuple[Effect, Level]]]]:
    """Return the level of each likelihood with each effect, the likeliest first, the smallest effect first."""
    return [(one, [(effect, level_of(weight_of(one, effect))) for effect in Effect]) for one in reversed(Likelihood)]


class Risk(Regional, Versioned, Made, Model):
    """A risk or a chance with its owner, measure and day; closed with what became of it (C23, 识别潜在的风险和机会)."""

    __tablename__ = "risk"
    __table_args__ = (
        # the open ones, what weighs most first, over all cities or some
        Index("ix_risk_open", "closed_at", "rank", "due_on", "id"),
        Index("ix_risk_region_open", "region_id", "closed_at", "rank", "due_on", "id"),
    )
    # free text may speak of people
    personal = frozenset({"text", "measure", "ending"})
    id: Mapped[Id]
    # of this prospect, or else of the city as a whole
    prospect_id: Mapped[int | None] = mapped_column(ForeignKey("prospect.id"), index=True)
    kind: Mapped[RiskKind]
    text: Mapped[str] = mapped_column(String(160))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    likelihood: Mapped[Likelihood]
    effect: Mapped[Effect]
    # by how much it comes before the others: one for the heaviest, nine for the lightest
    rank: Mapped[int]
    measure: Mapped[str] = mapped_column(String(500), default="")
    due_on: Mapped[date] = mapped_column(Date)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    closed_at: Mapped[datetime | None]
    end: Mapped[RiskEnd | None]
    ending: Mapped[str] = mapped_column(String(500), default="")
    city: Mapped[Region] = relationship()
    prospect: Mapped[Prospect | None] = relationship(info=kept("a risk lies in its prospect's city"))

    @property
    def weight(self) -> int:
        return weight_of(self.likelihood, self.effect)

    @property
    def level(self) -> Level:
        return level_of(self.weight)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < clock.today()

    @property
    def state(self) -> Word:
        """Open, overdue, or how it ended."""
        return self.end or (RiskState.OVERDUE if self.is_overdue else RiskState.OPEN)

    @property
    def days_over(self) -> int:
        return (clock.today() - self.due_on).days

    def weigh(self) -> None:
        """Note where it stands among the others; likelihood or effect are new."""
        self.rank = HEAVIEST + 1 - self.weight
