"""What people do to the catalogue and to a store's stock (C31)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.goods.barcodes import is_barcode
from portal.goods.models import MoveKind, Product, ProductState, StockBalance, StockMove
from portal.goods.stock import change_balances
from portal.kernel import clock, pinyin, trail
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.scope import within
from portal.kernel.trail import record


def add_product(*, by: Any, **facts: Any) -> Product:
    """Add a product to the catalogue; prices are fen a unit, or a kilogram where weighed."""
    facts["category"] = facts.get("category") or ""
    _check_product(facts)
    if db.session.scalar(select(Product.id).where(Product.barcode == facts["barcode"])):
        raise Refused("A product with this barcode is in the catalogue already.", field="barcode")
    product = Product(**facts, pinyin=pinyin.spelled(facts["name"]))
    db.session.add(product)
    record("product.added", product, by=by)
    return product


def add_all(things: Sequence[dict[str, Any]], *, by: Any) -> None:
    """Add checked products of a file, all at once."""
    products = [Product(**facts, pinyin=pinyin.spelled(facts["name"])) for facts in things]
    db.session.add_all(products)
    db.session.flush()
    for product in products:
        record("product.added", product, by=by, price=product.price, member_price=product.member_price)


def change_product(product: Product, *, by: Any, **facts: Any) -> Product:
    """Change a product's particulars; what its price was before stays on the trail."""
    facts = {"barcode": product.barcode, **facts, "category": facts.get("category") or ""}
    _check_product(facts)
    other = select(Product.id).where(Product.barcode == facts["barcode"], Product.id != product.id)
    if db.session.scalar(other):
        raise Refused("A product with this barcode is in the catalogue already.", field="barcode")
    set_fields(product, facts | {"pinyin": pinyin.spelled(facts["name"])})
    record("product.changed", product, by=by)
    return product


def change_all(things: Sequence[tuple[Product, dict[str, Any]]], *, by: Any) -> None:
    """Change products as a checked file says."""
    with db.session.no_autoflush:
        for product, facts in things:
            set_fields(product, facts | {"pinyin": pinyin.spelled(facts["name"])})
            record("product.changed", product, by=by)


def withdraw(product: Product, *, by: Any, reason: str) -> None:
    """Take a product off sale everywhere; stock and past orders stay."""
    if product.state == ProductState.OFF:
        raise Refused("This product is withdrawn already.")
    product.state = ProductState.OFF
    record("product.withdrawn", product, by=by, reason=reason)


def restore(product: Product, *, by: Any) -> None:
    """Put a withdrawn product on sale again."""
    if product.state == ProductState.ON:
        raise Refused("This product is on sale already.")
    product.state = ProductState.ON
    record("product.restored", product, by=by)


def receive(store: Any, lines: Sequence[tuple[Product, int]], *, by: Any, note: str = "") -> list[StockMove]:
    """Receive goods: (product, thousandths) each, several lines of one delivery."""
    if not lines:
        raise Refused("Write at least one product with its quantity.", field="lines")
    for product, quantity in lines:
        if quantity <= 0:
            raise Refused("The quantity of %(product)s must be above zero.", product=product.name, field="lines")
        _check_whole(product, quantity, "lines")
    moves = [_move(store.id, product, MoveKind.RECEIVED, quantity, by, note) for product, quantity in lines]
    return _book(store.id, moves, "stock.received", by=by)


def count(store: Any, product: Product, counted: int, *, by: Any, note: str = "") -> StockMove:
    """Record what a person counted; the difference to the books becomes a move, zero included."""
    _check_whole(product, counted, "counted")
    trail.lock(db.session(), f"store:{store.id}")  # an order may not slip between reading and writing
    mine = select(StockBalance.quantity).where(StockBalance.store_id == store.id, StockBalance.product_id == product.id)
    expected = db.session.scalar(within(mine, StockBalance, because="the counted store's own stock")) or 0
    move = _move(store.id, product, MoveKind.COUNTED, counted - expected, by, note)
    return _book(store.id, [move], "stock.counted", by=by, expected=expected, counted=counted)[0]


def lose(store: Any, product: Product, quantity: int, *, by: Any, reason: str) -> StockMove:
    """Write off what was broken, spoilt or lost."""
    if quantity <= 0:
        raise Refused("A loss is above zero.", field="quantity")
    _check_whole(product, quantity, "quantity")
    move = _move(store.id, product, MoveKind.LOSS, -quantity, by, reason)
    return _book(store.id, [move], "stock.lost", by=by)[0]


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
    db.session.add_all(moves)
    db.session.flush()
    changes: dict[int, int] = {}
    for move in moves:
        changes[move.product_id] = changes.get(move.product_id, 0) + move.quantity
    change_balances(store_id, changes)
    record(event, moves[-1], by=by, moves=len(moves), product=moves[-1].product_id, **facts)
    return moves


def _check_product(facts: dict[str, Any]) -> None:
    if not is_barcode(facts["barcode"]):
        raise Refused("Not a barcode: the digits do not agree. Compare it with the pack.", field="barcode")
    member = facts.get("member_price")
    if member is not None and facts.get("price") is not None and member > facts["price"]:
        raise Refused("The member price is above the price.", field="member_price")


def _check_whole(product: Product, quantity: int, field: str) -> None:
    if not product.weighed and quantity % 1000:
        raise Refused("%(product)s is sold by the piece: write a whole number.", product=product.name, field=field)
