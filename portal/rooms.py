"""The rooms of the house in floor order; the only file that imports them all."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from portal.kernel import append_only, scope, trail
from portal.kernel.db import db
from portal.kernel.door import ANYONE, Place, Room
from portal.kernel.words import say

FLOORS = (
    "network",
    "accounts",
    "prospecting",
    "goods",
    "signing",
    "selling",
    "onboarding",
    "supervision",
    "insight",
)


def init_app(app: Flask) -> None:
    """Import every room, lowest floor first, and hang its doors."""
    for name in FLOORS:
        package = import_module(f"portal.{name}")
        for part in ("models", "reactions", "importers", "viewer", "views", "settings", "globals"):
            if find_spec(f"portal.{name}.{part}"):
                module = import_module(f"portal.{name}.{part}")
                if hasattr(module, "init_app"):
                    module.init_app(app)
        app.register_blueprint(package.room)
    scope.learn_tables()
    app.context_processor(navigation)
    app.jinja_env.globals |= {"nav_groups": nav_groups, "nav_tabs": nav_tabs, "nav_own": nav_own}


def rooms(app: Flask) -> list[Room]:
    return [room for room in app.blueprints.values() if isinstance(room, Room)]


def chapters() -> list[tuple[str, ModuleType]]:
    """Return each room's chapter of the demo network, lowest floor first."""
    return [(name, import_module(f"portal.{name}.demo")) for name in FLOORS if find_spec(f"portal.{name}.demo")]


def troubles() -> list[str]:
    """Return what `flask verify` finds: tables left unguarded, broken chains, invariants of rooms that do not hold."""
    found = append_only.unguarded(db.session()) + trail.broken_links(db.session())
    return found + [trouble for name in FLOORS for trouble in troubles_of(name)]


def troubles_of(name: str) -> list[str]:
    """Return what a room's invariants find broken (`<room>/invariants.py: troubles()`)."""
    if not find_spec(f"portal.{name}.invariants"):
        return []
    return list(import_module(f"portal.{name}.invariants").troubles())


def nights() -> Iterator[tuple[str, int]]:
    """Do what the rooms have for the night (`<room>/nightly.py: work()`), lowest floor first; say what and how many."""
    for name in FLOORS:
        if find_spec(f"portal.{name}.nightly"):
            yield from import_module(f"portal.{name}.nightly").work()


def minutes() -> Iterator[tuple[str, int]]:
    """Do what the rooms have for each minute (`<room>/minutely.py: work()`), lowest floor first; say what, how many."""
    for name in FLOORS:
        if find_spec(f"portal.{name}.minutely"):
            yield from import_module(f"portal.{name}.minutely").work()


def navigation() -> dict[str, object]:
    """Return which places this page belongs to: beside the role, all that the navigation depends on."""
    return {"nav_at": tuple(url for _place, url in mine() if inside(url))}


def nav_groups() -> list[dict[str, object]]:
    """Return the places this person may go, in their groups."""
    groups: dict[str, list[dict[str, object]]] = {}
    for place, url in mine():
        groups.setdefault(place.group, []).append(shown(place, url))
    return [{"title": say(title) if title else "", "places": places} for title, places in groups.items()]


def nav_tabs() -> list[dict[str, object]]:
    """Return the first five places for a phone's tabs."""
    return [shown(place, url) for place, url in mine() if place.tab][:5]


def nav_own() -> list[dict[str, object]]:
    """Return the pages about himself that this person's account leads to."""
    places = [place for room in rooms(current_app) for place in room.own_places if open_to(place)]
    return [shown(place, url_for(place.endpoint)) for place in sorted(places, key=lambda p: p.order)]


def mine() -> list[tuple[Place, str]]:
    if not current_user.is_authenticated:
        return []
    return places_of(current_app._get_current_object(), current_user.role)  # type: ignore[attr-defined]


@cache
def places_of(app: Flask, role: Any) -> list[tuple[Place, str]]:
    """Return the places open to a role, in their order, with their addresses."""
    places = [place for room in rooms(app) for place in room.places if open_to(place)]
    return [(place, url_for(place.endpoint)) for place in sorted(places, key=lambda p: p.order)]


def open_to(place: Place) -> bool:
    return place.needs is ANYONE or current_user.may(place.needs)


def inside(url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(f"{url}/"))


def shown(place: Place, url: str) -> dict[str, object]:
    return {"label": say(place.label), "url": url, "icon": place.icon, "current": inside(url)}
