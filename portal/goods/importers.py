"""The files goods takes: catalogue and prices from head office, opening stock and counts from a store."""

from typing import Any

from portal.goods import room
from portal.goods.count_file import COUNT_COLUMNS, CountReader
from portal.goods.price_file import PRICE_COLUMNS, PriceReader
from portal.goods.product_file import PRODUCT_COLUMNS, ProductReader
from portal.goods.stock_file import STOCK_COLUMNS, StockReader
from portal.kernel.import_doors import import_doors
from portal.kernel.importer import Importer
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import stores


def store_choices(viewer: Any) -> list[tuple[int, str]]:
    """Return (id, code and name) of the stores within the viewer's reach."""
    return [(store.id, f"{store.code} {store.name}") for store in stores(viewer)]


products = import_doors(
    room,
    Importer(
        kind="products",
        title=N_("Import products"),
        columns=PRODUCT_COLUMNS,
        reader=ProductReader,
        units=N_("Products"),
        preview=("barcode", "name", "category", "price", "member_price"),
        about=N_("The catalogue as head office keeps it in a table. New products are added, known barcodes changed."),
    ),
    "/products/import",
    needs=Can.IMPORT_GOODS,
    back="goods.list_products",
)
prices = import_doors(
    room,
    Importer(
        kind="prices",
        title=N_("Import prices"),
        columns=PRICE_COLUMNS,
        reader=PriceReader,
        units=N_("Prices"),
        preview=("barcode", "place", "price", "member_price", "first"),
        about=N_("Prices of regions, of stores and of some days, beside the catalogue's own. None is taken away."),
    ),
    "/prices/import",
    needs=Can.SET_PRICES,
    back="goods.list_prices",
)
stock = import_doors(
    room,
    Importer(
        kind="stock",
        title=N_("Import opening stock"),
        columns=STOCK_COLUMNS,
        reader=StockReader,
        units=N_("Stock moves"),
        preview=("store", "barcode", "quantity", "counted_on"),
        of_store=True,
        stores=store_choices,
        about=N_("What a store had on its shelves when it began with the portal, once for each product."),
    ),
    "/stock/import",
    needs=Can.IMPORT_SHOP,
    back="goods.list_stock",
)
counts = import_doors(
    room,
    Importer(
        kind="counts",
        title=N_("Import counts"),
        columns=COUNT_COLUMNS,
        reader=CountReader,
        units=N_("Counted products"),
        preview=("store", "barcode", "counted", "counted_at"),
        of_store=True,
        stores=store_choices,
        about=N_(
            "What was written down beside the shelves. It becomes an open count: say why it differs, then adopt it."
        ),
    ),
    "/counts/import",
    needs=Can.IMPORT_SHOP,
    back="goods.list_stock",
)
