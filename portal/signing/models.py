"""Applications, their investment lines, their rounds of submission, and head office's decisions."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.db import BigId, Fen, Id, Made, Model, Versioned
from portal.kernel.scope import Regional, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Region, Store, earliest_opening
from portal.prospecting.models import Prospect


class ApplicationState(Word):
    DRAFT = "draft", P_("application", "Draft"), "guess"
    SUBMITTED = "submitted", P_("application", "Submitted"), "now"
    RETURNED = "returned", P_("application", "Returned"), "late"
    APPROVED = "approved", P_("application", "Approved")
    REJECTED = "rejected", P_("application", "Rejected"), "bad"
    WITHDRAWN = "withdrawn", P_("application", "Withdrawn"), "off"


# what a prospect can have only one of
LIVE = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.APPROVED)
_LIVE_SQL = text("state IN ('draft', 'submitted', 'returned', 'approved')")

LEAST_NOTICE = timedelta(days=7)  # between a submission and the planned opening


class Application(Regional, Versioned, Made, Model):
    """What head office decides on: a store to be, from an agreed prospect (C25)."""

    __tablename__ = "application"
    __table_args__ = (
        Index(
            "uq_application_live_prospect",
            "prospect_id",
            unique=True,
            sqlite_where=_LIVE_SQL,
            postgresql_where=_LIVE_SQL,
        ),
    )
    # free text may speak of people
    personal = frozenset({"owner_name", "owner_phone", "reasons"})
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
    applicant: Mapped[User] = relationship(
        info=kept("the colleague who applied is no secret to who sees the application")
    )
    prospect: Mapped[Prospect] = relationship(info=kept("an application lies in its prospect's city"))
    store: Mapped[Store | None] = relationship(info=kept("the store this application made"))
    lines: Mapped[list["InvestmentLine"]] = relationship(
        cascade="all, delete-orphan", order_by="InvestmentLine.position", info=kept("lines of this application")
    )
    submissions: Mapped[list["Submission"]] = relationship(
        order_by="Submission.round", info=kept("rounds of this application")
    )
    decisions: Mapped[list["Decision"]] = relationship(
        order_by="Decision.id", info=kept("decisions on this application")
    )

    @property
    def awaits_decision(self) -> bool:
        return self.state == ApplicationState.SUBMITTED

    @property
    def is_editable(self) -> bool:
        return self.state in (ApplicationState.DRAFT, ApplicationState.RETURNED)

    @property
    def can_be_withdrawn(self) -> bool:
        return self.is_editable or self.awaits_decision

    @property
    def round(self) -> int:
        """How often it was submitted; each round is decided anew."""
        return len(self.submissions)

    @property
    def approvals(self) -> list["Decision"]:
        """Who has agreed in the present round."""
        return [d for d in self.decisions if d.round == self.round and d.verdict == Verdict.APPROVED]

    @property
    def heard(self) -> set[int]:
        """Whose voice the present round has already, in person or through a substitute."""
        return {person for d in self.decisions if d.round == self.round for person in d.heard}

    @property
    def last_return(self) -> "Decision | None":
        return next((d for d in reversed(self.decisions) if d.verdict == Verdict.RETURNED), None)

    @property
    def applicants(self) -> set[int]:
        """Everyone whose own application it is: who drafted it and who handed it in."""
        return {self.applicant_id, *(s.actor_id for s in self.submissions if s.actor_id)}

    @property
    def investment(self) -> int:
        """The sum of all lines, in fen."""
        return sum(line.amount for line in self.lines)

    def paid_by(self, payer: "Payer") -> int:
        """What one side pays, in fen."""
        return sum(line.amount for line in self.lines if line.payer == payer)

    @property
    def shares(self) -> list[tuple[str, dict["Payer", int]]]:
        """Return (what is paid for, what each side pays of it in fen): lines of one name stand together."""
        shares: dict[str, dict[Payer, int]] = {}
        for line in self.lines:
            of_it = shares.setdefault(line.title, {})
            of_it[line.payer] = of_it.get(line.payer, 0) + line.amount
        return list(shares.items())

    @property
    def checklist(self) -> list[tuple[str | tuple[str, str], bool]]:
        """Return (what a submission needs, whether it is there)."""
        ready = self.planned_opening is not None and self.planned_opening >= clock.today() + LEAST_NOTICE
        return [
            (N_("Name of the store"), bool(self.store_name)),
            (N_("District and address"), bool(self.district and self.address)),
            (N_("Owner's name"), bool(self.owner_name)),
            (N_("Owner's phone"), bool(self.owner_phone)),
            (N_("Sales area"), bool(self.area_m2)),
            (N_("Number of tills"), bool(self.tills)),
            (N_("A planned opening at least seven days ahead"), ready),
            (N_("Why this store"), bool(self.reasons)),
            (N_("At least one line of investment"), bool(self.lines)),
        ]

    @property
    def opens_early(self) -> bool:
        """Whether the planned opening lies before the day on which the support could be over, approved today."""
        undecided = self.is_editable or self.awaits_decision
        return undecided and self.planned_opening is not None and self.planned_opening < earliest_opening(clock.today())

    @property
    def gaps(self) -> list[str | tuple[str, str]]:
        return [message for message, there in self.checklist if not there]

    @property
    def snapshot(self) -> dict[str, Any]:
        """Return what a later round is compared with; the owner's particulars stay out."""
        return {
            "store_name": self.store_name,
            "district": self.district,
            "address": self.address,
            "area_m2": self.area_m2,
            "tills": self.tills,
            "planned_opening": self.planned_opening.isoformat() if self.planned_opening else None,
            "reasons": self.reasons,
            "papers": len(self.attachment_ids),
            "lines": [[line.title, str(line.payer), line.amount] for line in self.lines],
        }


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


class Submission(Regional, Model):
    """One handing-in of an application, and what it said then."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("application_id", "round"),)
    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Verdict(Word):
    APPROVED = "approved", P_("verdict", "Approve")
    RETURNED = "returned", P_("verdict", "Return")
    REJECTED = "rejected", P_("verdict", "Reject")


class Decision(Regional, Model):
    """Head office's answer to one submission; over a set investment two people must agree.

    `for_id` is the absent colleague in whose name it was given.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("application_id", "round", "actor_id"),)
    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    verdict: Mapped[Verdict]
    reason: Mapped[str] = mapped_column(String(2000), default="")
    actor_id: Mapped[int] = mapped_column(BigId)
    for_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def heard(self) -> set[int]:
        """Whose voice it counts as: who gave it and in whose name."""
        return {person for person in (self.actor_id, self.for_id) if person is not None}
