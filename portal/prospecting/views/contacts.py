"""Doors of contacts with a prospect."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import ContactForm
from portal.prospecting.models import Contact


@room.get("/prospects/<int:prospect_id>/contacts/new", needs=Can.PROSPECT)
def new_contact(prospect_id: int) -> Any:
    """Ask what came of it and what comes next; what is agreed for today is settled by it unless told otherwise."""
    prospect = queries.prospect(prospect_id, current_user)
    form = ContactForm(prospect, current_user, formdata=None, data={"kind": "visit"})
    wanted = request.args.get("appointment", type=int)
    settles = form.agreed.get(wanted or 0) or next(iter(form.agreed.values()), None)
    if settles:
        form.settle(settles)
    return contact_page(form, prospect)


@room.post("/prospects/<int:prospect_id>/contacts", needs=Can.PROSPECT)
def create_contact(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = ContactForm(prospect, current_user)
    if form.accepts(lambda: actions.log_contact(prospect, by=current_user, **form.facts)):
        flash(logged(form.result, form.appointment_id.data))
        if request.args.get("back") == "today":
            return redirect("/", 303)
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    return contact_page(form, queries.prospect(prospect_id, current_user), 422)


def contact_page(form: ContactForm, prospect: Any, status: int = 200) -> Any:
    back = "today" if request.args.get("back") == "today" else None
    facts = {"form": form, "prospect": prospect, "back": back, "agreed": queries.consent_of(current_user)}
    return page("prospecting/contacts/new.html", status=status, **facts)


def logged(contact: Contact, appointment_id: int | None) -> str:
    """Return what happened; whoever reached nobody is told that what was agreed still stands."""
    if appointment_id and not contact.result:
        return _("The contact is logged. Nobody was reached: move the appointment or cancel it.")
    return _("The contact is logged.")
