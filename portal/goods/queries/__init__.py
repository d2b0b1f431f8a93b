"""Reads of goods, one file a noun."""

from portal.goods.queries.products import catalogue, categories, meant, product, search_products
from portal.goods.queries.stock import (
    Moved,
    MoveSource,
    all_balances,
    balance,
    balances,
    move_sources,
    moves,
    stock_of,
    store_at_hand,
    store_codes,
    sums_of_moves,
)

__all__ = [
    "MoveSource",
    "Moved",
    "all_balances",
    "balance",
    "balances",
    "catalogue",
    "categories",
    "meant",
    "move_sources",
    "moves",
    "product",
    "search_products",
    "stock_of",
    "store_at_hand",
    "store_codes",
    "sums_of_moves",
]
