"""Doors of stores and their agreed closures, for administrators."""

from collections.abc import Callable
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.forms import Form
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.network import actions, lists, queries, room
from portal.network.forms import ClosureForm, DayForm, EditStoreForm, NewStoreForm, StepForm
from portal.network.models import Closure


@room.get("/stores", needs=Can.MANAGE_STORES)
def list_stores() -> Any:
    return list_page("settings/stores/index.html", lists.stores())


@room.get("/stores/new", needs=Can.MANAGE_STORES)
def new_store() -> Any:
    if (city_id := request.args.get("city", type=int)) is None:
        return page("settings/stores/city.html", cities=queries.cities(current_user))
    city = queries.city_in_reach(city_id, current_user)
    return page("settings/stores/new.html", city=city, form=NewStoreForm(city, formdata=None, tills=1))


@room.post("/stores", needs=Can.MANAGE_STORES)
def create_store() -> Any:
    city = queries.city_in_reach(request.form.get("city", type=int), current_user)
    form = NewStoreForm(city)
    if form.accepts(lambda: actions.create_store(city, by=current_user, **form.facts)):
        flash(_("Store %(code)s exists.", code=form.result.code))
        return see_other("network.show_store", code=form.result.code)
    return page("settings/stores/new.html", status=422, city=city, form=form)


@room.get("/stores/<code>", needs=Can.MANAGE_STORES)
def show_store(code: str) -> Any:
    store = queries.store_by_code(code, current_user)
    return page("settings/stores/show.html", store=store, closures=queries.closures_of(store, current_user))


@room.get("/stores/<code>/edit", needs=Can.MANAGE_STORES)
def edit_store(code: str) -> Any:
    store = queries.store_by_code(code, current_user)
    return page("settings/stores/edit.html", store=store, form=EditStoreForm(store.region, formdata=None, obj=store))


@room.post("/stores/<code>", needs=Can.MANAGE_STORES)
def update_store(code: str) -> Any:
    store = queries.store_by_code(code, current_user)
    form = EditStoreForm(store.region, obj=store)
    if form.accepts(lambda: actions.edit_store(store, by=current_user, **form.facts)):
        flash(_("Saved."))
        return see_other("network.show_store", code=code)
    return page("settings/stores/edit.html", status=form.status, store=store, form=form)


STEPS: dict[str, Callable[..., None]] = {
    "opening": actions.open_store,
    "suspension": actions.suspend_store,
    "resumption": actions.resume_store,
    "closure": actions.close_store,
}


def step_form(step: str, **kwargs: Any) -> Form:
    return StepForm(**kwargs) if step in ("suspension", "closure") else DayForm(**kwargs)


def step_page(code: str, step: str) -> Any:
    store = queries.store_by_code(code, current_user)
    form = step_form(step, formdata=None, on=clock.today())
    return page("settings/stores/step.html", store=store, step=step, form=form)


def take_step(code: str, step: str) -> Any:
    """Take a store one step on in its life, or show why not."""
    store, form = queries.store_by_code(code, current_user), step_form(step)
    if form.accepts(lambda: STEPS[step](store, by=current_user, **form.values)):
        flash(_("Done."))
        return see_other("network.show_store", code=code)
    return page("settings/stores/step.html", status=422, store=store, step=step, form=form)


@room.get("/stores/<code>/opening", needs=Can.MANAGE_STORES)
def new_opening(code: str) -> Any:
    return step_page(code, "opening")


@room.post("/stores/<code>/opening", needs=Can.MANAGE_STORES)
def create_opening(code: str) -> Any:
    return take_step(code, "opening")


@room.get("/stores/<code>/suspension", needs=Can.MANAGE_STORES)
def new_suspension(code: str) -> Any:
    return step_page(code, "suspension")


@room.post("/stores/<code>/suspension", needs=Can.MANAGE_STORES)
def create_suspension(code: str) -> Any:
    return take_step(code, "suspension")


@room.get("/stores/<code>/resumption", needs=Can.MANAGE_STORES)
def new_resumption(code: str) -> Any:
    return step_page(code, "resumption")


@room.post("/stores/<code>/resumption", needs=Can.MANAGE_STORES)
def create_resumption(code: str) -> Any:
    return take_step(code, "resumption")


@room.get("/stores/<code>/closure", needs=Can.MANAGE_STORES)
def new_end(code: str) -> Any:
    return step_page(code, "closure")


@room.post("/stores/<code>/closure", needs=Can.MANAGE_STORES)
def create_end(code: str) -> Any:
    return take_step(code, "closure")


@room.get("/closures", needs=Can.MANAGE_STORES)
def list_closures() -> Any:
    return list_page("settings/closures/index.html", lists.closures())


@room.get("/closures/new", needs=Can.MANAGE_STORES)
def new_closure() -> Any:
    form = ClosureForm(queries.stores(current_user), formdata=None, store_id=request.args.get("store", type=int))
    return page("settings/closures/new.html", form=form)


@room.post("/closures", needs=Can.MANAGE_STORES)
def create_closure() -> Any:
    form = ClosureForm(queries.stores(current_user))
    if form.accepts(lambda: agree(form)):
        flash(_("The closure is agreed."))
        return see_other("network.list_closures")
    return page("settings/closures/new.html", status=422, form=form)


def agree(form: ClosureForm) -> Closure:
    """Agree a closure for one of the viewer's stores."""
    facts = form.values
    store = queries.store_by_id(facts.pop("store_id"), current_user)
    return actions.agree_closure(store, by=current_user, **facts)
