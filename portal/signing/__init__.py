"""Signing: applications for new stores and head office's decisions (C25)."""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room("signing", __name__, title=N_("Signing"))
