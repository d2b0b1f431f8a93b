"""Supervision: audits of stores and the calendar of day reports (C39, C40)."""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room("supervision", __name__, title=N_("Supervision"))
