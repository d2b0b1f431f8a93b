"""Facts of goods, one file a noun."""

from portal.goods.models.product import Product, ProductState
from portal.goods.models.stock import MoveKind, StockBalance, StockMove

__all__ = [
    "MoveKind",
    "Product",
    "ProductState",
    "StockBalance",
    "StockMove",
]
