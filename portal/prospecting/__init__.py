"""Prospecting: target cities, their markets, surveys of supermarkets, prospects developed to a store (C06–C17).

Nouns: city file, tie, figure of a city, rival, customer group; survey, prospect, stage move, contact. Verbs: add and
move a city, add and remove a tie; write down, correct and remove what is known of its market; add, edit and judge a
survey and make a prospect of it; add, edit, move, lose, reopen and assign a prospect; log a contact.
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
        "city.distance_entered": N_("Distance entered"),
        "city.moved": N_("City moved on"),
        "tie.added": N_("Tie written down"),
        "tie.removed": N_("Tie taken away"),
        "city_fact.added": N_("Figure of the city written down"),
        "city_fact.changed": N_("Figure of the city corrected"),
        "city_fact.removed": N_("Figure of the city taken away"),
        "rival.added": N_("Rival written down"),
        "rival.changed": N_("Rival's file changed"),
        "rival.removed": N_("Rival taken away"),
        "rival_store.added": N_("Rival's shop written down"),
        "rival_store.removed": N_("Rival's shop taken away"),
        "rival_price.added": N_("Rival's price written down"),
        "rival_price.removed": N_("Rival's price taken away"),
        "segment.added": N_("Customer group written down"),
        "segment.changed": N_("Customer group changed"),
        "segment.removed": N_("Customer group taken away"),
        "study.added": N_("Study stored"),
        "study.removed": N_("Study taken back"),
        "study_form.added": N_("Study form begun"),
        "study_form.changed": N_("Study form changed"),
        "study_form.retired": N_("Study form retired"),
        "study_question.added": N_("Question of a study added"),
        "study_question.changed": N_("Question of a study changed"),
        "study_question.placed": N_("Question of a study placed elsewhere"),
        "study_question.retired": N_("Question of a study retired"),
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
        "prospect.warned": N_("Return to the shared pool announced"),
        "prospect.pooled": N_("Prospect returned to the shared pool"),
        "prospect.claimed": N_("Prospect claimed from the shared pool"),
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
