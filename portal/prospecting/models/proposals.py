"""The one-store proposal: what is renovated, who pays, what the company gives, when the money is back (C19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Fen, Id, Made, Model, Versioned
from portal.kernel.money import line_amount
from portal.kernel.scope import Regional, kept
from portal.kernel.words import N_, P_, Word
from portal.prospecting.models.prospects import Prospect
from portal.prospecting.models.surveys import Survey
from portal.prospecting.payback import Case, Outcome, Running, case_of, outcome


class Outlook(Word):
    """慢、居中、快: how well the shop will go."""

    LOW = "low", P_("payback", "Slow")
    MIDDLE = "middle", P_("payback", "Middle")
    HIGH = "high", P_("payback", "Fast")


@dataclass(frozen=True)
class Line:
    """One thing that is renovated; the store pays what the company does not."""

    title: str
    quantity: int  # thousandths
    price: int  # fen for one
    company: int  # fen
    unit: str = ""  # what a quantity is of

    @property
    def amount(self) -> int:
        return line_amount(self.price, self.quantity)

    @property
    def store(self) -> int:
        return self.amount - self.company

    @property
    def company_share(self) -> float:
        return self.company / self.amount if self.amount else 0


def sides_of(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """Return (what, "company" or "store", fen): the lines of investment an application begins with."""
    sides = [(line.title, (("company", line.company), ("store", line.store))) for line in lines]
    return [(title, payer, fen) for title, paid in sides for payer, fen in paid if fen]


class Proposal(Regional, Versioned, Made, Model):
    """One version of the plan for one prospect; what was handed over stays as it was (一店一方案)."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("prospect_id", "number"),)
    # free text may speak of people
    personal = frozenset({"findings", "changes", "goods_note", "training_note"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    number: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    handed_at: Mapped[datetime | None]
    # what its reader was shown beside what it says: months per case, and the survey's figures and photos of that day
    as_handed: Mapped[dict[str, Any] | None]
    findings: Mapped[str] = mapped_column(String(600), default="")
    changes: Mapped[str] = mapped_column(String(600), default="")
    # [{"title": "…", "quantity": 1000, "price": 2400000, "company": 1800000}]
    lines: Mapped[list[Any]] = mapped_column(default=list)
    # what the company gives beside its share: goods by their worth, days of training in the store
    goods: Mapped[Fen] = mapped_column(default=0)
    goods_note: Mapped[str] = mapped_column(String(300), default="")
    training_days: Mapped[int] = mapped_column(default=0)
    training_note: Mapped[str] = mapped_column(String(300), default="")
    days: Mapped[int] = mapped_column(default=30)
    rent: Mapped[Fen] = mapped_column(default=0)
    wages: Mapped[Fen] = mapped_column(default=0)
    other: Mapped[Fen] = mapped_column(default=0)
    today: Mapped[Fen] = mapped_column(default=0)
    # {"low": {"footfall": 420, "buyers": 62000, "basket": 2650, "margin": 17000}, …}
    cases: Mapped[dict[str, Any]] = mapped_column(default=dict)
    prospect: Mapped[Prospect] = relationship(info=kept("a proposal lies in its prospect's city"))

    @property
    def is_handed_over(self) -> bool:
        return self.handed_at is not None

    @property
    def items(self) -> list[Line]:
        return [Line(**row) for row in self.lines]

    @property
    def investment(self) -> int:
        return sum(line.amount for line in self.items)

    @property
    def company_pays(self) -> int:
        return sum(line.company for line in self.items)

    @property
    def store_pays(self) -> int:
        return self.investment - self.company_pays

    @property
    def company_gives(self) -> int:
        """All that the company puts in: its share of the renovation, and goods."""
        return self.company_pays + self.goods

    @property
    def running(self) -> Running:
        return Running(self.days, self.rent, self.wages, self.other, self.today)

    def case(self, level: Outlook) -> Case:
        return case_of((self.cases or {}).get(level.value))

    def outcome(self, level: Outlook) -> Outcome:
        return outcome(self.case(level), self.running, self.store_pays)

    @property
    def months(self) -> dict[str, int | None]:
        """In how many months the owner's money is back, by case."""
        return {level.value: self.outcome(level).months for level in Outlook}

    @property
    def shop(self) -> dict[str, Any]:
        """The shop as its survey saw it: as it stood when this version was handed over, until then as it stands."""
        handed: dict[str, Any] = (self.as_handed or {}).get("shop") or seen_in(self.prospect.survey)
        return handed

    @property
    def outcomes(self) -> list[tuple[Outlook, Case, Outcome]]:
        return [(level, self.case(level), self.outcome(level)) for level in Outlook]


def seen_in(survey: Survey | None) -> dict[str, Any]:
    """Return the figures and photos of a survey that a proposal shows."""
    if survey is None:
        return {}
    names = ("area_m2", "tills_open", "tills_total", "hourly", "buyers", "shelf_gaps")
    facts = {name: getattr(survey, name) for name in names}
    return facts | {"surveyed_on": survey.surveyed_on.isoformat(), "photo_ids": list(survey.photo_ids or [])}


class ProposalLink(Regional, Made, Model):
    """A link by which one handed-over version is read on a tablet, without signing in, until it ends."""

    __tablename__ = "proposal_link"
    id: Mapped[Id]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    ends_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    opened: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    proposal: Mapped[Proposal] = relationship(info=kept("the version this link shows, and no other"))

    @property
    def lasts(self) -> bool:
        """Whether who opened it may go on reading."""
        return self.withdrawn_at is None and self.ends_at > clock.now()

    @property
    def works(self) -> bool:
        """Whether it can be opened once more."""
        return self.lasts and self.opened < MOST_OPENINGS

    @property
    def state(self) -> "LinkState":
        if self.withdrawn_at is not None:
            return LinkState.WITHDRAWN
        return LinkState.WORKS if self.works else LinkState.ENDED


MOST_OPENINGS = 60  # so often one link is opened: read at a table, not passed around


class LinkState(Word):
    WORKS = "works", P_("link", "Works")
    ENDED = "ended", P_("link", "Ended"), "off"
    WITHDRAWN = "withdrawn", P_("link", "Withdrawn"), "off"


class Measure(Word):
    """By what a line of the price list is counted in a shop that was surveyed."""

    ONCE = "once", N_("Once for the shop")
    AREA = "area", N_("By the square metre")
    TILL = "till", N_("By the till")
