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
from portal.selling.forms import TillRulesForm

room.place(N_("Tills"), "show_till_rules", "till", needs=Can.MANAGE_POLICY, group=N_("Settings"), order=962)


@room.get("/settings/till", needs=Can.MANAGE_POLICY)
def show_till_rules() -> Any:
    form = TillRulesForm(formdata=None, data=asdict(rules.till_rules()))
    return page("selling/rules/till.html", form=form)


@room.post("/settings/till", needs=Can.MANAGE_POLICY)
def update_till_rules() -> Any:
    form = TillRulesForm()
    if form.accepts(lambda: rules.set_till_rules(form.rules, by=current_user)):
        flash(_("Saved."))
        return see_other("selling.show_till_rules")
    return page("selling/rules/till.html", status=422, form=form)
