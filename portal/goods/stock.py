"""Stock balances, written with every move and every order; the caller's transaction holds them."""

from collections.abc import Mapping

from portal.goods.models import StockBalance
from portal.kernel.db import db, insert


def take_from_stock(store_id: int, sold: Mapping[int, int]) -> None:
    """Lower balances by what orders took (thousandths; negative brings goods back). Products in sorted order."""
    change_balances(store_id, {product_id: -quantity for product_id, quantity in sold.items()})


def change_balances(store_id: int, changes: Mapping[int, int]) -> None:
    """Add to balances, making those that are not there yet."""
    rows = [
        {"store_id": store_id, "product_id": p, "quantity": changes[p]} for p in sorted(changes) if changes[p]
    ]
    if not rows:
        return
    table = StockBalance.__table__
    new = insert(table)
    added = {"quantity": table.c.quantity + new.excluded.quantity}
    db.session.execute(new.on_conflict_do_update(index_elements=["store_id", "product_id"], set_=added), rows)
