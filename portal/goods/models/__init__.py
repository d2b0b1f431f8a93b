"""Facts of goods, one file a noun."""

from portal.goods.models.product import CatalogueHead, Product, ProductBarcode, ProductState
from portal.goods.models.stock import MoveKind, StockBalance, StockMove

__all__ = [
    "CatalogueHead",
    "MoveKind",
    "Product",
    "ProductBarcode",
    "ProductState",
    "StockBalance",
    "StockMove",
]
