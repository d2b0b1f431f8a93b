"""What is done in goods: one verb, one function; one file a noun."""

from portal.goods.actions.barcodes import add_barcode, add_barcodes, remove_barcode
from portal.goods.actions.categories import (
    add_category,
    lift_category,
    rename_category,
    restore_category,
    retire_category,
)
from portal.goods.actions.configurations import (
    add_configuration,
    apply_configuration,
    change_configuration,
    put_on_configuration,
    restore_configuration,
    retire_configuration,
    take_off_configuration,
)
from portal.goods.actions.costs import set_cost
from portal.goods.actions.counts import (
    adopt_count,
    begin_count,
    count_product,
    drop_count,
    explain_count,
    take_in_counts,
    write_counts,
)
from portal.goods.actions.features import feature, stop_featuring
from portal.goods.actions.minimums import set_minimum
from portal.goods.actions.photos import keep_photo, remove_photo
from portal.goods.actions.prices import (
    NewPrice,
    set_price,
    set_prices,
    set_store_price,
    withdraw_price,
    withdraw_store_price,
)
from portal.goods.actions.products import add_all, add_product, change_all, change_product, restore, withdraw
from portal.goods.actions.stock import count, enter_opening_stock, lose, receive
from portal.goods.actions.supply import cancel_goods_order, order_goods, ship_goods, take_in_goods
from portal.goods.actions.transfers import send_goods, take_back_transfer, take_in_transfer

__all__ = [
    "NewPrice",
    "add_all",
    "add_barcode",
    "add_barcodes",
    "add_category",
    "add_configuration",
    "add_product",
    "adopt_count",
    "apply_configuration",
    "begin_count",
    "cancel_goods_order",
    "change_all",
    "change_configuration",
    "change_product",
    "count",
    "count_product",
    "drop_count",
    "enter_opening_stock",
    "explain_count",
    "feature",
    "keep_photo",
    "lift_category",
    "lose",
    "order_goods",
    "put_on_configuration",
    "receive",
    "remove_barcode",
    "remove_photo",
    "rename_category",
    "restore",
    "restore_category",
    "restore_configuration",
    "retire_category",
    "retire_configuration",
    "send_goods",
    "set_cost",
    "set_minimum",
    "set_price",
    "set_prices",
    "set_store_price",
    "ship_goods",
    "stop_featuring",
    "take_back_transfer",
    "take_in_counts",
    "take_in_goods",
    "take_in_transfer",
    "take_off_configuration",
    "withdraw",
    "withdraw_price",
    "withdraw_store_price",
    "write_counts",
]
