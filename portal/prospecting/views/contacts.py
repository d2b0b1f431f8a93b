"""Doors of contacts with a prospect."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import (
    ContactForm,
)


@room.get("/prospects/<int:prospect_id>/contacts/new", needs=Can.PROSPECT)
def new_contact(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = ContactForm(formdata=None, data={"kind": "visit"})
    return page("prospecting/contacts/new.html", form=form, prospect=prospect)


@room.post("/prospects/<int:prospect_id>/contacts", needs=Can.PROSPECT)
def create_contact(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = ContactForm()
    if form.accepts(lambda: actions.log_contact(prospect, by=current_user, **form.facts)):
        flash(_("The contact is logged."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    prospect = queries.prospect(prospect_id, current_user)
    return page("prospecting/contacts/new.html", status=422, form=form, prospect=prospect)
