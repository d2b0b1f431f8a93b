"""The list of capable people, teams and past partners, on screen and as a file."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import func
from sqlalchemy.orm import joinedload

from portal.accounts.queries import person_name
from portal.kernel import money
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import queries
from portal.prospecting.forms.people import PeopleFilters
from portal.prospecting.models import Prospect

CAPITAL, SCORE = func.coalesce(Prospect.capital, -1), func.coalesce(Prospect.score, -1)


def people(viewer: Any, filters: PeopleFilters) -> Listing:
    """Return people and teams, the newest first, with what is missing in each file (C11, C13)."""
    queries.know_names(Prospect, Prospect.owner_id, viewer)
    return Listing(
        filters.narrow(Prospect.seen_by(viewer).options(joinedload(Prospect.city))),
        columns=in_file() if request.args.get("format") else on_screen(viewer),
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


def on_screen(viewer: Any) -> list[Column]:
    """Return what fits beside one another on a tablet: things that are read together share a column."""
    columns = [
        Column("name", N_("Name"), lambda p: p.name),
        Column("stage", N_("Stage"), lambda p: p.stage, lead=True),
        Column("score", N_("Intent and screening"), judged, sort=SCORE),
        Column("from", N_("City and where from"), lambda p: joined(p.city.name, p.source and p.source.label)),
        Column("capital", N_("Own capital and time"), brings, sort=CAPITAL),
        Column("done", N_("What they have done"), lambda p: shortened(p.done or p.background)),
        Column("lacks", N_("Still lacking"), missing),
    ]
    return [*columns, Column("owner", N_("In charge"), in_charge)] if viewer.may(Can.ASSIGN_PROSPECTS) else columns


def in_file() -> list[Column]:
    """Return each fact by itself, as a sheet sorts and adds them up."""
    return [
        Column("name", N_("Name"), lambda p: p.name),
        Column("stage", N_("Stage"), lambda p: p.stage),
        Column("intent", N_("Does he want to?"), lambda p: p.intent.label if p.intent else ""),
        Column("score", N_("Screening"), lambda p: p.score, "n", sort=SCORE),
        Column("city", N_("City"), lambda p: p.city.name),
        Column("source", N_("Where from"), lambda p: p.source.label if p.source else ""),
        Column("done", N_("What they have done"), lambda p: p.done or p.background),
        Column("capital", N_("Own capital"), lambda p: p.capital, "money", sort=CAPITAL),
        Column("free", N_("Has time from"), lambda p: p.free.label if p.free else ""),
        Column("lacks", N_("Still lacking"), missing),
        Column("owner", N_("In charge"), in_charge),
    ]


def judged(prospect: Prospect) -> str:
    score = _("%(score)s points", score=prospect.score) if prospect.score is not None else ""
    return joined(prospect.intent and prospect.intent.label, score)


def brings(prospect: Prospect) -> str:
    return joined(prospect.capital is not None and money.money(prospect.capital), prospect.free and prospect.free.label)


def in_charge(prospect: Prospect) -> str:
    return _("Shared pool") if prospect.is_in_pool else person_name(prospect.owner_id)


def joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def missing(prospect: Prospect) -> str:
    """Return in words what a file lacks, the first two by name."""
    gaps = [piece.label for piece in prospect.gaps]
    if len(gaps) > 2:
        return _("%(some)s and %(n)s more", some=_(", ").join(gaps[:2]), n=len(gaps) - 2)
    return _(", ").join(gaps)


def shortened(text: str, most: int = 36) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
