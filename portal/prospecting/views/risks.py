"""Doors of risks and chances: the list, one of them, of a prospect or a city (C23)."""

from datetime import timedelta
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.models import Region
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import RiskClosureForm, RiskFilters, RiskForm, RiskReopeningForm
from portal.prospecting.history import lines_of
from portal.prospecting.lists_risks import risks
from portal.prospecting.models import CityFile, Prospect, Risk
from portal.prospecting.models.risks import matrix

SOON = timedelta(days=14)

room.place(N_("Risks and chances"), "list_risks", "alert", needs=Can.SEE_PROSPECTING, order=20)


@room.get("/risks", needs=Can.SEE_PROSPECTING)
def list_risks() -> Any:
    return list_page("prospecting/risks/index.html", risks(current_user, RiskFilters(current_user)))


@room.get("/prospects/<int:prospect_id>/risks/new", needs=Can.PROSPECT)
def new_prospect_risk(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    return blank_risk(blank_form(prospect.city, prospect.owner_id), prospect=prospect)


@room.post("/prospects/<int:prospect_id>/risks", needs=Can.PROSPECT)
def create_prospect_risk(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = RiskForm(prospect.city)
    if form.accepts(lambda: actions.add_risk(prospect, by=current_user, **form.facts)):
        flash(_("Written down."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id, _anchor="risks")
    return blank_risk(form, 422, prospect=prospect)


@room.get("/cities/<int:file_id>/risks/new", needs=Can.PROSPECT)
def new_city_risk(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    return blank_risk(blank_form(file.city, None), file=file)


@room.post("/cities/<int:file_id>/risks", needs=Can.PROSPECT)
def create_city_risk(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    form = RiskForm(file.city)
    if form.accepts(lambda: actions.add_risk(file.city, by=current_user, **form.facts)):
        flash(_("Written down."))
        return see_other("prospecting.show_city", file_id=file_id, _anchor="risks")
    return blank_risk(form, 422, file=file)


def blank_form(city: Region, owner_id: int | None) -> RiskForm:
    usual = {
        "kind": "risk", "likelihood": "middle", "effect": "middle", "owner_id": owner_id or current_user.id,
        "due_on": clock.today() + SOON,
    }  # fmt: skip
    return RiskForm(city, formdata=None, data=usual)


def blank_risk(
    form: RiskForm, status: int = 200, *, prospect: Prospect | None = None, file: CityFile | None = None
) -> Any:
    facts = {"form": form, "prospect": prospect, "file": file, "matrix": matrix()}
    return page("prospecting/risks/new.html", status=status, **facts)


@room.get("/risks/<int:risk_id>", needs=Can.SEE_PROSPECTING)
def show_risk(risk_id: int) -> Any:
    return risk_page(queries.risk(risk_id, current_user))


def risk_page(risk: Risk, status: int = 200, **forms: Any) -> Any:
    """Answer with one of them: by when, who, what is done, how it is weighed, and its end."""
    return page(
        "prospecting/risks/show.html",
        status=status,
        risk=risk,
        file=queries.file_of_city(risk.region_id, current_user),
        matrix=matrix(),
        history=lines_of(risk, current_user),
        closure_form=forms.get("closure") or RiskClosureForm(risk, formdata=None, prefix="end-"),
        reopening_form=forms.get("reopening") or RiskReopeningForm(formdata=None, prefix="again-"),
    )


@room.get("/risks/<int:risk_id>/edit", needs=Can.PROSPECT)
def edit_risk(risk_id: int) -> Any:
    risk = queries.risk(risk_id, current_user)
    form = RiskForm(risk.city, risk, formdata=None)
    return page("prospecting/risks/edit.html", risk=risk, form=form, matrix=matrix())


@room.post("/risks/<int:risk_id>", needs=Can.PROSPECT)
def update_risk(risk_id: int) -> Any:
    risk = queries.risk(risk_id, current_user)
    form = RiskForm(risk.city, risk)
    if form.accepts(lambda: actions.edit_risk(risk, by=current_user, **form.facts)):
        flash(_("Stored."))
        return see_other("prospecting.show_risk", risk_id=risk_id)
    risk = queries.risk(risk_id, current_user)
    return page("prospecting/risks/edit.html", status=form.status, risk=risk, form=form, matrix=matrix())


@room.post("/risks/<int:risk_id>/closure", needs=Can.PROSPECT)
def create_risk_closure(risk_id: int) -> Any:
    risk = queries.risk(risk_id, current_user)
    form = RiskClosureForm(risk, prefix="end-")
    if form.accepts(lambda: actions.close_risk(risk, form.end.data, by=current_user, ending=form.ending.data or "")):
        flash(_("Closed: %(end)s.", end=form.result.end.label))
        return see_other("prospecting.show_risk", risk_id=risk_id)
    return risk_page(queries.risk(risk_id, current_user), 422, closure=form)


@room.post("/risks/<int:risk_id>/reopening", needs=Can.PROSPECT)
def create_risk_reopening(risk_id: int) -> Any:
    risk = queries.risk(risk_id, current_user)
    form = RiskReopeningForm(prefix="again-")
    again: dict[str, Any] = {"reason": form.reason.data or "", "due_on": form.due_on.data}
    if form.accepts(lambda: actions.reopen_risk(risk, by=current_user, **again)):
        flash(_("It is open again."))
        return see_other("prospecting.show_risk", risk_id=risk_id)
    return risk_page(queries.risk(risk_id, current_user), 422, reopening=form)
