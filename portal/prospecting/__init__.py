"""Prospecting: target cities, surveys of supermarkets, and prospects developed to an agreed store (C09–C17).

Nouns: city file, tie, survey, prospect, stage move, contact. Verbs: add and move a city, add and remove a tie; add,
edit and judge a survey and make a prospect of it; add, edit, move, lose, reopen and assign a prospect; log a contact.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room(
    "prospecting",
    __name__,
    title=N_("Prospecting"),
    events={
        "city.added": N_("City put on the register"),
        "city.changed": N_("City's note changed"),
        "city.moved": N_("City moved on"),
        "tie.added": N_("Tie written down"),
        "tie.removed": N_("Tie taken away"),
        "survey.added": N_("Supermarket surveyed"),
        "survey.changed": N_("Survey changed"),
        "survey.judged": N_("Trade judged by a person"),
        "survey.taken_up": N_("Made a prospect of the survey"),
        "prospect.added": N_("Prospect added"),
        "prospect.changed": N_("Prospect changed"),
        "prospect.moved": N_("Prospect moved to another stage"),
        "prospect.lost": N_("Prospect lost"),
        "prospect.reopened": N_("Prospect taken up again"),
        "prospect.applied": N_("Application handed in"),
        "prospect.released": N_("Application ended without a store"),
        "prospect.assigned": N_("Prospect handed to another manager"),
        "prospect.duplicate_checked": N_("Phone looked up across the network"),
        "concern.raised": N_("Need or doubt written down"),
        "concern.answered": N_("Need or doubt answered"),
        "concern.dropped": N_("Need or doubt taken away"),
        "influencer.added": N_("Influencer written down"),
        "influencer.changed": N_("Influencer's stance changed"),
        "influencer.removed": N_("Influencer taken away"),
        "pitch.noted": N_("What was said of the pitch written down"),
        "contact.logged": N_("Contact logged"),
    },
)
