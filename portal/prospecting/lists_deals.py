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
            Column("name", N_("Prospect"), lambda deal: deal.prospect.name),
            Column("stage", N_("Stage"), lambda deal: deal.prospect.stage),
            Column("city", N_("City"), lambda deal: deal.prospect.city.name),
            Column("rounds", P_("negotiation", "How many rounds"), lambda deal: deal.rounds, "n"),
            Column("held_on", P_("negotiation", "Last round"), lambda deal: deal.held_on, "day"),
            Column("ours", P_("negotiation", "Our price"), lambda deal: deal.our_price, "money"),
            Column("theirs", P_("negotiation", "Their price"), lambda deal: deal.their_price, "money"),
            Column("price", P_("negotiation", "Confirmed price"), lambda deal: deal.price, "money", lead=True),
            Column("signed_on", N_("Signed on"), lambda deal: deal.signed_on, "day"),
            Column("owner", N_("In charge"), lambda deal: person_name(deal.prospect.owner_id)),
        ],
        order=(Prospect.stage_since, Prospect.id),
        descending=True,
        row_url=lambda deal: url_for("prospecting.show_deal", prospect_id=deal.prospect.id),
        filters=filters,
        search=queries.search_prospects,
        complete=lambda prospects: queries.deals_of(prospects, viewer),
        empty=Empty(
            "scale",
            N_("No negotiation yet"),
            N_("A round is written down on a prospect's page of negotiation."),
            url_for("prospecting.list_prospects"),
            N_("See the prospects"),
        ),
        name="negotiations",
    )
