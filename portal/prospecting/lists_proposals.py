"""The list of proposals, on screen and as a file (C19)."""

from typing import Any

from flask import url_for

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_, P_
from portal.prospecting import queries
from portal.prospecting.forms.proposals import Handed, ProposalFilters
from portal.prospecting.models import Outlook, Proposal


def proposals(viewer: Any, filters: ProposalFilters) -> Listing:
    """Return the proposals, the newest first."""
    rows = queries.proposals(viewer)
    if (city := filters.chosen("city")) is not None:
        rows = rows.where(Proposal.region_id == city)
    if (handed := filters.chosen("handed")) is not None:
        given = Proposal.handed_at.is_not(None)
        rows = rows.where(given if handed == Handed.YES else ~given)
    queries.know_names(Proposal, Proposal.actor_id, viewer)
    return Listing(
        rows,
        columns=[
            Column("name", N_("Prospect"), lambda p: p.prospect.name),
            Column("city", N_("City"), lambda p: p.prospect.city.name),
            Column("number", N_("Version"), lambda p: p.number),
            Column("state", N_("State"), lambda p: (Handed.YES if p.is_handed_over else Handed.NO).label),
            Column("company", N_("The company pays"), lambda p: p.company_pays, "money"),
            Column("store", N_("The store pays"), lambda p: p.store_pays, "money"),
            Column("months", P_("payback", "Months until back"), lambda p: p.outcome(Outlook.MIDDLE).months, "n"),
            Column("by", N_("Written by"), lambda p: person_name(p.actor_id)),
            Column("made_at", N_("Written"), lambda p: p.made_at, "moment", sort=Proposal.made_at),
        ],
        order=(Proposal.made_at, Proposal.id),
        descending=True,
        row_url=lambda p: url_for("prospecting.show_proposal", proposal_id=p.id),
        filters=filters,
        search=queries.search_proposals,
        empty=Empty(
            "file",
            N_("No proposal yet"),
            N_("A proposal is begun on a prospect's page: renovation, who pays, support, payback."),
            url_for("prospecting.list_prospects"),
            N_("See the prospects"),
        ),
        name="proposals",
    )
