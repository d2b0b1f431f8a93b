"""Doors of rivals, their shops and their prices (C06)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import RivalForm, RivalPriceForm, RivalStoreForm
from portal.prospecting.history import lines_of
from portal.prospecting.models import Rival
from portal.prospecting.views.market import file_of, to_market


@room.get("/cities/<int:file_id>/rivals/new", needs=Can.PROSPECT)
def new_rival(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    return page("prospecting/rivals/new.html", file=file, form=RivalForm(formdata=None))


@room.post("/cities/<int:file_id>/rivals", needs=Can.PROSPECT)
def create_rival(file_id: int) -> Any:
    file, form = queries.city_file(file_id, current_user), RivalForm()
    if form.accepts(lambda: actions.add_rival(file.city, by=current_user, **form.facts)):
        flash(_("The rival is written down. Add the shops you saw and what they ask."))
        return see_other("prospecting.show_rival", rival_id=form.result.id)
    return page("prospecting/rivals/new.html", status=422, file=file, form=form)


@room.get("/rivals/<int:rival_id>", needs=Can.SEE_PROSPECTING)
def show_rival(rival_id: int) -> Any:
    return rival_page(queries.rival(rival_id, current_user))


def rival_page(rival: Rival, status: int = 200, **forms: Any) -> Any:
    """Answer with a rival's file: what it does well and badly, its shops, its prices, its history."""
    return page(
        "prospecting/rivals/show.html",
        status=status,
        rival=rival,
        file=file_of(rival),
        history=lines_of(rival, current_user),
        store_form=forms.get("store") or RivalStoreForm(formdata=None, prefix="shop-"),
        price_form=forms.get("price") or RivalPriceForm(formdata=None, prefix="price-"),
    )


@room.get("/rivals/<int:rival_id>/edit", needs=Can.PROSPECT)
def edit_rival(rival_id: int) -> Any:
    rival = queries.rival(rival_id, current_user)
    form = RivalForm(formdata=None, obj=rival)
    return page("prospecting/rivals/edit.html", rival=rival, file=file_of(rival), form=form)


@room.post("/rivals/<int:rival_id>", needs=Can.PROSPECT)
def update_rival(rival_id: int) -> Any:
    rival = queries.rival(rival_id, current_user)
    form = RivalForm(obj=rival)
    if form.accepts(lambda: actions.edit_rival(rival, by=current_user, **form.facts)):
        flash(_("Stored."))
        return see_other("prospecting.show_rival", rival_id=rival_id)
    return page("prospecting/rivals/edit.html", status=form.status, rival=rival, file=file_of(rival), form=form)


@room.post("/rivals/<int:rival_id>/removal", needs=Can.PROSPECT)
def create_rival_removal(rival_id: int) -> Any:
    rival = queries.rival(rival_id, current_user)
    actions.remove_rival(rival, by=current_user)
    flash(_("The rival is taken away."))
    return to_market(rival)


@room.post("/rivals/<int:rival_id>/stores", needs=Can.PROSPECT)
def create_rival_store(rival_id: int) -> Any:
    rival, form = queries.rival(rival_id, current_user), RivalStoreForm(prefix="shop-")
    if form.accepts(lambda: actions.add_rival_store(rival, by=current_user, **filled(form))):
        flash(_("The shop is written down."))
        return see_other("prospecting.show_rival", rival_id=rival_id)
    return rival_page(queries.rival(rival_id, current_user), 422, store=form)


@room.post("/rival-stores/<int:rival_store_id>/removal", needs=Can.PROSPECT)
def create_rival_store_removal(rival_store_id: int) -> Any:
    store = queries.rival_store(rival_store_id, current_user)
    actions.remove_rival_store(store, by=current_user)
    flash(_("The shop is taken away."))
    return see_other("prospecting.show_rival", rival_id=store.rival_id)


@room.post("/rivals/<int:rival_id>/prices", needs=Can.PROSPECT)
def create_rival_price(rival_id: int) -> Any:
    rival, form = queries.rival(rival_id, current_user), RivalPriceForm(prefix="price-")
    if form.accepts(lambda: actions.add_rival_price(rival, by=current_user, **filled(form))):
        flash(_("The price is written down."))
        return see_other("prospecting.show_rival", rival_id=rival_id)
    return rival_page(queries.rival(rival_id, current_user), 422, price=form)


@room.post("/rival-prices/<int:rival_price_id>/removal", needs=Can.PROSPECT)
def create_rival_price_removal(rival_price_id: int) -> Any:
    seen = queries.rival_price(rival_price_id, current_user)
    actions.remove_rival_price(seen, by=current_user)
    flash(_("The price is taken away."))
    return see_other("prospecting.show_rival", rival_id=seen.rival_id)


def filled(form: Any) -> dict[str, Any]:
    """Return what was typed; a text that was left out is empty, a number or an amount is None."""
    texts = ("name", "district", "address", "note", "product", "unit", "place")
    return {name: value or "" if name in texts else value for name, value in form.values.items()}
