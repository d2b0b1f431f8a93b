"""Users, their reach, how they signed in, and who stands in for whom."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.roles import Role
from portal.kernel.clock import now, today
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Everywhere, Scoped, Sees, kept, store_visible
from portal.kernel.words import N_, Word
from portal.network.models import Region, Store


class UserState(Word):
    INVITED = "invited", N_("Invited"), "zero"
    ACTIVE = "active", N_("Active")
    DISABLED = "disabled", N_("Disabled"), "off"


class UserRegion(Everywhere, Model, why="reach itself; read through users only"):
    """A region (and all below it) within a user's reach."""

    __tablename__ = "user_region"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), primary_key=True, index=True)
    region: Mapped[Region] = relationship()


class UserStore(Everywhere, Model, why="reach itself; read through users only"):
    """A store within a user's reach."""

    __tablename__ = "user_store"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), primary_key=True, index=True)
    store: Mapped[Store] = relationship(info=kept("the user's own reach"))


class User(Scoped, Versioned, Made, Model):
    """A person who signs in: one role, one reach."""

    __tablename__ = "user"
    personal = frozenset({"phone", "email", "password", "pin", "totp_secret", "totp_step"})

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    email: Mapped[str | None] = mapped_column(String(120), unique=True)
    role: Mapped[Role]
    state: Mapped[UserState] = mapped_column(default=UserState.INVITED)
    password: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str] = mapped_column(String(12), default="")
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    totp_step: Mapped[int] = mapped_column(default=0)
    pin: Mapped[str] = mapped_column(String(200), default="")

    regions: Mapped[list[UserRegion]] = relationship(cascade="all, delete-orphan")
    stores: Mapped[list[UserStore]] = relationship(cascade="all, delete-orphan")

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        """Staff of the viewer's stores, managers of his regions, and himself."""
        of_stores = select(UserStore.user_id).where(store_visible(UserStore.store_id, viewer))
        of_regions = select(UserRegion.user_id).where(UserRegion.region_id.in_(sorted(viewer.region_ids)))
        return or_(cls.id == getattr(viewer, "id", None), cls.id.in_(of_stores), cls.id.in_(of_regions))

    @classmethod
    def reach(cls) -> frozenset[str]:
        return super().reach() | {"store"}

    # set while a territory is handed over, for the rooms that answer the event
    heir = None  # type: User | None

    @property
    def is_active(self) -> bool:
        return self.state == UserState.ACTIVE

    @property
    def has_second_factor(self) -> bool:
        return bool(self.totp_secret)

    @property
    def has_pin(self) -> bool:
        """Whether he can take over a till that a colleague is signed in on."""
        return bool(self.pin)


class SignIn(Everywhere, Model, why="found by its own secret token, or listed for its own user"):
    """One signed-in browser; can be listed and ended."""

    __tablename__ = "sign_in"
    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(160), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    # the link of a reset by someone else that this browser still tells of; no reference, since old links are removed
    reset_id: Mapped[int | None] = mapped_column(BigId)
    device: Mapped[str] = mapped_column(String(64), default="")  # hash of the browser's own name
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"))


class Purpose(Word):
    INVITE = "invite", N_("Invitation")
    RESET = "reset", N_("New password")


class OneTimeLink(Everywhere, Made, Model, why="found by its own secret token only"):
    """A link that lets a person set a password, once."""

    __tablename__ = "one_time_link"
    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    purpose: Mapped[Purpose]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    # when it replaced a password that stood, made by someone else than its user
    reset_at: Mapped[datetime | None]
    actor_id: Mapped[int | None] = mapped_column(BigId)

    def is_made_for_another_by(self, person_id: int) -> bool:
        return self.actor_id == person_id != self.user_id


class Attempt(Everywhere, Model, why="counted by a hash of the name typed; holds no person"):
    """A failed sign-in, counted in the database so that all workers share the count."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)
    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(64), default="")  # hash of the network it came from
    at: Mapped[datetime] = mapped_column(default=now)


class Substitute(Everywhere, Made, Model, why="who stands in for whom is known to all who work with them"):
    """Someone who acts with an absent colleague's reach for some days."""

    __tablename__ = "substitute"
    id: Mapped[Id]
    absent_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    absent: Mapped[User] = relationship(foreign_keys=[absent_id], info=kept("named in the substitution"))
    stand_in: Mapped[User] = relationship(foreign_keys=[stand_in_id], info=kept("named in the substitution"))

    @property
    def is_over(self) -> bool:
        """Whether its last day is past, or it was ended before it began."""
        return self.last_day < today() or self.last_day < self.first_day

    @property
    def is_running(self) -> bool:
        return self.first_day <= today() <= self.last_day


class Policy(Everywhere, Model, why="settings of the whole network"):
    """A setting that an administrator may change, with its change on the trail."""

    __tablename__ = "policy"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[dict[str, Any]]
