"""Doors of the rules for the data of members, set by an administrator."""

from dataclasses import asdict
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.selling import room, rules
from portal.selling.forms import HoldsKept, Kept, RulesForm

room.place(N_("Data of members"), "show_rules", "lock", needs=Can.MANAGE_POLICY, group=N_("Settings"), order=961)


@room.get("/settings/members", needs=Can.MANAGE_POLICY)
def show_rules() -> Any:
    now = asdict(rules.rules())
    now |= {"months": Kept(str(now["months"])), "holds": HoldsKept(str(now["holds"]))}
    return page("selling/rules/edit.html", form=RulesForm(formdata=None, data=now))


@room.post("/settings/members", needs=Can.MANAGE_POLICY)
def update_rules() -> Any:
    form = RulesForm()
    if form.accepts(lambda: rules.set_rules(form.rules, by=current_user)):
        flash(_("Saved."))
        return see_other("selling.show_rules")
    return page("selling/rules/edit.html", status=422, form=form)
