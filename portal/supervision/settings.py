"""Doors of the audit form: its questions, added, changed and retired by an administrator (C39)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.supervision import actions, queries, room
from portal.supervision.forms import ItemForm
from portal.supervision.seed import active_template, seed_template

room.place(N_("Audit form"), "list_items", "audit", needs=Can.EDIT_TEMPLATES, group=N_("Settings"), order=945)


@room.get("/form", needs=Can.EDIT_TEMPLATES)
def list_items() -> Any:
    return page("supervision/items/index.html", sections=queries.sections())


@room.get("/form/items/new", needs=Can.EDIT_TEMPLATES)
def new_item() -> Any:
    return page("supervision/items/new.html", form=ItemForm(), sections=queries.sections())


@room.post("/form/items", needs=Can.EDIT_TEMPLATES)
def create_item() -> Any:
    form, template = ItemForm(), active_template() or seed_template(by=current_user)
    if form.accepts(lambda: actions.add_item(template, by=current_user, **form.facts)):
        flash(_("Added. Audits that begin from now on ask it."))
        return see_other("supervision.list_items")
    return page("supervision/items/new.html", status=422, form=form, sections=queries.sections())


@room.get("/form/items/<int:item_id>/edit", needs=Can.EDIT_TEMPLATES)
def edit_item(item_id: int) -> Any:
    item = queries.item(item_id)
    return page("supervision/items/edit.html", item=item, form=ItemForm(obj=item), sections=queries.sections())


@room.post("/form/items/<int:item_id>", needs=Can.EDIT_TEMPLATES)
def update_item(item_id: int) -> Any:
    item, form = queries.item(item_id), ItemForm()
    if form.accepts(lambda: actions.edit_item(item, by=current_user, **form.facts)):
        flash(_("Changed. Audits that begin from now on ask it like this."))
        return see_other("supervision.list_items")
    return page("supervision/items/edit.html", status=422, item=item, form=form, sections=queries.sections())


@room.post("/form/items/<int:item_id>/retirement", needs=Can.EDIT_TEMPLATES)
def create_retirement(item_id: int) -> Any:
    actions.retire_item(queries.item(item_id), by=current_user)
    flash(_("Retired. Signed audits keep it."))
    return see_other("supervision.list_items")
