"""Doors of the rules for tills, set by an administrator."""

from dataclasses import asdict
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.selling import room
from portal.selling import till_rules as rules
from portal.selling.forms import ScaleForm, TillRulesForm

room.place(N_("Rules of tills"), "show_till_rules", "till", needs=Can.MANAGE_POLICY, group=N_("Settings"), order=962)


@room.get("/settings/till", needs=Can.MANAGE_POLICY)
def show_till_rules() -> Any:
    return rules_page()


@room.post("/settings/till", needs=Can.MANAGE_POLICY)
def update_till_rules() -> Any:
    form = TillRulesForm()
    if form.accepts(lambda: rules.set_till_rules(form.rules, by=current_user)):
        flash(_("Saved."))
        return see_other("selling.show_till_rules")
    return rules_page(422, form=form)


@room.post("/settings/till/scales", needs=Can.MANAGE_POLICY)
def update_scale_kinds() -> Any:
    form = ScaleForm()
    if form.accepts(lambda: rules.set_scale_kinds(form.kinds, by=current_user)):
        flash(_("Saved."))
        return see_other("selling.show_till_rules")
    return rules_page(422, scales=form)


def rules_page(status: int = 200, form: TillRulesForm | None = None, scales: ScaleForm | None = None) -> Any:
    form = form or TillRulesForm(formdata=None, data=asdict(rules.till_rules()))
    scales = scales or ScaleForm.of(rules.scale_kinds())
    return page("selling/rules/till.html", status=status, form=form, scales=scales, prefixes=rules.PREFIXES)
