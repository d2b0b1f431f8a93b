"""Network: the nouns every room shares – the tree of regions down to cities, and stores.

Nouns: region, city (a region's leaf), store, closure, holiday. Verbs: add, rename and move a region; create, edit,
open, suspend, resume and close a store; agree a closure; set a holiday and take it back.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room(
    "network",
    __name__,
    title=N_("Network"),
    prefix="/settings",
    events={
        "region.added": N_("Region added"),
        "region.changed": N_("Region changed"),
        "store.created": N_("Store created"),
        "store.changed": N_("Store changed"),
        "store.opened": N_("Store opened"),
        "store.suspended": N_("Store suspended"),
        "store.resumed": N_("Store resumed"),
        "store.closed": N_("Store closed"),
        "closure.agreed": N_("Closure agreed"),
        "holiday.set": N_("Holiday set"),
        "holiday.dropped": N_("Holiday taken back"),
    },
)
