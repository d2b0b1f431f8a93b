"""What only some orders have beside their lines: several payments, why a line was cheaper, what a line brings back."""

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.append_only import AppendOnly
from portal.kernel.db import BigId, Fen, Milli, Model
from portal.kernel.scope import OfStore
from portal.kernel.words import N_, Word


class Payment(Word):
    CASH = "cash", N_("Cash")
    WECHAT = "wechat", N_("WeChat")
    ALIPAY = "alipay", N_("Alipay")
    CARD = "card", N_("Card")
    ACCOUNT = "account", N_("On account")
    MIXED = "mixed", N_("Several payments")


WAYS = tuple(payment for payment in Payment if payment != Payment.MIXED)  # in which one can pay


class BenefitKind(Word):
    """What a line can be cheaper for."""

    MEMBER_PRICE = "member_price", N_("Member price")
    LEVEL = "level", N_("Member's benefit")
    NEW_MEMBER = "new_member", N_("New member's offer")
    BIRTHDAY = "birthday", N_("Birthday offer")
    POINTS = "points", N_("Points spent")
    MANUAL = "manual", N_("Discount by hand")


class OrderPayment(AppendOnly, OfStore, Model):
    """One of an order's several payments; they add up to its total."""

    __tablename__ = "order_payment"
    __table_args__ = (
        ForeignKeyConstraint(["store_id", "order_id"], ["orders.store_id", "orders.id"]),
        {"sqlite_with_rowid": False},
    )
    # as of a line, the order has the reference to the store
    store_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    way: Mapped[Payment]
    amount: Mapped[Fen]
    given: Mapped[Fen | None]


class OrderBenefit(AppendOnly, OfStore, Model):
    """What made a line cheaper: a rule, the points spent, or a person by hand, with a reason and who approved it."""

    __tablename__ = "order_benefit"
    __table_args__ = (
        ForeignKeyConstraint(
            ["store_id", "order_id", "position"], ["order_line.store_id", "order_line.order_id", "order_line.position"]
        ),
        {"sqlite_with_rowid": False},
    )
    store_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    kind: Mapped[BenefitKind]
    fen: Mapped[Fen]
    rule_id: Mapped[int | None] = mapped_column(BigInteger)
    approver_id: Mapped[int | None] = mapped_column(BigId)
    why: Mapped[str] = mapped_column(String(200), default="")


class OrderReturn(AppendOnly, OfStore, Model):
    """Which line of an earlier order a line brings back, in thousandths; below nothing where a return is undone."""

    __tablename__ = "order_return"
    __table_args__ = (
        ForeignKeyConstraint(
            ["store_id", "order_id", "position"], ["order_line.store_id", "order_line.order_id", "order_line.position"]
        ),
        ForeignKeyConstraint(
            ["store_id", "of_order_id", "of_position"],
            ["order_line.store_id", "order_line.order_id", "order_line.position"],
        ),
        Index("ix_order_return_store_id_of_order_id", "store_id", "of_order_id", "of_position"),
        {"sqlite_with_rowid": False},
    )
    store_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    of_order_id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    of_position: Mapped[int]
    quantity: Mapped[Milli]
