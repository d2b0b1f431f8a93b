"""How long a store's goods last, what is low, and what an order to head office would bring (C33)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, and_, case, func, literal, or_

from portal.goods.models import Product, ProductState, StockBalance, StockMinimum, StockPace
from portal.goods.queries.shelf import more_barcodes
from portal.goods.queries.stock import balances
from portal.goods.queries.supply import under_way
from portal.goods.rules import Rules, rules
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.network.models import Store

BECAUSE = "the same store's and product's"
NEVER = 2**40  # in days: what does not sell lasts
MOST_SUGGESTED = 100
WHOLE = 1000

# how long what is on hand lasts, in tenths of a day of trade
DAYS_LEFT = case(
    (StockPace.per_day > 0, StockBalance.quantity * 10 // StockPace.per_day), else_=literal(NEVER, BigInteger)
)


@dataclass(frozen=True)
class Cover:
    """A product of a store: what there is and is under way, what sells a day, the least wanted, in thousandths."""

    product: Product
    on_hand: int
    under_way: int
    per_day: int
    minimum: int
    case: int  # pieces in the smallest pack with a barcode of its own, else one
    rules: Rules

    @property
    def days(self) -> float | None:
        """How many days of trade what is on hand lasts; None where nothing sells."""
        return max(self.on_hand, 0) / self.per_day if self.per_day else None

    @property
    def lasts(self) -> str:
        """How many days it lasts, as people read it: to a tenth where it is days, "99+" where it is months."""
        if self.days is None:
            return ""
        return f"{self.days:.1f}" if self.days < 99.95 else "99+"

    @property
    def is_low(self) -> bool:
        return self.on_hand < self.minimum or self.on_hand < self.per_day * self.rules.low

    @cached_property
    def suggested(self) -> int:
        """What to order so that it lasts until the delivery after the next, in whole packs; what is below zero is none.

        Books below zero are wrong; how much is really there, only a count can tell.
        """
        wanted = max(self.per_day * self.rules.lasts, self.minimum)
        missing = wanted - max(self.on_hand, 0) - self.under_way
        pack = self.case * WHOLE
        return -(-missing // pack) * pack if missing > 0 else 0


def on_the_books(store: Store, viewer: Sees) -> Select[Any]:
    """Return a select of a store's balances, beside each how fast it sells and the least that is wanted."""
    paced = and_(StockPace.store_id == StockBalance.store_id, StockPace.product_id == StockBalance.product_id)
    least = and_(StockMinimum.store_id == StockBalance.store_id, StockMinimum.product_id == StockBalance.product_id)
    rows = balances(store, viewer).outerjoin(StockPace, paced).outerjoin(StockMinimum, least)
    return within(rows, StockPace, StockMinimum, because=BECAUSE)


def covers(store: Store, viewer: Sees) -> Select[Any]:
    """Return a select of (balance, per_day, minimum) of what a store has on its books and head office still sells."""
    rows = on_the_books(store, viewer).where(Product.state == ProductState.ON)
    return rows.add_columns(StockPace.per_day.label("per_day"), StockMinimum.quantity.label("minimum"))


def is_low() -> Any:
    """Return the condition that of `covers` a row is low."""
    return or_(StockBalance.quantity < StockMinimum.quantity, StockBalance.quantity < StockPace.per_day * rules().low)


def covered(rows: Sequence[Any], store: Store, viewer: Sees) -> list[Cover]:
    """Return rows of `covers` with what is under way and the packs; three statements, however many rows."""
    ids = [row.StockBalance.product_id for row in rows]
    coming, packs, now = under_way(store.id, viewer), more_barcodes(Product.id.in_(ids)), rules()
    return [
        Cover(
            row.StockBalance.product,
            row.StockBalance.quantity,
            coming.get(row.StockBalance.product_id, 0),
            row.per_day or 0,
            row.minimum or 0,
            min((pieces for _, pieces in packs.get(row.StockBalance.product_id, ()) if pieces > 1), default=1),
            now,
        )
        for row in rows
    ]


def suggestions(store: Store, viewer: Sees) -> list[Cover]:
    """Return what a store should order from head office, what ends first before the rest; at most an order's rows."""
    scarce = or_(
        StockBalance.quantity < StockPace.per_day * rules().lasts, StockBalance.quantity < StockMinimum.quantity
    )
    rows = db.session.execute(covers(store, viewer).where(scarce).order_by(DAYS_LEFT, Product.name, Product.id)).all()
    return [one for one in covered(rows, store, viewer) if one.suggested][:MOST_SUGGESTED]


class Scarcity(NamedTuple):
    """How many products of a store have none left, how many of these are below zero, how many on sale are low."""

    none: int
    below: int
    low: int


def scarcity(store: Store, viewer: Sees) -> Scarcity:
    """Return how many products of a store are scarce."""
    low = case((and_(Product.state == ProductState.ON, is_low()), 1))
    counted = case((StockBalance.quantity <= 0, 1)), case((StockBalance.quantity < 0, 1)), low
    every = on_the_books(store, viewer).with_only_columns(*(func.count(one) for one in counted))
    row = db.session.execute(every).one()
    return Scarcity(row[0], row[1], row[2])


def cover_of(store: Store, product_id: int, viewer: Sees) -> Cover | None:
    """Return one product of a store; None where it is not on its books or not on sale."""
    rows = db.session.execute(covers(store, viewer).where(StockBalance.product_id == product_id)).all()
    return next(iter(covered(rows, store, viewer)), None)
