"""What is done in goods: one verb, one function; one file a noun."""

from portal.goods.actions.barcodes import add_barcode, add_barcodes, remove_barcode
from portal.goods.actions.products import add_all, add_product, change_all, change_product, restore, withdraw
from portal.goods.actions.stock import count, enter_opening_stock, lose, receive

__all__ = [
    "add_all",
    "add_barcode",
    "add_barcodes",
    "add_product",
    "change_all",
    "change_product",
    "count",
    "enter_opening_stock",
    "lose",
    "receive",
    "remove_barcode",
    "restore",
    "withdraw",
]
