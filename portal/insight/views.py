"""Doors of the home pages, the stores, the regions and the search."""

from typing import Any

from flask import abort, request
from flask_login import current_user

from portal.insight import finding, history, links, room, stores
from portal.insight.home import home_of
from portal.insight.regions import RegionView
from portal.kernel.door import ANYONE
from portal.kernel.listing import list_page
from portal.kernel.page import page
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import store_by_code
from portal.supervision.month import month_title
from portal.supervision.queries import month_named


@room.get("/", needs=ANYONE)
def show_home() -> Any:
    home = home_of(current_user)
    return page(home.template, home=home, links=links)


@room.get("/stores", needs=Can.SEE_STORES)
def list_stores() -> Any:
    return list_page("insight/stores/index.html", stores.listing(stores.StoreFilters(current_user), current_user))


@room.get("/stores/<code>", needs=Can.SEE_STORES)
def show_store(code: str) -> Any:
    file = stores.dossier(code, current_user)
    return page("insight/stores/show.html", file=file, sees_people=stores.sees_people(current_user), links=links)


@room.get("/stores/<code>/history", needs=Can.SEE_DAY_REPORTS)
def show_history(code: str) -> Any:
    store = store_by_code(code, current_user)
    told = history.of_store(store, current_user)
    return page("insight/stores/history.html", store=store, history=told, links=links)


@room.get("/insight/regions", needs=Can.SEE_FIGURES)
def list_regions() -> Any:
    return region_page(None)


@room.get("/insight/regions/<int:region_id>", needs=Can.SEE_FIGURES)
def show_region(region_id: int) -> Any:
    return region_page(region_id)


def region_page(region_id: int | None) -> Any:
    """Answer with a region's month, or its stores as a file."""
    first = month_named(request.args.get("month", ""))
    view = RegionView(current_user, region_id, first, every=request.args.get("all", ""))
    if kind := request.args.get("format", ""):
        return view.export(kind) if kind in ("xlsx", "csv") else abort(404)
    return page("insight/regions/show.html", view=view, links=links, title=month_title(first))


@room.get("/search", needs=ANYONE)
def show_search() -> Any:
    q = request.args.get("q", "").strip()[:60]
    found = finding.found(q, current_user) if q else []
    return page("insight/search/show.html", q=q, found=found)


@room.get("/search/stores", needs=Can.SEE_STORES)
def list_store_codes() -> Any:
    """Suggest stores for a field that takes a store's code."""
    hits = finding.store_codes(request.args.get("store", ""), current_user)
    return page("insight/search/_store_codes.html", hits=hits)


room.place(N_("Today"), "show_home", "today", needs=ANYONE, order=1, tab=True)
room.place(N_("Figures"), "list_regions", "chart", needs=Can.SEE_FIGURES, order=2)
room.place(N_("Stores"), "list_stores", "store", needs=Can.SEE_STORES, order=3, tab=True)
