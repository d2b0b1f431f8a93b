"""Goods: the head-office catalogue and each store's stock as moves (C31).

Nouns: product, price, stock move, balance. Verbs: add, change, withdraw and restore a product; receive goods,
count a product, write off a loss; a posted order line is a move of its own, made by selling.
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
        "product.barcode_added": N_("Barcode added"),
        "product.barcode_removed": N_("Barcode taken away"),
        "stock.opened": N_("Opening stock entered"),
        "stock.received": N_("Goods received"),
        "stock.counted": N_("Product counted"),
        "stock.lost": N_("Loss written off"),
    },
)
