"""Insight: home by role, the list and the file of stores, figures by region, search; reads below, writes nothing (C46).

Nouns: home, file of a store, region view, search. Verbs: none but to look.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room("insight", __name__, title=N_("Network at a glance"), prefix="")
