"""What head office gives members by rule, and the levels that a member reaches by what he buys (C34)."""

from datetime import date

from sqlalchemy import BigInteger, Date, ForeignKey, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from portal.goods.models import Category
from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Everywhere
from portal.kernel.words import N_, Word


class Level(Word):
    ORDINARY = "ordinary", N_("Ordinary member")
    SILVER = "silver", N_("Silver member"), "done"
    GOLD = "gold", N_("Gold member"), "now"


class RuleKind(Word):
    """Whom a rule is for."""

    LEVEL = "level", N_("Every day")
    NEW_MEMBER = "new_member", N_("New members")
    BIRTHDAY = "birthday", N_("In the month of the birthday")


class RuleState(Word):
    AHEAD = "ahead", N_("Begins later"), "wait"
    ON = "on", N_("Holds"), "done"
    OVER = "over", N_("Over"), "off"


class BenefitRule(Everywhere, Versioned, Made, Model, why="what members are given is the same in every store"):
    """What goes off the sales of a member, in whole percent or in fen, from a day until a day.

    What a rule gives never changes, so an order that names it says for ever what it was given: what is written anew is
    a new row that follows the older one, which ends the day before. It is for a level, a category and a least sum, or
    for all of them where nothing is said.
    """

    __tablename__ = "benefit_rule"
    id: Mapped[Id]
    kind: Mapped[RuleKind]
    name: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(120))
    percent: Mapped[int | None]
    fen: Mapped[int | None] = mapped_column(BigInteger)
    level: Mapped[Level | None]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    least_fen: Mapped[int | None] = mapped_column(BigInteger)
    first_days: Mapped[int | None]
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)  # the last day; the day before the first where it never began
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("benefit_rule.id"), unique=True)
    actor_id: Mapped[int] = mapped_column(BigId)
    shelf: Mapped[Category | None] = relationship(lazy="joined")

    @property
    def category(self) -> str | None:
        """What its category is called now: renamed, the rule goes with it as the products do."""
        return self.shelf.name if self.shelf else None

    @property
    def state(self) -> RuleState:
        today = clock.today()
        if self.until is not None and (self.until < today or self.until < self.since):
            return RuleState.OVER
        return RuleState.ON if self.since <= today else RuleState.AHEAD

    @property
    def has_ended(self) -> bool:
        return self.state == RuleState.OVER

    @classmethod
    def on(cls, day: date) -> ColumnElement[bool]:
        """Return the condition of those that hold on a day."""
        return and_(cls.since <= day, or_(cls.until.is_(None), cls.until >= day))
