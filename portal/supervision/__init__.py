"""Supervision: audits of stores with a scored form, and the calendar of day reports (C39, C40).

Nouns: audit form with its items, audit, answer, signature, missed day, notice of one. Verbs: start, answer, sign and
drop an audit; add, edit and retire an item of the form; tell of a report that is not in.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room(
    "supervision",
    __name__,
    title=N_("Supervision"),
    events={
        "audit.started": N_("Audit started"),
        "audit.answered": N_("Audit items answered"),
        "audit.signed": N_("Audit signed"),
        "audit.dropped": N_("Audit dropped"),
        "audit_form.seeded": N_("Audit form set up"),
        "audit_item.added": N_("Audit item added"),
        "audit_item.changed": N_("Audit item changed"),
        "audit_item.retired": N_("Audit item retired"),
        "day_report.told": N_("Told of a day report that is not in"),
    },
)
