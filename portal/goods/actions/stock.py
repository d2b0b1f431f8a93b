"""What people do to a store's stock (C31)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.goods.models import Loss, MoveKind, Product, StockBalance, StockMove
from portal.goods.stock import change_balances
from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import within
from portal.kernel.trail import record


def receive(store: Any, lines: Sequence[tuple[Product, int]], *, by: Any, note: str = "") -> list[StockMove]:
    """Receive goods: (product, thousandths) each, several lines of one delivery."""
    if not lines:
        raise Refused("Write at least one product with its quantity.", field="lines")
    for product, quantity in lines:
        if quantity <= 0:
            raise Refused("The quantity of %(product)s must be above zero.", product=product.name, field="lines")
        check_whole(product, quantity, "lines")
    moves = [_move(store.id, product, MoveKind.RECEIVED, quantity, by, note) for product, quantity in lines]
    return _book(store.id, moves, "stock.received", by=by)


def count(store: Any, product: Product, counted: int, *, by: Any, note: str = "") -> StockMove:
    """Record what a person counted; the difference to the books becomes a move, zero included."""
    check_whole(product, counted, "counted")
    trail.lock(db.session(), f"store:{store.id}")  # an order may not slip between reading and writing
    mine = select(StockBalance.quantity).where(StockBalance.store_id == store.id, StockBalance.product_id == product.id)
    expected = db.session.scalar(within(mine, StockBalance, because="the counted store's own stock")) or 0
    move = _move(store.id, product, MoveKind.COUNTED, counted - expected, by, note)
    return _book(store.id, [move], "stock.counted", by=by, expected=expected, counted=counted)[0]


def lose(store: Any, product: Product, quantity: int, *, by: Any, why: Loss, words: str = "") -> StockMove:
    """Write off what was broken, spoilt, used or lost; something else is said in words."""
    if quantity <= 0:
        raise Refused("A loss is above zero.", field="quantity")
    if why == Loss.OTHER and not words:
        raise Refused("Say in a few words what it is.", field="words")
    check_whole(product, quantity, "quantity")
    move = _move(store.id, product, MoveKind.LOSS, -quantity, by, words)
    move.loss = why
    return _book(store.id, [move], "stock.lost", by=by, why=why)[0]


def enter_opening_stock(store_id: int, openings: Sequence[Any], *, by: Any) -> list[StockMove]:
    """Enter what a store had when it began with the portal: once a product, by its source key."""
    moves = [
        StockMove(
            store_id=store_id,
            product_id=opening.product_id,
            kind=MoveKind.OPENING,
            quantity=opening.quantity,
            at=clock.at(opening.day),
            actor_id=by.id,
            source_key=opening.source_key,
        )
        for opening in openings
    ]
    return _book(store_id, moves, "stock.opened", by=by)


def _move(store_id: int, product: Product, kind: MoveKind, quantity: int, by: Any, note: str) -> StockMove:
    return StockMove(store_id=store_id, product_id=product.id, kind=kind, quantity=quantity, actor_id=by.id, note=note)


def _book(store_id: int, moves: list[StockMove], event: str, *, by: Any, **facts: Any) -> list[StockMove]:
    """Write moves with their balances and one record of them all."""
    write_moves(store_id, moves)
    record(event, moves[-1], by=by, moves=len(moves), product=moves[-1].product_id, **facts)
    return moves


def write_moves(store_id: int, moves: list[StockMove]) -> None:
    """Write moves of one store with their balances; whoever asks records them.

    The store's book first, as an order does that moves the same goods: else each of the two waits for the other.
    """
    trail.lock(db.session(), f"store:{store_id}")
    db.session.add_all(moves)
    db.session.flush()
    changes: dict[int, int] = {}
    for move in moves:
        changes[move.product_id] = changes.get(move.product_id, 0) + move.quantity
    change_balances(store_id, changes)


def check_whole(product: Product, quantity: int, field: str) -> None:
    if not product.weighed and quantity % 1000:
        raise Refused("%(product)s is sold by the piece: write a whole number.", product=product.name, field=field)
