"""The audit form, audits with their answers, and how they are scored."""

from collections.abc import Iterable
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.clock import now
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.money import share
from portal.kernel.scope import Everywhere, OfStore, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store


class Step(Word):
    """Who is told of a day report: the owner before it is due and when it was missed, then those above him (C40)."""

    AHEAD = "ahead", N_("Owner reminded"), "now"
    OWNER = "owner", N_("Owner told that it is missing"), "late"
    MANAGER = "manager", N_("Regional manager told"), "bad"
    OFFICE = "office", N_("Head office told"), "bad"


class ReportNotice(OfStore, Model):
    """Somebody was told of a store's day report, once a step; `told` counts people, `mailed` letters."""

    __tablename__ = "report_notice"
    __table_args__ = (
        Index("uq_report_notice_store_id_day_step", "store_id", "day", "step", unique=True),
        Index("ix_report_notice_day_id", "day", "id"),
    )
    id: Mapped[Id]
    day: Mapped[date] = mapped_column(Date)
    step: Mapped[Step]
    at: Mapped[datetime] = mapped_column(default=now)
    told: Mapped[int] = mapped_column(default=0)
    mailed: Mapped[int] = mapped_column(default=0)
    store: Mapped[Store] = relationship(info=kept("the notice's own store"))


class AuditTemplate(Everywhere, Made, Model, why="the form every audit uses"):
    """A form: sections of weighted items (C39)."""

    __tablename__ = "audit_template"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    active: Mapped[bool] = mapped_column(default=True)
    items: Mapped[list["AuditItem"]] = relationship(order_by="(AuditItem.position, AuditItem.id)")


class AuditItem(Everywhere, Model, why="the form every audit uses"):
    """One question of a form; failing a critical one fails the audit.

    A changed item is a new row with the same code; the old one is retired, so that signed audits keep what they asked.
    """

    __tablename__ = "audit_item"
    __table_args__ = (Index("ix_audit_item_template_id_code", "template_id", "code"),)
    id: Mapped[Id]
    template_id: Mapped[int] = mapped_column(ForeignKey("audit_template.id"), index=True)
    # stays the same when the item is changed
    code: Mapped[str] = mapped_column(String(40), default=lambda: f"own-{token_hex(6)}")
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(200))
    guidance: Mapped[str] = mapped_column(String(300), default="")
    weight: Mapped[int] = mapped_column(default=1)
    critical: Mapped[bool] = mapped_column(default=False)
    needs_photo: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]

    def asked_at(self, moment: datetime) -> bool:
        """Whether the form held this item at that moment."""
        return self.added_at <= moment and (self.retired_at is None or self.retired_at > moment)


class AuditState(Word):
    DRAFT = "draft", P_("audit", "Under way"), "guess"
    SUBMITTED = "submitted", P_("audit", "Signed")
    DROPPED = "dropped", P_("audit", "Dropped"), "off"


class Outcome(Word):
    """What a signed audit says."""

    PASSED = "passed", P_("audit", "Passed")
    FAILED = "failed", P_("audit", "Failed"), "bad"
    NOTHING = "nothing", P_("audit", "Nothing applied"), "off"


class Mark(Word):
    PASS = "pass", N_("Pass")
    FAIL = "fail", N_("Fail"), "bad"
    NOT_APPLICABLE = "na", N_("Not applicable"), "off"


class Audit(OfStore, Versioned, Model):
    """A visit with a scored form (C39)."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_store_id_id", "store_id", "id"),)
    id: Mapped[Id]
    template_id: Mapped[int] = mapped_column(ForeignKey("audit_template.id"))
    actor_id: Mapped[int] = mapped_column(BigId, index=True)
    state: Mapped[AuditState] = mapped_column(default=AuditState.DRAFT)
    started_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    # of a thousand; None until signed, or when nothing applied
    score: Mapped[int | None]
    failed_critical: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(2000), default="")
    store: Mapped[Store] = relationship(info=kept("the audited store"))
    template: Mapped[AuditTemplate] = relationship()
    answers: Mapped[list["AuditAnswer"]] = relationship(back_populates="audit", info=kept("answers of this audit"))

    @property
    def is_draft(self) -> bool:
        return self.state == AuditState.DRAFT

    @property
    def is_signed(self) -> bool:
        return self.state == AuditState.SUBMITTED

    @property
    def items(self) -> list[AuditItem]:
        """The questions of the form as it was when the audit began."""
        return [item for item in self.template.items if item.asked_at(self.started_at)]

    @property
    def outcome(self) -> Outcome | None:
        if not self.is_signed:
            return None
        if self.failed_critical:
            return Outcome.FAILED
        return Outcome.NOTHING if self.score is None else Outcome.PASSED

    @property
    def share(self) -> float | None:
        """The score as a share of one."""
        return None if self.score is None else self.score / 1000

    @property
    def unanswered(self) -> list[AuditItem]:
        answered = {answer.item_id for answer in self.answers}
        return [item for item in self.items if item.id not in answered]

    @property
    def failures(self) -> list["AuditAnswer"]:
        failed = [answer for answer in self.answers if answer.mark == Mark.FAIL]
        return sorted(failed, key=lambda answer: (not answer.item.critical, answer.item.position))

    @property
    def photos_missing(self) -> list[AuditItem]:
        """Failed items that need a photo and have none."""
        return [answer.item for answer in self.failures if answer.item.needs_photo and not answer.photo_ids]


class AuditAnswer(OfStore, Model):
    """The answer to one item, with note and photo."""

    __tablename__ = "audit_answer"
    __table_args__ = (UniqueConstraint("audit_id", "item_id"),)
    id: Mapped[Id]
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("audit_item.id"))
    mark: Mapped[Mark]
    note: Mapped[str] = mapped_column(String(1000), default="")
    photo_ids: Mapped[list[Any]] = mapped_column(default=list)
    audit: Mapped[Audit] = relationship(back_populates="answers", info=kept("the answer's own audit"))
    item: Mapped[AuditItem] = relationship()


def score_of(marks: Iterable[tuple[int, Mark]]) -> int | None:
    """Return the weight that passed of all that applied, in thousandths rounded half up; None when nothing applied."""
    passed = applied = 0
    for weight, mark in marks:
        if mark != Mark.NOT_APPLICABLE:
            applied += weight
            passed += weight * (mark == Mark.PASS)
    return share(passed, 1000, applied) if applied else None
