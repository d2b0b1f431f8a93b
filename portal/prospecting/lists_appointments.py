"""The list of appointments, on screen and as a file (C20)."""

from typing import Any

from flask import url_for

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.scope import within
from portal.kernel.words import N_, P_
from portal.prospecting import queries
from portal.prospecting.forms.appointments import AppointmentFilters
from portal.prospecting.models import Appointment, Prospect


def appointments(viewer: Any, filters: AppointmentFilters) -> Listing:
    """Return the appointments of those the viewer answers for, the latest day first."""
    of_them = Appointment.owner_id.in_([user.id for user in queries.below(viewer)])
    return Listing(
        filters.narrow(queries.appointments(viewer).where(of_them)),
        columns=[
            Column("name", N_("Prospect"), lambda a: a.prospect.name),
            Column("at", N_("When"), lambda a: a.at, "moment", sort=Appointment.at, lead=True),
            Column("minutes", N_("Minutes"), lambda a: a.minutes, "n"),
            Column("kind", N_("How"), lambda a: a.kind.label),
            Column("note", N_("What for"), lambda a: a.note),
            Column("place", N_("Where"), lambda a: a.place),
            Column("city", N_("City"), lambda a: a.prospect.city.name),
            Column("state", N_("State"), lambda a: a.state),
            Column("who", N_("In charge"), lambda a: person_name(a.owner_id)),
            Column("reason", P_("appointment", "Why cancelled"), lambda a: a.reason),
        ],
        order=(Appointment.at, Appointment.id),
        descending=True,
        row_url=lambda a: url_for("prospecting.show_appointment", appointment_id=a.id),
        filters=filters,
        search=search,
        empty=Empty(
            "calendar",
            N_("No appointment yet"),
            N_("Agree a time on a prospect's page, or give the next step a time when you log a contact."),
            url_for("prospecting.list_prospects"),
            N_("See the prospects"),
        ),
        name="appointments",
    )


def search(statement: Any, q: str) -> Any:
    with_them = within(statement.join(Appointment.prospect), Prospect, because="an appointment lies where they do")
    return queries.search_prospects(with_them, q)
