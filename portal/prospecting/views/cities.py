"""Doors of target cities and ties."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.network.queries import city_in_reach
from portal.prospecting import actions, lists, queries, room
from portal.prospecting.fit import fits, rule
from portal.prospecting.forms import (
    CityFilters,
    CityForm,
    CityNoteForm,
    CityStateForm,
    DistanceForm,
    TieForm,
)
from portal.prospecting.history import lines_of
from portal.prospecting.models import CityFile


@room.get("/cities", needs=Can.SEE_PROSPECTING)
def list_cities() -> Any:
    return list_page("prospecting/cities/index.html", lists.cities(current_user, CityFilters()))


@room.get("/cities/new", needs=Can.PROSPECT)
def new_city() -> Any:
    return page("prospecting/cities/new.html", form=CityForm(current_user, formdata=None))


@room.post("/cities", needs=Can.PROSPECT)
def create_city() -> Any:
    form = CityForm(current_user)
    if form.accepts(
        lambda: actions.add_city(
            city_in_reach(form.region_id.data, current_user), note=form.note.data or "", by=current_user
        )
    ):
        flash(_("The city is on the register."))
        return see_other("prospecting.show_city", file_id=form.result.id)
    return page("prospecting/cities/new.html", status=422, form=form)


@room.get("/cities/<int:file_id>", needs=Can.SEE_PROSPECTING)
def show_city(file_id: int) -> Any:
    return city_page(queries.city_file(file_id, current_user))


def city_page(file: CityFile, status: int = 200, **forms: Any) -> Any:
    """Answer with a city's file: ties, surveys, prospects, own stores, history (C09)."""
    region_id = file.region_id
    return page(
        "prospecting/cities/show.html",
        status=status,
        file=file,
        ties=queries.ties_in(region_id, current_user),
        surveys=queries.surveys_in(region_id, current_user),
        prospects=queries.prospects_in(region_id, current_user),
        stores=queries.stores_in(region_id, current_user),
        risks=queries.risks_in(region_id, current_user),
        history=lines_of(file, current_user),
        fit=next(iter(fits(queries.cities_known(current_user, [region_id]), rule()))),
        distance_form=forms.get("distance") or DistanceForm(formdata=None, obj=file, prefix="way-"),
        note_form=forms.get("note") or CityNoteForm(formdata=None, obj=file, prefix="file-"),
        state_form=forms.get("state") or CityStateForm(formdata=None),
        tie_form=forms.get("tie") or TieForm(formdata=None),
    )


@room.post("/cities/<int:file_id>", needs=Can.PROSPECT)
def update_city(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    form = CityNoteForm(prefix="file-", obj=file)
    if form.accepts(lambda: actions.edit_city(file, note=form.note.data or "", by=current_user)):
        flash(_("Stored."))
        return see_other("prospecting.show_city", file_id=file_id)
    return city_page(queries.city_file(file_id, current_user), form.status, note=form)


@room.post("/cities/<int:file_id>/state", needs=Can.PROSPECT)
def create_city_state(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    form = CityStateForm()
    if form.accepts(lambda: actions.move_city(file, form.state.data, by=current_user, reason=form.reason.data or "")):
        flash(_("The city is at “%(state)s” now.", state=file.state.label))
        return see_other("prospecting.show_city", file_id=file_id)
    return city_page(queries.city_file(file_id, current_user), 422, state=form)


@room.post("/cities/<int:file_id>/ties", needs=Can.PROSPECT)
def create_tie(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    form = TieForm()
    if form.accepts(
        lambda: actions.add_tie(
            file.city, form.kind.data, by=current_user, from_year=form.from_year.data, to_year=form.to_year.data,
            note=form.note.data or "",
        )
    ):  # fmt: skip
        flash(_("Your tie is written down."))
        return see_other("prospecting.show_city", file_id=file_id)
    return city_page(queries.city_file(file_id, current_user), 422, tie=form)


@room.post("/ties/<int:tie_id>/removal", needs=Can.PROSPECT)
def create_tie_removal(tie_id: int) -> Any:
    tie = queries.tie(tie_id, current_user)
    actions.remove_tie(tie, by=current_user)
    flash(_("The tie is taken away."))
    file = queries.file_of_city(tie.region_id, current_user)
    return see_other("prospecting.show_city", file_id=file.id) if file else see_other("prospecting.list_cities")
