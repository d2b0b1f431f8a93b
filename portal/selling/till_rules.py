"""What may be taken off by hand at the till, and whether tablets that nobody enrolled may sell: the network's rules."""

from dataclasses import asdict, dataclass
from typing import Any

from portal.accounts import actions, queries

POLICY, SCALE = "till_discount", "till_scale"
CLERK, OWNER = 5, 20  # percent, until somebody sets otherwise
# what a scale prints after 20 and 21, until somebody sets otherwise
KINDS = {"20": {"holds": "weight", "decimals": 3}, "21": {"holds": "price", "decimals": 2}}


@dataclass(frozen=True)
class TillRules:
    """How many percent of a line someone takes off by hand without asking; above it a manager approves.

    `only_enrolled` refuses orders of a tablet that nobody enrolled; otherwise they are stored and flagged.
    """

    clerk: int = CLERK
    owner: int = OWNER
    only_enrolled: bool = False

    @property
    def rights(self) -> dict[str, int]:
        """Return the percentages by role."""
        return {"clerk": self.clerk, "owner": self.owner}


def till_rules() -> TillRules:
    return TillRules(**queries.policy(POLICY))


def set_till_rules(new: TillRules, *, by: Any) -> None:
    """Change the rules; what stays as it was leaves nothing on the trail."""
    if new != till_rules():
        actions.set_policy(POLICY, asdict(new), by=by)


def scale_kinds() -> dict[str, Any]:
    """Return what stands in the labels of the stores' scales, by their first two digits."""
    return queries.policy(SCALE) or KINDS
