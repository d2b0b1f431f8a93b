"""Goods: the head-office catalogue and each store's stock as moves (C31).

Nouns: product, price (of head office by place and days, of a store), label, configuration list, stock move, balance,
count sheet, goods order, transfer, pace, minimum. Verbs: add, change, withdraw and restore a product; set and withdraw
a price; keep a list of first goods and order by it; receive goods, count a product, write off a loss; begin, write,
explain, adopt and drop a count; order, ship, take in and cancel goods of head office; send goods to another store, take
them in, let them go back; a posted order line is a move of its own, made by selling.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room(
    "goods",
    __name__,
    title=N_("Goods"),
    events={
        "product.added": N_("Product added"),
        "product.changed": N_("Product changed"),
        "product.withdrawn": N_("Product withdrawn"),
        "product.restored": N_("Product put on sale again"),
        "category.added": N_("Category added"),
        "category.renamed": N_("Category renamed"),
        "category.lifted": N_("Category moved up"),
        "category.retired": N_("Category retired"),
        "category.restored": N_("Category in use again"),
        "product.featured": N_("Made a feature"),
        "product.unfeatured": N_("No longer a feature"),
        "product.cost_set": N_("Cost written down"),
        "price.set": N_("Price set"),
        "price.withdrawn": N_("Price withdrawn"),
        "store_price.set": N_("Price of the store set"),
        "store_price.withdrawn": N_("Price of the store withdrawn"),
        "configuration.added": N_("Configuration list begun"),
        "configuration.changed": N_("Configuration list changed"),
        "configuration.filled": N_("Goods put on a configuration list"),
        "configuration.taken_off": N_("Product taken off a configuration list"),
        "configuration.retired": N_("Configuration list retired"),
        "configuration.restored": N_("Configuration list in use again"),
        "configuration.applied": N_("First goods ordered by a configuration list"),
        "product.photographed": N_("Photo of a product kept"),
        "product.photo_removed": N_("Photo of a product taken away"),
        "product.barcode_added": N_("Barcode added"),
        "product.barcode_removed": N_("Barcode taken away"),
        "stock.opened": N_("Opening stock entered"),
        "stock.received": N_("Goods received"),
        "stock.counted": N_("Product counted"),
        "stock.lost": N_("Loss written off"),
        "stock.minimum_set": N_("Least wanted said"),
        "goods_order.sent": N_("Goods ordered from head office"),
        "goods_order.shipped": N_("Ordered goods shipped"),
        "goods_order.received": N_("Ordered goods taken in"),
        "goods_order.cancelled": N_("Goods order cancelled"),
        "transfer.sent": N_("Goods sent to another store"),
        "transfer.received": N_("Sent goods taken in by the other store"),
        "transfer.taken_in": N_("Goods of another store taken in"),
        "transfer.returned": N_("Sent goods taken back"),
        "count.begun": N_("Count begun"),
        "count.written": N_("Counted products written down"),
        "count.explained": N_("Differences of a count explained"),
        "count.adopted": N_("Count adopted"),
        "count.dropped": N_("Count dropped"),
    },
)
