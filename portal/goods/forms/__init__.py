"""Forms of goods: the shape of input, one file a noun."""

from portal.goods.forms.configurations import ConfigurationForm, FillingForm, FirstGoodsForm
from portal.goods.forms.counts import AdoptionForm, CountRowsForm, CountScanForm, CountSheetForm, DropForm
from portal.goods.forms.cover import CoverFilters, MinimumForm, Scarce, StockRulesForm
from portal.goods.forms.labels import LabelFilters, SheetFilters
from portal.goods.forms.prices import PriceFilters, PriceForm, StorePriceForm
from portal.goods.forms.products import (
    BarcodeForm,
    CategoryForm,
    CostForm,
    FeatureForm,
    PhotoForm,
    ProductFilters,
    ProductForm,
    WithdrawalForm,
)
from portal.goods.forms.receipts import ReceiptForm, ReceiptLine
from portal.goods.forms.stock import CountForm, Level, LossFilters, LossForm, StockFilters
from portal.goods.forms.supply import ArrivalForm, CancellationForm, GoodsOrderFilters, GoodsOrderForm, ShipmentForm
from portal.goods.forms.transfers import ReturnForm, TakingForm, TransferForm

__all__ = [
    "AdoptionForm",
    "ArrivalForm",
    "BarcodeForm",
    "CancellationForm",
    "CategoryForm",
    "ConfigurationForm",
    "CostForm",
    "CountForm",
    "CountRowsForm",
    "CountScanForm",
    "CountSheetForm",
    "CoverFilters",
    "DropForm",
    "FeatureForm",
    "FillingForm",
    "FirstGoodsForm",
    "GoodsOrderFilters",
    "GoodsOrderForm",
    "LabelFilters",
    "Level",
    "LossFilters",
    "LossForm",
    "MinimumForm",
    "PhotoForm",
    "PriceFilters",
    "PriceForm",
    "ProductFilters",
    "ProductForm",
    "ReceiptForm",
    "ReceiptLine",
    "ReturnForm",
    "Scarce",
    "SheetFilters",
    "ShipmentForm",
    "StockFilters",
    "StockRulesForm",
    "StorePriceForm",
    "TakingForm",
    "TransferForm",
    "WithdrawalForm",
]
