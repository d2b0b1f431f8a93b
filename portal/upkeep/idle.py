"""What the night does about idle members: takes back, announces, anonymises, few at a time."""

from collections.abc import Callable
from functools import partial
from typing import Any

from portal.kernel.db import db, transaction
from portal.kernel.scope import House
from portal.selling import retention, rules

HOUSE: Any = House("nightly")
LOOKED_AT = 500  # members a read
AT_ONCE = 25  # members a write


def tend() -> dict[str, int]:
    """Do what the rules say today; safe to run twice. Returns what was done to how many."""
    months = rules.rules().months
    done = {"spared": in_steps(retention.announced, idle_no_longer(months), retention.spare)}
    if not months:
        return done

    def due(after: int, most: int) -> list[int]:
        return retention.announced(after, most, due=True)

    def new(after: int, most: int) -> list[int]:
        return retention.unannounced(after, months, most)

    def idle(ids: list[int]) -> set[int]:
        return retention.idle(ids, months)

    done["anonymised"] = in_steps(due, set, partial(retention.anonymise, months=months))
    done["announced"] = in_steps(new, idle, partial(retention.announce, months=months))
    return done


def idle_no_longer(months: int) -> Callable[[list[int]], set[int]]:
    return lambda ids: retention.idle_no_longer(ids, months)


def in_steps(
    more: Callable[[int, int], list[int]], which: Callable[[list[int]], set[int]], deed: Callable[..., int]
) -> int:
    """Go through members by their numbers: read many, find which are meant, write few. Returns how many were done."""
    after, total = 0, 0
    while ids := more(after, LOOKED_AT):
        after, meant = ids[-1], sorted(which(ids))
        db.session.rollback()
        for n in range(0, len(meant), AT_ONCE):
            with transaction():
                total += deed(meant[n : n + AT_ONCE], by=HOUSE)
    db.session.rollback()
    return total
