"""Onboarding: the dated plan of tasks from approval to opening (C27–C30)."""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room("onboarding", __name__, title=N_("Onboarding"))
