"""Prospecting: target cities, surveys of supermarkets, and prospects developed to an agreed store (C09–C18)."""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room("prospecting", __name__, title=N_("Prospecting"))
