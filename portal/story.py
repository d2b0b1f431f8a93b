"""The demo network as a story: each room tells its chapter, lowest floor first, the same every time."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import House


@dataclass
class Story:
    """What the chapters share.

    `cities`, `people` and `stores` are filled by the first chapters: cities by pinyin ("beijing"), people by
    role key ("admin", "office", "office_two", "director", "rm_north", "rm_east", "rm_south", "owner" of BJ-0001,
    "clerk" there, "owner_south", and "owner:<store code>" for every store), stores by code.
    """

    stores_wanted: int = 24
    days: int = 90
    seed: int = 2026
    today: date = field(default_factory=clock.today)
    house: House = field(default_factory=lambda: House("demo"))
    cities: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    stores: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    # set by the accounts' chapter: a user's viewer
    viewer_of: Callable[[Any], Any] = field(default=lambda user: user)

    def rng(self, chapter: str) -> random.Random:
        """Return this chapter's own dice, so that one chapter's change leaves the others as they were."""
        return random.Random(f"{self.seed}:{chapter}")

    def as_(self, key: str) -> Any:
        """Return the viewer that one of the people is."""
        return self.viewer_of(self.people[key])

    def rm_of(self, store: Any) -> str:
        """Return the key of the RM whose territory holds a store."""
        path = store.region.path
        return next(
            key
            for key in ("rm_north", "rm_east", "rm_south")
            if any(row.region.path in path for row in self.people[key].regions)
        )


@contextmanager
def happened(at: datetime | None) -> Iterator[None]:
    """Let what is done in here have happened at a moment of the past, with its rows and its trail; None is now."""
    if at is None:
        yield
        return
    db.session.flush()
    with clock.told_at(at):
        yield
        db.session.flush()
