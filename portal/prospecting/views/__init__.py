"""Doors of prospecting, one file a noun: a line each, so that two branches that add one meet without a clash."""

from portal.kernel.offline import keep
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import room
from portal.prospecting.views import appointments as appointments
from portal.prospecting.views import basket as basket
from portal.prospecting.views import cities as cities
from portal.prospecting.views import contacts as contacts
from portal.prospecting.views import days as days
from portal.prospecting.views import dossier as dossier
from portal.prospecting.views import feeds as feeds
from portal.prospecting.views import fit as fit
from portal.prospecting.views import funnel as funnel
from portal.prospecting.views import market as market
from portal.prospecting.views import merging as merging
from portal.prospecting.views import negotiation as negotiation
from portal.prospecting.views import people as people
from portal.prospecting.views import places as places
from portal.prospecting.views import plan_links as plan_links
from portal.prospecting.views import pool as pool
from portal.prospecting.views import proposals as proposals
from portal.prospecting.views import prospects as prospects
from portal.prospecting.views import quotations as quotations
from portal.prospecting.views import risks as risks
from portal.prospecting.views import rival_offers as rival_offers
from portal.prospecting.views import rivals as rivals
from portal.prospecting.views import screening as screening
from portal.prospecting.views import studies as studies
from portal.prospecting.views import study_forms as study_forms
from portal.prospecting.views import surveys as surveys

room.place(N_("Prospects"), "list_prospects", "pipeline", needs=Can.SEE_PROSPECTING, order=20, tab=True)
room.place(N_("Conversion"), "show_funnel", "chart", needs=Can.SEE_PROSPECTING, order=20)
room.place(N_("Shared pool"), "list_pool", "inbox", needs=Can.SEE_PROSPECTING, order=20)
room.place(N_("Days in a stage"), "show_pace", "clock", needs=Can.MANAGE_POLICY, group=N_("Settings"), order=946)
room.place(N_("Target cities"), "list_cities", "pin", needs=Can.SEE_PROSPECTING, order=21)
room.place(N_("Market surveys"), "list_surveys", "eye", needs=Can.SEE_PROSPECTING, order=22)
room.place(N_("Price basket"), "edit_basket", "scale", needs=Can.KEEP_BASKET, order=23)
keep("prospecting.new_survey", needs=Can.PROSPECT, title=N_("Survey a supermarket"))
