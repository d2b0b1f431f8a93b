"""Quotations of what one prospect pays, and the plan by which he pays what he accepted (C22)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Fen, Id, Made, Model, Versioned
from portal.kernel.refusals import Refused
from portal.kernel.scope import Regional, kept
from portal.kernel.words import P_, Word
from portal.prospecting.models.proposals import Line
from portal.prospecting.models.prospects import Prospect


class QuotationState(Word):
    DRAFT = "draft", P_("quotation", "Draft"), "guess"
    SENT = "sent", P_("quotation", "Sent")
    ACCEPTED = "accepted", P_("quotation", "Accepted"), "now"
    EXPIRED = "expired", P_("quotation", "Expired"), "late"
    REPLACED = "replaced", P_("quotation", "Replaced"), "off"


class PartKind(Word):
    DEPOSIT = "deposit", P_("payment", "Deposit")
    PROGRESS = "progress", P_("payment", "By progress")
    BALANCE = "balance", P_("payment", "Balance")
    WHOLE = "whole", P_("payment", "In one sum")


@dataclass(frozen=True)
class Part:
    """One part of a payment plan as it is typed."""

    kind: PartKind
    due_on: date
    amount: int
    note: str = ""


class Quotation(Regional, Versioned, Made, Model):
    """One version of the price for one prospect; what was sent stays as it was (报价)."""

    __tablename__ = "quotation"
    __table_args__ = (Index("ix_quotation_prospect_id", "prospect_id"),)
    personal = frozenset({"note", "accepted_by"})
    id: Mapped[Id]
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"))
    number: Mapped[int]
    # [{"title": "…", "quantity": 1000, "price": 2400000, "company": 1800000}], as a proposal's
    lines: Mapped[list[Any]] = mapped_column(default=list)
    valid_until: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(500), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    sent_at: Mapped[datetime | None]
    accepted_on: Mapped[date | None] = mapped_column(Date)
    accepted_by: Mapped[str] = mapped_column(String(60), default="")
    # when a later version was accepted in its place
    replaced_at: Mapped[datetime | None]
    planned_at: Mapped[datetime | None]
    prospect: Mapped[Prospect] = relationship(info=kept("a quotation lies in its prospect's city"))
    parts: Mapped[list["Instalment"]] = relationship(
        back_populates="quotation", cascade="all, delete-orphan", order_by="[Instalment.due_on, Instalment.id]",
        info=kept("parts of this quotation's own plan"),
    )  # fmt: skip

    @property
    def items(self) -> list[Line]:
        return [Line(**row) for row in self.lines]

    @property
    def gross(self) -> int:
        return sum(line.amount for line in self.items)

    @property
    def company_pays(self) -> int:
        return sum(line.company for line in self.items)

    @property
    def total(self) -> int:
        """What the other side pays."""
        return sum(line.store for line in self.items)

    @property
    def is_over(self) -> bool:
        return self.valid_until < clock.today()

    @property
    def is_accepted(self) -> bool:
        return self.accepted_on is not None and self.replaced_at is None

    @property
    def state(self) -> QuotationState:
        if self.replaced_at is not None:
            return QuotationState.REPLACED
        if self.accepted_on is not None:
            return QuotationState.ACCEPTED
        if self.sent_at is None:
            return QuotationState.DRAFT
        return QuotationState.EXPIRED if self.is_over else QuotationState.SENT

    @property
    def paid(self) -> int:
        return sum(part.amount for part in self.parts if part.is_paid)


class Instalment(Regional, Model):
    """One part of a payment plan: what is due when; that it was paid is noted here, the money goes elsewhere."""

    __tablename__ = "instalment"
    __table_args__ = (Index("ix_instalment_due_on_id", "due_on", "id"),)
    personal = frozenset({"note", "paid_note"})
    id: Mapped[Id]
    quotation_id: Mapped[int] = mapped_column(ForeignKey("quotation.id"), index=True)
    kind: Mapped[PartKind]
    due_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[Fen]
    note: Mapped[str] = mapped_column(String(120), default="")
    paid_on: Mapped[date | None] = mapped_column(Date)
    paid_note: Mapped[str] = mapped_column(String(120), default="")
    noted_by_id: Mapped[int | None] = mapped_column(BigId)
    quotation: Mapped[Quotation] = relationship(back_populates="parts", info=kept("a part lies where its plan does"))

    @property
    def is_paid(self) -> bool:
        return self.paid_on is not None

    def must_be(self, *, paid: bool) -> None:
        """Refuse what another tablet did already: asked before a form is read, since its form is gone from the page."""
        if self.is_paid and not paid:
            raise Refused("This part was paid already.")
        if paid and not self.is_paid:
            raise Refused("This part is not paid yet.")

    @property
    def is_overdue(self) -> bool:
        return not self.is_paid and self.due_on < clock.today()
