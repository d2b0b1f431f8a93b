"""The network's rules of stock, as an administrator set them (C33)."""

from dataclasses import asdict, dataclass
from typing import Any

from portal.accounts import actions, queries

POLICY = "stock"


@dataclass(frozen=True)
class Rules:
    """Up to what worth at the shelf's price a difference of a count needs no reason, in fen; the rest is days.

    What lasts less than `low` days is low. An order is to last until the delivery after the next one: `cycle` days
    from one to the next, and `reserve` days for one that comes late.
    """

    tolerance: int = 20_00
    low: int = 3
    cycle: int = 7
    reserve: int = 3

    @property
    def lasts(self) -> int:
        """How many days' sales a store should have after an order."""
        return self.cycle + self.reserve


def rules() -> Rules:
    return Rules(**queries.policy(POLICY))


def set_rules(new: Rules, *, by: Any) -> None:
    """Change the rules; what stays as it was leaves nothing on the trail."""
    if new != rules():
        actions.set_policy(POLICY, asdict(new), by=by)
