"""Doors of the score of cities: side by side, its weights, the distances it needs (C09)."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, queries, room
from portal.prospecting.comparison import compare, exported
from portal.prospecting.fit import rule
from portal.prospecting.forms import DistanceForm, FitRuleForm, chosen_cities
from portal.prospecting.models import UNITS
from portal.prospecting.views.cities import city_page

room.place(N_("City score"), "edit_fit_rule", "scale", needs=Can.MANAGE_POLICY, group=N_("Settings"), order=946)


@room.get("/cities/fit", needs=Can.SEE_PROSPECTING)
def list_fits() -> Any:
    found = compare(current_user, chosen_cities(), request.args.get("sort", ""))
    if wanted := request.args.get("format", ""):
        return exported(found, wanted)
    return page("prospecting/fit/index.html", found=found, units=UNITS)


@room.get("/city-score", needs=Can.MANAGE_POLICY)
def edit_fit_rule() -> Any:
    return page("prospecting/fit/edit.html", form=FitRuleForm(formdata=None, obj=rule()))


@room.post("/city-score", needs=Can.MANAGE_POLICY)
def update_fit_rule() -> Any:
    form = FitRuleForm(obj=rule())
    if form.accepts(lambda: actions.set_fit_rule(form.rule, by=current_user)):
        flash(_("The cities are scored by the new weights from now on."))
        return see_other("prospecting.edit_fit_rule")
    return page("prospecting/fit/edit.html", status=form.status, form=form)


@room.post("/cities/<int:file_id>/distance", needs=Can.PROSPECT)
def create_city_distance(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    form = DistanceForm(prefix="way-", obj=file)
    if form.accepts(lambda: actions.set_distance(file, by=current_user, **form.facts)):
        flash(_("Stored."))
        return see_other("prospecting.show_city", file_id=file_id)
    return city_page(queries.city_file(file_id, current_user), form.status, distance=form)
