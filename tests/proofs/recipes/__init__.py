"""How each action of the house is done once: a module a room, `RECIPES: {action: recipe}`.

A recipe makes what the action needs and returns the deed, which is done again and again, each time with another
statement failing: what is used up by doing it (an upload) is made inside the deed.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from portal.rooms import FLOORS
from tests.cast import Cast, Places

Deed = Callable[[], Any]
Recipe = Callable[["Scene"], Deed]


class Scene:
    """People and places for a recipe: `s.owner` is the owner's viewer, `s.places.store` his store."""

    def __init__(self) -> None:
        self.cast, self.places = Cast(), Places()

    def __getattr__(self, person: str) -> Any:
        return getattr(self.cast, person).viewer


def all_recipes() -> dict[str, Recipe]:
    """Return every recipe by its action's name, e.g. goods/actions/stock.py/receive."""
    rooms = [import_module(f"tests.proofs.recipes.{room}") for room in (*FLOORS, "kernel") if room != "insight"]
    return {name_of(action): recipe for room in rooms for action, recipe in room.RECIPES.items()}


def name_of(action: Callable[..., Any]) -> str:
    module = action.__module__.removeprefix("portal.").replace(".", "/")
    return f"{module}.py/{action.__name__}"
