"""Doors of files of the same: looking for them, comparing two, letting one go into the other."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.network.queries import city_in_reach
from portal.prospecting import actions, queries, room
from portal.prospecting.actions import Known
from portal.prospecting.alike import Asked
from portal.prospecting.forms import LookUpForm, MergerForm
from portal.prospecting.models import Prospect


@room.get("/look-ups/new", needs=Can.ASSIGN_PROSPECTS)
def new_look_up() -> Any:
    return page("prospecting/merging/look_up.html", form=LookUpForm(current_user, formdata=None), known=None)


@room.post("/look-ups", needs=Can.ASSIGN_PROSPECTS)
def create_look_up() -> Any:
    """Look for the same; what is found is shown here, so that no number stands in an address."""
    form = LookUpForm(current_user)
    known = form.result if form.accepts(lambda: looked_up(form)) else None
    return page("prospecting/merging/look_up.html", status=422 if known is None else 200, form=form, known=known)


def looked_up(form: LookUpForm) -> Known:
    return actions.look_up(form.asked, city_in_reach(form.region_id.data, current_user), by=current_user)


@room.get("/prospects/<int:prospect_id>/merger/new", needs=Can.ASSIGN_PROSPECTS)
def new_merger(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    other_id = request.args.get("other", type=int)
    return merger_page(prospect, queries.prospect(other_id, current_user) if other_id else None)


@room.post("/prospects/<int:prospect_id>/merger", needs=Can.ASSIGN_PROSPECTS)
def create_merger(prospect_id: int) -> Any:
    form = MergerForm()
    kept, gone = (queries.prospect(one, current_user) for one in (prospect_id, form.other))
    if form.accepts(lambda: actions.merge(kept, gone, by=current_user, versions=form.seen)):
        flash(_("Merged. Both histories stand in this file."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    kept, gone = (queries.prospect(one, current_user) for one in (prospect_id, form.other))
    return merger_page(kept, gone, form)


def merger_page(kept: Prospect, gone: Prospect | None, form: MergerForm | None = None) -> Any:
    """Answer with the files that may be of the same, or with two side by side."""
    asked = Asked(kept.phone, kept.name, kept.address)
    facts: dict[str, Any] = {"found": [], "rows": []}
    if gone is None:
        facts["found"] = [(one, asked.reasons(one)) for one in queries.alikes(asked, current_user, but=kept.id)]
    else:
        facts["rows"] = side_by_side(kept, gone)
    status = 200 if form is None else 422
    form = form or MergerForm(formdata=None)
    return page("prospecting/merging/new.html", status=status, kept=kept, gone=gone, form=form, **facts)


def side_by_side(kept: Prospect, gone: Prospect) -> list[tuple[str, Any, Any]]:
    """Return (what, of the one, of the other) of all that either file holds, with how many contacts each has."""
    names = {piece.column: piece.label for one in (kept, gone) for piece in one.pieces if piece.column != "survey_id"}
    names = {"name": _("Name"), "address": _("Address"), "background": _("Background"), **names}
    rows: list[tuple[str, Any, Any]] = [(_("Stage"), kept.stage.label, gone.stage.label)]
    rows += [(_("City"), kept.city.name, gone.city.name)]
    rows += [(label, shown(kept, name), shown(gone, name)) for name, label in names.items()]
    counted = [str(len(queries.contacts_of(one, current_user))) for one in (kept, gone)]
    return [row for row in [*rows, (_("Contacts"), *counted)] if row[1] or row[2]]


def shown(prospect: Prospect, name: str) -> Any:
    """Return a fact as the page shows it: a word by its label, a number of money as it is, a phone masked there."""
    value = getattr(prospect, name)
    return getattr(value, "label", value)
