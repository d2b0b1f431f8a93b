"""Doors of a city's market: its figures, rivals and customer groups (C06, C07)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, lists_market, queries, room
from portal.prospecting.forms import FactFilters, FactForm, InCity, RivalFilters, SegmentForm, TieFilters
from portal.prospecting.models import CityFile


@room.get("/cities/<int:file_id>/market", needs=Can.SEE_PROSPECTING)
def show_market(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    return page(
        "prospecting/market/show.html",
        file=file,
        figures=queries.facts_in(file.region_id, current_user),
        rivals=queries.rivals_in(file.region_id, current_user),
        segments=queries.segments_in(file.region_id, current_user),
        unit_of=lists_market.unit_of,
    )


@room.get("/facts", needs=Can.SEE_PROSPECTING)
def list_facts() -> Any:
    return list_page("prospecting/market/facts.html", lists_market.facts(current_user, FactFilters(current_user)))


@room.get("/rivals", needs=Can.SEE_PROSPECTING)
def list_rivals() -> Any:
    return list_page("prospecting/market/rivals.html", lists_market.rivals(current_user, RivalFilters(current_user)))


@room.get("/rival-prices", needs=Can.SEE_PROSPECTING)
def list_rival_prices() -> Any:
    return list_page("prospecting/market/prices.html", lists_market.prices(current_user, InCity(current_user)))


@room.get("/rival-stores", needs=Can.SEE_PROSPECTING)
def list_rival_stores() -> Any:
    return list_page("prospecting/market/stores.html", lists_market.stores(current_user, InCity(current_user)))


@room.get("/ties", needs=Can.SEE_PROSPECTING)
def list_ties() -> Any:
    return list_page("prospecting/market/ties.html", lists_market.ties(current_user, TieFilters(current_user)))


@room.get("/segments", needs=Can.SEE_PROSPECTING)
def list_segments() -> Any:
    return list_page("prospecting/market/segments.html", lists_market.segments(current_user, InCity(current_user)))


@room.get("/cities/<int:file_id>/facts/new", needs=Can.PROSPECT)
def new_fact(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    return page("prospecting/market/fact.html", file=file, fact=None, form=FactForm(formdata=None))


@room.post("/cities/<int:file_id>/facts", needs=Can.PROSPECT)
def create_fact(file_id: int) -> Any:
    file, form = queries.city_file(file_id, current_user), FactForm()
    if form.accepts(lambda: actions.add_fact(file.city, by=current_user, **form.facts)):
        flash(_("The figure is written down."))
        return see_other("prospecting.show_market", file_id=file_id)
    return page("prospecting/market/fact.html", status=422, file=file, fact=None, form=form)


@room.get("/facts/<int:fact_id>/edit", needs=Can.PROSPECT)
def edit_fact(fact_id: int) -> Any:
    fact = queries.fact(fact_id, current_user)
    form = FactForm(formdata=None, obj=fact)
    return page("prospecting/market/fact.html", file=file_of(fact), fact=fact, form=form)


@room.post("/facts/<int:fact_id>", needs=Can.PROSPECT)
def update_fact(fact_id: int) -> Any:
    fact = queries.fact(fact_id, current_user)
    form = FactForm(obj=fact)
    if form.accepts(lambda: actions.edit_fact(fact, by=current_user, **form.facts)):
        flash(_("Stored."))
        return to_market(fact)
    return page("prospecting/market/fact.html", status=form.status, file=file_of(fact), fact=fact, form=form)


@room.post("/facts/<int:fact_id>/removal", needs=Can.PROSPECT)
def create_fact_removal(fact_id: int) -> Any:
    fact = queries.fact(fact_id, current_user)
    actions.remove_fact(fact, by=current_user)
    flash(_("The figure is taken away."))
    return to_market(fact)


@room.get("/cities/<int:file_id>/segments/new", needs=Can.PROSPECT)
def new_segment(file_id: int) -> Any:
    file = queries.city_file(file_id, current_user)
    return page("prospecting/market/segment.html", file=file, segment=None, form=SegmentForm(formdata=None))


@room.post("/cities/<int:file_id>/segments", needs=Can.PROSPECT)
def create_segment(file_id: int) -> Any:
    file, form = queries.city_file(file_id, current_user), SegmentForm()
    if form.accepts(lambda: actions.add_segment(file.city, by=current_user, **form.facts)):
        flash(_("The group is written down."))
        return see_other("prospecting.show_market", file_id=file_id)
    return page("prospecting/market/segment.html", status=422, file=file, segment=None, form=form)


@room.get("/segments/<int:segment_id>/edit", needs=Can.PROSPECT)
def edit_segment(segment_id: int) -> Any:
    segment = queries.segment(segment_id, current_user)
    form = SegmentForm(formdata=None, obj=segment)
    return page("prospecting/market/segment.html", file=file_of(segment), segment=segment, form=form)


@room.post("/segments/<int:segment_id>", needs=Can.PROSPECT)
def update_segment(segment_id: int) -> Any:
    segment = queries.segment(segment_id, current_user)
    form = SegmentForm(obj=segment)
    if form.accepts(lambda: actions.edit_segment(segment, by=current_user, **form.facts)):
        flash(_("Stored."))
        return to_market(segment)
    file = file_of(segment)
    return page("prospecting/market/segment.html", status=form.status, file=file, segment=segment, form=form)


@room.post("/segments/<int:segment_id>/removal", needs=Can.PROSPECT)
def create_segment_removal(segment_id: int) -> Any:
    segment = queries.segment(segment_id, current_user)
    actions.remove_segment(segment, by=current_user)
    flash(_("The group is taken away."))
    return to_market(segment)


def file_of(row: Any) -> CityFile | None:
    """Return the file of the city that a fact, a rival or a group belongs to."""
    return queries.file_of_city(row.region_id, current_user)


def to_market(row: Any) -> Any:
    file = file_of(row)
    return see_other("prospecting.show_market", file_id=file.id) if file else see_other("prospecting.list_cities")
