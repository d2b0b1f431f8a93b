"""Doors of the tree of regions."""

from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network import actions, divisions, queries, room
from portal.network import views_holidays as views_holidays  # their doors hang on the same room
from portal.network import views_stores as views_stores
from portal.network.actions import BELOW
from portal.network.forms import AreaForm, CityForm, ProvinceForm, RegionForm
from portal.network.models import Level, Region

room.place(N_("Regions"), "list_regions", "pin", needs=Can.MANAGE_REGIONS, group=N_("Settings"), order=930)
room.place(N_("Stores"), "list_stores", "store", needs=Can.MANAGE_STORES, group=N_("Settings"), order=940)


@room.get("/regions", needs=Can.MANAGE_REGIONS)
def list_regions() -> Any:
    return page("settings/regions/index.html", tree=queries.tree(), counts=queries.store_counts(current_user))


@room.get("/regions/new", needs=Can.MANAGE_REGIONS)
def new_region() -> Any:
    return page("settings/regions/new.html", form=AreaForm(formdata=None))


@room.post("/regions", needs=Can.MANAGE_REGIONS)
def create_region() -> Any:
    form = AreaForm()
    if form.accepts(lambda: actions.add_region(**form.values, level=Level.AREA, parent=None, by=current_user)):
        flash(_("Added."))
        return see_other("network.list_regions")
    return page("settings/regions/new.html", status=422, form=form)


def province_form(**kwargs: Any) -> ProvinceForm:
    nodes = queries.regions()
    return ProvinceForm([n for n in nodes if n.level == Level.AREA], {n.code for n in nodes}, **kwargs)


@room.get("/provinces/new", needs=Can.MANAGE_REGIONS)
def new_province() -> Any:
    form = province_form(formdata=None, parent_id=request.args.get("area", type=int))
    return page("settings/regions/new_province.html", form=form)


@room.post("/provinces", needs=Can.MANAGE_REGIONS)
def create_province() -> Any:
    form = province_form()
    if form.accepts(lambda: add(form.code.data, "province", form.parent_id.data)):
        flash(_("Added. Now add its cities."))
        return see_other("network.new_city", province=form.code.data)
    return page("settings/regions/new_province.html", status=422, form=form)


def add(code: str | None, level: str, parent_id: int | None = None) -> Region:
    division = divisions.get(code or "", level)
    if division is None:
        raise Refused("This place is not in the register.", field="code")
    parent = queries.region(parent_id) if parent_id else None
    return actions.add_division(division, parent=parent, by=current_user)


@room.get("/cities/new", needs=Can.MANAGE_REGIONS)
def new_city() -> Any:
    return page("settings/regions/new_city.html", form=CityForm(formdata=None), **city_facts())


def city_facts() -> dict[str, Any]:
    """What the page of a new city offers: a search over all cities, or the cities of one province."""
    nodes = queries.regions()
    provinces = [node for node in nodes if node.level == Level.PROVINCE]
    q, chosen = request.args.get("q", "")[:40], request.args.get("province", "")
    found = divisions.cities_like(q) if q.strip() else divisions.below(chosen) if chosen else ()
    names = {d.code: d.name for d in divisions.below()}
    held = {node.code for node in nodes}
    return {"provinces": provinces, "q": q, "chosen": chosen, "found": found, "names": names, "held": held}


@room.post("/cities", needs=Can.MANAGE_REGIONS)
def create_city() -> Any:
    form = CityForm()
    if form.accepts(lambda: add(form.code.data, "city")):
        flash(_("%(name)s is added.", name=form.result.name))
        return see_other("network.new_city", province=form.result.code[:2] + "0000")
    return page("settings/regions/new_city.html", status=422, form=form, **city_facts())


@room.get("/regions/<int:region_id>/edit", needs=Can.MANAGE_REGIONS)
def edit_region(region_id: int) -> Any:
    node = queries.region(region_id)
    return page("settings/regions/edit.html", node=node, form=region_form(node, formdata=None, obj=node))


def region_form(node: Region, **kwargs: Any) -> RegionForm:
    return RegionForm(node, [r for r in queries.regions() if BELOW.get(r.level) == node.level], **kwargs)


@room.post("/regions/<int:region_id>", needs=Can.MANAGE_REGIONS)
def update_region(region_id: int) -> Any:
    node = queries.region(region_id)
    form = region_form(node, obj=node)
    if form.accepts(lambda: actions.edit_region(node, name=form.name.data, parent=parent_in(form), by=current_user)):
        flash(_("Saved."))
        return see_other("network.list_regions")
    return page("settings/regions/edit.html", status=form.status, node=node, form=form)


def parent_in(form: RegionForm) -> Region | None:
    if "parent_id" not in form or form.parent_id.data is None:
        return None
    return queries.region(form.parent_id.data) or abort(404)
