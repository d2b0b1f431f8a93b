"""Insight: home by role, the file of a store, figures by region; reads below, writes nothing (C46)."""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room("insight", __name__, title=N_("Today"), prefix="")
