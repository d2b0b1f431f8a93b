"""Selling: members, orders, and the report of each business day (C32, C34)."""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room("selling", __name__, title=N_("Selling"))
