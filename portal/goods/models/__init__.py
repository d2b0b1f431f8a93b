"""Facts of goods, one file a noun."""

from portal.goods.models.category import Category
from portal.goods.models.configuration import Configuration, ConfigurationLine
from portal.goods.models.cost import ProductCost
from portal.goods.models.count import Cause, CountLine, CountScope, CountSheet, CountState
from portal.goods.models.pace import StockMinimum, StockPace
from portal.goods.models.price import Price, PriceKind, PriceState, StorePrice
from portal.goods.models.product import CatalogueHead, Product, ProductBarcode, ProductState
from portal.goods.models.stock import Loss, MoveKind, StockBalance, StockMove
from portal.goods.models.supply import Deviation, GoodsOrder, GoodsOrderLine, SupplyState
from portal.goods.models.transfer import Transfer, TransferLine, TransferState

__all__ = [
    "CatalogueHead",
    "Category",
    "Cause",
    "Configuration",
    "ConfigurationLine",
    "CountLine",
    "CountScope",
    "CountSheet",
    "CountState",
    "Deviation",
    "GoodsOrder",
    "GoodsOrderLine",
    "Loss",
    "MoveKind",
    "Price",
    "PriceKind",
    "PriceState",
    "Product",
    "ProductBarcode",
    "ProductCost",
    "ProductState",
    "StockBalance",
    "StockMinimum",
    "StockMove",
    "StockPace",
    "StorePrice",
    "SupplyState",
    "Transfer",
    "TransferLine",
    "TransferState",
]
