"""Reads of stock; what sold goods moved is told by the room above, which registers itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from portal.goods.models import Loss, MoveKind, Product, StockBalance, StockMove
from portal.kernel.db import db
from portal.kernel.scope import Sees, house_read
from portal.network.models import Store
from portal.network.queries import store_by_code, stores

SHOWN_MOVES = 100


@dataclass(frozen=True)
class Moved:
    """One change of a product's stock in a store, whoever keeps it."""

    at: datetime
    kind: MoveKind
    quantity: int
    note: str = ""
    actor_id: int | None = None
    url: str = ""
    loss: Loss | None = None


@dataclass(frozen=True)
class Sold:
    """What a store sold of a product from a day to another: thousandths, fen, and where its rows are."""

    quantity: int
    fen: int
    url: str


@dataclass(frozen=True)
class MoveSource:
    """A room above whose rows are moves of their own: of one product, newest first; all their sums; since a moment.

    `sold` says of a store, from its first to its last day, on how many days it traded and what it sold.
    """

    moves: Callable[[Any, int, int, int], Iterable[Moved]]  # viewer, store id, product id, at most
    sums: Callable[[], Iterable[tuple[int, int, int]]]  # store id, product id, thousandths
    after: Callable[[int, datetime], Iterable[tuple[int, datetime, int]]]  # of a store: product id, when, thousandths
    sold: Callable[[int, date, date], tuple[int, Iterable[tuple[int, int]]]]  # days; product id, thousandths
    sold_of: Callable[[Store, int, date, date], "Sold"]


# filled by the rooms above
move_sources: list[MoveSource] = []


def store_at_hand(code: str, viewer: Any) -> Store | None:
    """Return the store somebody asks for (404 outside his reach), else his own, else the first he sees."""
    if code:
        return store_by_code(code, viewer)
    mine = Store.seen_by(viewer).order_by(Store.code).limit(1)
    if own := getattr(viewer, "store_id", None):
        mine = mine.where(Store.id == own)
    return db.session.scalar(mine)


def store_codes(viewer: Sees) -> list[tuple[str, str]]:
    """Return (code, code and name) of the viewer's stores."""
    return [(store.code, f"{store.code} {store.name}") for store in stores(viewer)]


def balances(store: Store, viewer: Sees) -> Select[Any]:
    """Return a select of what a store has, with the products."""
    return (
        StockBalance.seen_by(viewer)
        .where(StockBalance.store_id == store.id)
        .join(Product, Product.id == StockBalance.product_id)
        .options(contains_eager(StockBalance.product))
    )


def balance(store: Store, product_id: int, viewer: Sees) -> int:
    """Return a product's balance in a store in thousandths."""
    mine = StockBalance.seen_by(viewer).with_only_columns(StockBalance.quantity)
    found = mine.where(StockBalance.store_id == store.id, StockBalance.product_id == product_id)
    return db.session.scalar(found) or 0


def moves(store: Store, product_id: int, viewer: Any, most: int = SHOWN_MOVES) -> list[Moved]:
    """Return a product's newest moves in a store, sold lines included, newest first."""
    mine = (
        StockMove.seen_by(viewer)
        .where(StockMove.store_id == store.id, StockMove.product_id == product_id)
        .order_by(StockMove.at.desc(), StockMove.id.desc())
        .limit(most)
    )
    found = [
        Moved(m.at, m.kind, m.quantity, m.note, m.actor_id, address_of(m, store), m.loss)
        for m in db.session.scalars(mine)
    ]
    for source in move_sources:
        found += source.moves(viewer, store.id, product_id, most)
    return sorted(found, key=lambda move: move.at, reverse=True)[:most]


def address_of(move: StockMove, store: Store) -> str:
    """Return where one reads what a move came from, "" where it stands for itself."""
    kind, number, *_ = *(move.source_key or "").split(":"), ""
    if kind == "count":
        return url_for("goods.show_count", code=store.code, sheet_id=int(number))
    if kind == "goods-order":
        return url_for("goods.show_goods_order", goods_order_id=int(number))
    if kind == "transfer":
        return url_for("goods.show_transfer", transfer_id=int(number))
    return ""


def losses(store: Store, viewer: Sees) -> Select[Any]:
    """Return a select of what a store wrote off, with the products."""
    return (
        StockMove.seen_by(viewer)
        .where(StockMove.store_id == store.id, StockMove.kind == MoveKind.LOSS)
        .join(Product, Product.id == StockMove.product_id)
        .options(contains_eager(StockMove.product))
    )


def stock_of(product_id: int, viewer: Sees, most: int = 50) -> Sequence[tuple[str, str, int]]:
    """Return (store code, name, balance) of the viewer's stores that have moved a product."""
    mine = (
        StockBalance.seen_by(viewer)
        .with_only_columns(Store.code, Store.name, StockBalance.quantity)
        .join(Store, Store.id == StockBalance.store_id)
        .where(StockBalance.product_id == product_id)
        .order_by(Store.code)
        .limit(most)
    )
    return [(code, name, quantity) for code, name, quantity in db.session.execute(mine)]


def sums_of_moves() -> Iterable[tuple[int, int, int]]:
    """Yield (store, product, thousandths) of every product's own moves; the whole network, for the check."""
    summed = select(StockMove.store_id, StockMove.product_id, func.sum(StockMove.quantity))
    grouped = summed.group_by(StockMove.store_id, StockMove.product_id)
    every = house_read(grouped, StockMove, because="flask verify checks the whole network")
    for store_id, product_id, quantity in db.session.execute(every):
        yield store_id, product_id, int(quantity)


def all_balances() -> Iterable[tuple[int, int, int]]:
    """Yield every balance of the network, for the check."""
    every = select(StockBalance.store_id, StockBalance.product_id, StockBalance.quantity)
    for row in db.session.execute(house_read(every, StockBalance, because="flask verify checks the whole network")):
        yield row[0], row[1], row[2]
