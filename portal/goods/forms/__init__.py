"""Forms of goods: the shape of input, one file a noun."""

from portal.goods.forms.products import BarcodeForm, ProductFilters, ProductForm, WithdrawalForm
from portal.goods.forms.receipts import ReceiptForm, ReceiptLine
from portal.goods.forms.stock import CountForm, Level, LossForm, StockFilters

__all__ = [
    "BarcodeForm",
    "CountForm",
    "Level",
    "LossForm",
    "ProductFilters",
    "ProductForm",
    "ReceiptForm",
    "ReceiptLine",
    "StockFilters",
    "WithdrawalForm",
]
