"""The list of what others offer our prospects, beside our own price, on screen and as a file (C22)."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_, P_
from portal.prospecting import queries
from portal.prospecting.forms.rival_offers import RivalOfferFilters
from portal.prospecting.models import RivalOffer


def rival_offers(viewer: Any, filters: RivalOfferFilters) -> Listing:
    """Return what others offer, what was heard last first."""
    rows = queries.rival_offers(viewer)
    if (city := filters.chosen("city")) is not None:
        rows = rows.where(RivalOffer.region_id == city)
    if (heard := filters.chosen("heard")) is not None:
        rows = rows.where(RivalOffer.heard_on >= heard.since)
    return Listing(
        rows,
        columns=[
            Column("name", N_("Prospect"), lambda row: row[0].prospect.name),
            Column("city", N_("City"), lambda row: row[0].prospect.city.name),
            Column("rival", N_("Who offers it"), lambda row: row[0].rival),
            Column("against", N_("Against what of ours"), lambda row: against(row[0])),
            Column("price", N_("Their price"), lambda row: row[0].price, "money"),
            Column("ours", N_("Our price"), lambda row: row[1].beside(row[0]), "money"),
            Column("gap", P_("offer", "Theirs less ours"), lambda row: row[1].gap(row[0]), "money", lead=True),
            Column("heard_on", N_("Heard on"), lambda row: row[0].heard_on, "day", sort=RivalOffer.heard_on),
            Column("owner", N_("In charge"), lambda row: person_name(row[0].prospect.owner_id)),
        ],
        order=(RivalOffer.heard_on, RivalOffer.id),
        descending=True,
        row_url=lambda row: url_for("prospecting.show_deal", prospect_id=row[0].prospect_id, _anchor="rival-offers"),
        filters=filters,
        search=queries.search_rival_offers,
        complete=lambda offers: queries.beside_ours(offers, viewer),
        empty=Empty(
            "percent",
            N_("No offer heard of yet"),
            N_("What others offer is written down on a prospect's page of negotiation."),
            url_for("prospecting.list_deals"),
            N_("See the negotiations"),
        ),
        name="rival-offers",
    )


def against(offer: RivalOffer) -> str:
    """Say what of ours an offer stands against."""
    return _("Nothing of ours") if offer.against is None else offer.against or _("All that we offer")
