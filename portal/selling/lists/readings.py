"""The list of alerts about members."""

from typing import Any

from flask import url_for

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_, P_, say
from portal.selling import reading_queries
from portal.selling.forms import (
    ReadingFilters,
)
from portal.selling.models import Reading, ReadingState

THE_SYSTEM = N_("The system")


def readings(viewer: Any) -> Listing:
    """Return the alerts about looking at very many members, newest first."""
    filters = ReadingFilters()
    found = reading_queries.readings(viewer)
    if state := filters.chosen("state"):
        found = found.where(
            Reading.closed_at.is_(None) if state == ReadingState.OPEN else Reading.closed_at.is_not(None)
        )
    return Listing(
        statement=found,
        columns=[
            Column("who", P_("person", "Who"), lambda reading: person_name(reading.actor_id) or say(THE_SYSTEM)),
            Column("at", N_("Began"), lambda reading: reading.began_at, "moment"),
            Column("store", N_("Store"), lambda reading: reading.store.name if reading.store else None),
            Column("seen", N_("Looked at"), lambda reading: reading.seen, "n", lead=True),
            Column("exported", N_("Exported"), lambda reading: reading.exported, "n"),
            Column("state", N_("State"), lambda reading: reading.state, "word"),
        ],
        order=[Reading.id],
        descending=True,
        row_url=lambda reading: url_for("selling.show_reading", reading_id=reading.id),
        filters=filters,
        name="readings",
        empty=Empty(
            "eye", N_("Nobody has looked at very many members"),
            N_("When somebody looks at or exports very many members within an hour, it is shown here."),
        ),
    )  # fmt: skip
