"""The list of negotiations, on screen and as a file: how far apart both sides are, and what they confirmed (C21)."""

from typing import Any

from flask import url_for

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_, P_
from portal.prospecting import queries
from portal.prospecting.forms import DealFilters, Settled
from portal.prospecting.models import Prospect


def deals(viewer: Any, filters: DealFilters) -> Listing:
    """Return whom somebody sat down with, who came to his stage last first."""
    rows = queries.negotiated(viewer)
    if (city := filters.chosen("city")) is not None:
        rows = rows.where(Prospect.region_id == city)
    if (settled := filters.chosen("settled")) is not None:
        rows = rows.where(queries.is_settled() if settled == Settled.YES else ~queries.is_settled())
    return Listing(
        rows,
        columns=[
            Column("name", N_("Prospect"), lambda row: row[0].name),
            Column("stage", N_("Stage"), lambda row: row[0].stage),
            Column("city", N_("City"), lambda row: row[0].city.name),
            Column("rounds", P_("negotiation", "How many rounds"), lambda row: row[1], "n"),
            Column("held_on", P_("negotiation", "Last round"), lambda row: row[2], "day"),
            Column("ours", P_("negotiation", "Our price"), lambda row: row[3], "money"),
            Column("theirs", P_("negotiation", "Their price"), lambda row: row[4], "money"),
            Column("price", P_("negotiation", "Confirmed price"), lambda row: row[5], "money", lead=True),
            Column("signed_on", N_("Signed on"), lambda row: row[6], "day"),
            Column("owner", N_("In charge"), lambda row: person_name(row[0].owner_id)),
        ],
        order=(Prospect.stage_since, Prospect.id),
        descending=True,
        row_url=lambda row: url_for("prospecting.show_deal", prospect_id=row[0].id),
        filters=filters,
        search=queries.search_prospects,
        empty=Empty(
            "scale",
            N_("No negotiation yet"),
            N_("A round is written down on a prospect's page of negotiation."),
            url_for("prospecting.list_prospects"),
            N_("See the prospects"),
        ),
        name="negotiations",
    )
