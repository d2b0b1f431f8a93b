"""The list of capable people, teams and past partners, on screen and as a file."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func
from sqlalchemy.orm import joinedload

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import queries
from portal.prospecting.forms.people import PeopleFilters
from portal.prospecting.models import Prospect

CAPITAL = func.coalesce(Prospect.capital, -1)


def people(viewer: Any, filters: PeopleFilters) -> Listing:
    """Return people and teams, the newest first, with what is missing in each file (C11, C13)."""
    return Listing(
        filters.narrow(Prospect.seen_by(viewer).options(joinedload(Prospect.city))),
        columns=(
            Column("name", N_("Name"), lambda p: p.name),
            Column("stage", N_("Stage"), lambda p: p.stage),
            Column("intent", N_("Does he want to?"), lambda p: p.intent.label if p.intent else ""),
            Column("score", N_("Screening"), lambda p: p.score, "n", sort=func.coalesce(Prospect.score, -1)),
            Column("city", N_("City"), lambda p: p.city.name),
            Column("source", N_("Where from"), lambda p: p.source.label if p.source else ""),
            Column("done", N_("What they have done"), lambda p: shortened(p.done or p.background)),
            Column(
                "capital", N_("Own capital"), lambda p: p.capital, "money", sort=func.coalesce(Prospect.capital, -1)
            ),
            Column("free", N_("Has time from"), lambda p: p.free.label if p.free else ""),
            Column("lacks", N_("Still lacking"), missing),
            Column("owner", N_("In charge"), lambda p: _("Shared pool") if p.is_in_pool else person_name(p.owner_id)),
        ),
        order=(Prospect.id,),
        descending=True,
        row_url=lambda prospect: url_for("prospecting.show_prospect", prospect_id=prospect.id),
        filters=filters,
        search=queries.search_prospects,
        empty=Empty(
            "members",
            _("Nobody is written down yet"),
            _("Begin with those you worked with before, then with those who are able."),
            url_for("prospecting.new_prospect", track="person") if viewer.may(Can.PROSPECT) else "",
            _("Add a person or a team"),
        ),
        name="people",
    )


def missing(prospect: Prospect) -> str:
    """Return in words what a file lacks, the first two by name."""
    gaps = [piece.label for piece in prospect.gaps]
    if len(gaps) > 2:
        return _("%(some)s and %(n)s more", some=_(", ").join(gaps[:2]), n=len(gaps) - 2)
    return _(", ").join(gaps)


def shortened(text: str, most: int = 36) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
