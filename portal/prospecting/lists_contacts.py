"""The list of contacts, and the week of managers as a file (C15, C20)."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_
from portal.prospecting import queries
from portal.prospecting.days import Week
from portal.prospecting.forms.days import ContactFilters
from portal.prospecting.models import Contact


def contacts(viewer: Any, filters: ContactFilters) -> Listing:
    """Return the contacts of those the viewer answers for, the newest first."""
    rows = queries.contacts_with(viewer)
    if not viewer.sees_everything:
        rows = rows.where(Contact.actor_id.in_([user.id for user in queries.below(viewer)]))
    return Listing(
        filters.narrow(rows),
        columns=[
            Column("name", N_("Prospect"), lambda row: row[1].name),
            Column("at", N_("When"), lambda row: row[0].at, "moment", sort=Contact.at, lead=True),
            Column("kind", N_("How"), lambda row: row[0].kind.label),
            Column("minutes", N_("Minutes"), lambda row: row[0].minutes, "n"),
            Column("result", N_("What came of it"), lambda row: row[0].result),
            Column("next_step", N_("Next step"), lambda row: row[0].next_step or row[0].open_reason),
            Column("next_on", N_("Next step on"), lambda row: row[0].next_on, "day"),
            Column("who", N_("Who"), lambda row: person_name(row[0].actor_id)),
        ],
        order=(Contact.at, Contact.id),
        descending=True,
        row_url=lambda row: url_for("prospecting.show_prospect", prospect_id=row[1].id),
        filters=filters,
        search=queries.search_prospects,
        empty=Empty(
            "talk",
            N_("No contact is logged here"),
            N_("Each call, visit or message with its result makes the next one easier."),
            url_for("prospecting.list_prospects"),
            N_("See the prospects"),
        ),
        name="contacts",
    )


def week_as_rows(week: Week) -> tuple[list[str], list[list[Any]]]:
    """Return the heads and rows of a week's file: one row a manager and day."""
    heads = [_("Who"), _("Day"), _("Planned"), _("Done"), _("Visits"), _("Not done"), _("The day in one sentence")]
    rows = [
        [row.user.name, day.isoformat(), cell.planned, cell.done, cell.visits, cell.overdue, cell.sentence]
        for row in week.rows
        for day, cell in zip(week.days, row.cells, strict=True)
    ]
    return heads, rows
