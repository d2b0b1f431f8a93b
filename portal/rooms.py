"""The rooms of the house in floor order; the only file that imports them all."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from portal.kernel import scope
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


def rooms(app: Flask) -> list[Room]:
    return [room for room in app.blueprints.values() if isinstance(room, Room)]


def chapters() -> list[tuple[str, ModuleType]]:
    """Return each room's chapter of the demo network, lowest floor first."""
    return [(name, import_module(f"portal.{name}.demo")) for name in FLOORS if find_spec(f"portal.{name}.demo")]


def troubles_of(name: str) -> list[str]:
    """Return what a room's invariants find broken (`<room>/invariants.py: troubles()`)."""
    if not find_spec(f"portal.{name}.invariants"):
        return []
    return list(import_module(f"portal.{name}.invariants").troubles())


def navigation() -> dict[str, object]:
    """Return the places this person may go: in groups, and the first five for a phone's tabs."""
    if not current_user.is_authenticated:
        return {"nav": [], "nav_tabs": []}
    places = [shown(place) for place in places_of(current_app._get_current_object(), current_user.role)]  # type: ignore[attr-defined]
    groups: dict[str, list[dict[str, object]]] = {}
    for place in places:
        groups.setdefault(str(place["group"]), []).append(place)
    return {
        "nav": [{"title": say(title) if title else "", "items": items} for title, items in groups.items()],
        "nav_tabs": [place for place in places if place["tab"]][:5],
    }


@cache
def places_of(app: Flask, role: Any) -> list[tuple[Place, str]]:
    """Return the places open to a role, in their order, with their addresses."""
    places = [place for room in rooms(app) for place in room.places if open_to(place)]
    return [(place, url_for(place.endpoint)) for place in sorted(places, key=lambda p: p.order)]


def open_to(place: Place) -> bool:
    return place.needs is ANYONE or current_user.may(place.needs)


def shown(found: tuple[Place, str]) -> dict[str, object]:
    place, url = found
    inside = request.path == url or (url != "/" and request.path.startswith(f"{url}/"))
    return {
        "label": say(place.label), "url": url, "icon": place.icon, "current": inside, "count": 0,
        "group": place.group, "tab": place.tab,
    }  # fmt: skip
