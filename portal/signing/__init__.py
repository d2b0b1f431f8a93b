"""Signing: applications for new stores and head office's decisions (C25).

Nouns: application, investment line, submission, decision. Verbs: draft, edit, submit, withdraw, decide.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room(
    "signing",
    __name__,
    title=N_("Signing"),
    events={
        "application.drafted": N_("Application begun"),
        "application.changed": N_("Application changed"),
        "application.submitted": N_("Application handed in"),
        "application.half_approved": N_("First of two approvals given"),
        "application.approved": N_("Application approved"),
        "application.returned": N_("Application returned"),
        "application.rejected": N_("Application rejected"),
        "application.withdrawn": N_("Application withdrawn"),
    },
)
