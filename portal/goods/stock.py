"""Stock balances, written with every move and every order; the caller's transaction holds them."""

from collections.abc import Mapping
from functools import cache
from itertools import chain

from portal.kernel.db import as_array, by_driver, db, is_sqlite

# One statement for all products, of few on SQLite, where many go by executemany: a statement that ends lets the other
# threads of the process in, while the whole database waits for this one.
_FEW = 50
_SQLITE = """
INSERT INTO stock_balance (store_id, product_id, quantity) VALUES {}
ON CONFLICT (store_id, product_id) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity
"""
_POSTGRESQL = """
INSERT INTO stock_balance (store_id, product_id, quantity)
SELECT ?, changed.product_id, changed.quantity
FROM unnest(?::bigint[], ?::bigint[]) AS changed (product_id, quantity)
ON CONFLICT (store_id, product_id) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity
"""


def take_from_stock(store_id: int, sold: Mapping[int, int]) -> None:
    """Lower balances by what orders took (thousandths; negative brings goods back). Products in sorted order."""
    change_balances(store_id, {product_id: -quantity for product_id, quantity in sold.items()})


def change_balances(store_id: int, changes: Mapping[int, int]) -> None:
    """Add to balances, making those that are not there yet."""
    products = sorted(product_id for product_id, quantity in changes.items() if quantity)
    if not products:
        return
    if is_sqlite():
        rows = [(store_id, product_id, changes[product_id]) for product_id in products]
        if len(rows) < _FEW:
            by_driver(db.session(), _changing(len(rows)), *chain.from_iterable(rows))
        else:
            by_driver(db.session(), _changing(1), many=rows)
    else:
        by_driver(db.session(), _POSTGRESQL, store_id, as_array(products), as_array(changes[p] for p in products))


@cache
def _changing(rows: int) -> str:
    return _SQLITE.format(", ".join(["(?, ?, ?)"] * rows))
