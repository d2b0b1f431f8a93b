"""Onboarding: the dated plan of tasks from approval to opening (C27–C30).

Nouns: template task, plan, task, outlook. Verbs: make a plan; start, finish, accept, send back, waive and delay a
task; open the store.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room(
    "onboarding",
    __name__,
    title=N_("Onboarding"),
    events={
        "plan.made": N_("Onboarding planned"),
        "plan.completed": N_("Onboarding completed"),
        "task.started": N_("Task started"),
        "task.done": N_("Task done"),
        "task.accepted": N_("Task accepted"),
        "task.returned": N_("Task sent back"),
        "task.waived": N_("Task waived"),
        "task.delayed": N_("Delay reported"),
    },
)
