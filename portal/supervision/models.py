"""Audit templates and audits with their answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.clock import now
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Everywhere, OfStore, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store


class AuditTemplate(Everywhere, Made, Model, why="the form every audit uses"):
    """A form: sections of weighted items (C39)."""

    __tablename__ = "audit_template"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    active: Mapped[bool] = mapped_column(default=True)
    items: Mapped[list["AuditItem"]] = relationship(order_by="AuditItem.position")


class AuditItem(Everywhere, Model, why="the form every audit uses"):
    """One question of a form; failing a critical one fails the audit."""

    __tablename__ = "audit_item"
    id: Mapped[Id]
    template_id: Mapped[int] = mapped_column(ForeignKey("audit_template.id"), index=True)
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(200))
    weight: Mapped[int] = mapped_column(default=1)
    critical: Mapped[bool] = mapped_column(default=False)
    needs_photo: Mapped[bool] = mapped_column(default=False)


class AuditState(Word):
    DRAFT = "draft", P_("audit", "Under way"), "guess"
    SUBMITTED = "submitted", P_("audit", "Signed")


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
    # of a thousand; None until submitted, or when nothing applied
    score: Mapped[int | None]
    failed_critical: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(2000), default="")
    store: Mapped[Store] = relationship(info=kept("the audited store"))
    template: Mapped[AuditTemplate] = relationship()
    answers: Mapped[list["AuditAnswer"]] = relationship(back_populates="audit", info=kept("answers of this audit"))


class Mark(Word):
    PASS = "pass", N_("Pass")
    FAIL = "fail", N_("Fail"), "bad"
    NOT_APPLICABLE = "na", N_("Not applicable"), "off"


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
