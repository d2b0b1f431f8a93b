"""Applications, their investment lines, and head office's decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.clock import now
from portal.kernel.db import BigId, Fen, Id, Made, Model, Versioned
from portal.kernel.scope import Regional, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Region, Store
from portal.prospecting.models import Prospect


class ApplicationState(Word):
    DRAFT = "draft", N_("Draft"), "guess"
    SUBMITTED = "submitted", N_("Submitted"), "now"
    RETURNED = "returned", N_("Returned"), "late"
    APPROVED = "approved", N_("Approved")
    REJECTED = "rejected", N_("Rejected"), "bad"
    WITHDRAWN = "withdrawn", N_("Withdrawn"), "off"


class Application(Regional, Versioned, Made, Model):
    """What head office decides on: a store to be, from an agreed prospect (C25)."""

    __tablename__ = "application"
    personal = frozenset({"owner_name", "owner_phone"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"), index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.DRAFT, index=True)
    store_name: Mapped[str] = mapped_column(String(80))
    district: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    owner_name: Mapped[str] = mapped_column(String(60), default="")
    owner_phone: Mapped[str] = mapped_column(String(20), default="")
    area_m2: Mapped[int | None]
    tills: Mapped[int | None]
    planned_opening: Mapped[date | None] = mapped_column(Date)
    reasons: Mapped[str] = mapped_column(String(4000), default="")
    attachment_ids: Mapped[list[Any]] = mapped_column(default=list)
    submitted_at: Mapped[datetime | None]
    store_id_made: Mapped[int | None] = mapped_column(ForeignKey("store.id"))

    city: Mapped[Region] = relationship()
    prospect: Mapped[Prospect] = relationship(info=kept("an application lies in its prospect's city"))
    store: Mapped[Store | None] = relationship(info=kept("the store this application made"))
    lines: Mapped[list["InvestmentLine"]] = relationship(
        cascade="all, delete-orphan",
        order_by="InvestmentLine.position",
        info=kept("lines of this application"),
    )
    decisions: Mapped[list["Decision"]] = relationship(
        order_by="Decision.id", info=kept("decisions on this application")
    )

    @property
    def awaits_decision(self) -> bool:
        return self.state == ApplicationState.SUBMITTED

    @property
    def investment(self) -> int:
        """The sum of all lines, in fen."""
        return sum(line.amount for line in self.lines)


class Payer(Word):
    COMPANY = "company", N_("Company")
    STORE = "store", P_("payer", "Store")


class InvestmentLine(Regional, Model):
    """One thing that is paid for, by whom."""

    __tablename__ = "investment_line"
    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    payer: Mapped[Payer]
    amount: Mapped[Fen]


class Verdict(Word):
    APPROVED = "approved", P_("verdict", "Approve")
    RETURNED = "returned", P_("verdict", "Return")
    REJECTED = "rejected", P_("verdict", "Reject")


class Decision(Regional, Model):
    """Head office's answer to one submission; over a set investment two people must agree."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("application_id", "round", "actor_id"),)
    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    verdict: Mapped[Verdict]
    reason: Mapped[str] = mapped_column(String(2000), default="")
    actor_id: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
