"""Doors of goods, one file a noun: a line each, so that two branches that add one meet without a clash."""

from portal.goods import room
from portal.goods.views import barcodes as barcodes
from portal.goods.views import categories as categories
from portal.goods.views import configurations as configurations
from portal.goods.views import costs as costs
from portal.goods.views import counts as counts
from portal.goods.views import cover as cover
from portal.goods.views import features as features
from portal.goods.views import labels as labels
from portal.goods.views import losses as losses
from portal.goods.views import photos as photos
from portal.goods.views import prices as prices
from portal.goods.views import products as products
from portal.goods.views import receipts as receipts
from portal.goods.views import stock as stock
from portal.goods.views import store_prices as store_prices
from portal.goods.views import supply as supply
from portal.goods.views import transfers as transfers
from portal.kernel.rights import Can
from portal.kernel.words import N_

room.place(N_("Stock"), "list_stock", "box", needs=Can.SEE_STOCK, order=44)
room.place(N_("Catalogue"), "list_products", "list", needs=Can.SEE_PRODUCTS, order=46)
