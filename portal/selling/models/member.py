"""A member: registered with consent, opened by someone, idle by the rules."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Uuid, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.clock import now
from portal.kernel.db import BigId, Fen, Id, Made, Model, Versioned
from portal.kernel.scope import OfStore, kept
from portal.network.models import Store


class Member(OfStore, Versioned, Made, Model):
    """A customer registered with consent; belongs to the chain, was registered by a store (C34)."""

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_store_id_id", "store_id", "id"),)
    personal = frozenset({"phone", "birthday", "last_four", "name", "pinyin"})
    id: Mapped[Id]
    # erased members keep their row, without phone and name
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    last_four: Mapped[str] = mapped_column(String(4), default="", index=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    pinyin: Mapped[str] = mapped_column(String(120), default="", index=True)
    # month and day, for the birthday offer, if he told them
    birthday: Mapped[str | None] = mapped_column(String(5))
    consent_at: Mapped[datetime]
    consent_version: Mapped[str] = mapped_column(String(40))
    consent_channel: Mapped[str] = mapped_column(String(20), default="till")
    source_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    withdrawn_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    # another file of the same person, which is read in this one's place
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    store: Mapped[Store] = relationship(info=kept("the registering store"))
    merged: Mapped[list["Member"]] = relationship(
        foreign_keys=merged_into_id, viewonly=True, order_by="Member.id", info=kept("this person's own further files")
    )

    @property
    def is_merged(self) -> bool:
        """Whether this file was merged into another one: only its orders and its history are read."""
        return self.merged_into_id is not None

    @property
    def files(self) -> list["Member"]:
        """This file, and those that were merged into it."""
        return [self, *self.merged]

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def has_withdrawn(self) -> bool:
        """Whether he took his consent back: number and name are kept, and used no more."""
        return self.withdrawn_at is not None and not self.is_erased

    @property
    def consents(self) -> bool:
        """Whether his number and name may be used."""
        return self.withdrawn_at is None and self.erased_at is None

    @classmethod
    def current(cls) -> Any:
        """Return the condition of files that are read: of one person's the one that is kept."""
        return cls.merged_into_id.is_(None)

    @classmethod
    def consenting(cls) -> Any:
        """Return the condition of those whose number and name may be used."""
        return and_(cls.withdrawn_at.is_(None), cls.erased_at.is_(None))


class MemberOpening(OfStore, Model):
    """A member's file was opened by someone; written beside the page, in a short transaction of its own."""

    __tablename__ = "member_opening"
    __table_args__ = (
        Index("ix_member_opening_store_id_member_id", "store_id", "member_id"),
        Index("ix_member_opening_actor_id_at", "actor_id", "at"),
    )
    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    actor_id: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)


class IdleMember(OfStore, Model):
    """A member who is idle by the rules: announced, and the day from which he is anonymised unless he buys."""

    __tablename__ = "idle_member"
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    announced_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)


class MemberKey(OfStore, Model):
    """Who a new member of a tablet is: the key that it gave him, with network or without, and whose number it was."""

    __tablename__ = "member_key"
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))


class MemberTotal(OfStore, Model):
    """What a member bought in one store so far, written in the same transaction as his orders; all stores' is the sum.

    `orders` are sales that stand. `owed` is what is on account and not settled. `last_on` is the business day of his
    newest sale, undone or not.
    """

    __tablename__ = "member_total"
    __table_args__ = (Index("ix_member_total_member_id", "member_id"), {"sqlite_with_rowid": False})
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    orders: Mapped[int] = mapped_column(default=0)
    spent: Mapped[Fen] = mapped_column(default=0)
    saved: Mapped[Fen] = mapped_column(default=0)
    earned: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    owed: Mapped[Fen] = mapped_column(default=0)
    last_on: Mapped[date | None] = mapped_column(Date)
