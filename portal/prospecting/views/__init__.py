"""Doors of prospecting, one file a noun."""

from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import room
from portal.prospecting.views import cities, contacts, dossier, market, prospects, rivals, surveys

__all__ = ["cities", "contacts", "dossier", "market", "prospects", "rivals", "surveys"]

room.place(N_("Prospects"), "list_prospects", "pipeline", needs=Can.SEE_PROSPECTING, order=20, tab=True)
room.place(N_("Target cities"), "list_cities", "pin", needs=Can.SEE_PROSPECTING, order=21)
room.place(N_("Market surveys"), "list_surveys", "eye", needs=Can.SEE_PROSPECTING, order=22)
