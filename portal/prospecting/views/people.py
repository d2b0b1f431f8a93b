"""Doors of capable people and teams: the list, and what each can do and wants."""

from typing import Any

from flask import abort, flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import PeopleFilters, PersonForm
from portal.prospecting.lists_people import people
from portal.prospecting.models import Prospect, Track

room.place(N_("People and teams"), "list_people", "members", needs=Can.SEE_PROSPECTING, order=20)


@room.get("/people", needs=Can.SEE_PROSPECTING)
def list_people() -> Any:
    return list_page("prospecting/people/index.html", people(current_user, PeopleFilters(current_user)))


@room.get("/prospects/<int:prospect_id>/person/edit", needs=Can.PROSPECT)
def edit_person(prospect_id: int) -> Any:
    prospect = person(prospect_id)
    return page("prospecting/people/edit.html", prospect=prospect, form=PersonForm(formdata=None, obj=prospect))


@room.post("/prospects/<int:prospect_id>/person", needs=Can.PROSPECT)
def update_person(prospect_id: int) -> Any:
    prospect = person(prospect_id)
    form = PersonForm(obj=prospect)
    if form.accepts(lambda: actions.describe_person(prospect, by=current_user, **form.facts)):
        flash(_("Stored."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    return page("prospecting/people/edit.html", status=form.status, prospect=person(prospect_id), form=form)


def person(prospect_id: int) -> Prospect:
    """Return a person or a team, or answer 404: a supermarket has a survey instead."""
    found = queries.prospect(prospect_id, current_user)
    if found.track != Track.PERSON:
        abort(404)
    return found
