"""Goods: the head-office catalogue and each store's stock as moves (C31)."""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room("goods", __name__, title=N_("Goods"))
