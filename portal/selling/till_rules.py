"""The network's rules for tills: what may be taken off by hand, whose tablets sell, what the labels of scales hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from portal.accounts import actions, queries
from portal.kernel.refusals import Refused

POLICY, SCALE = "till_discount", "till_scale"
CLERK, OWNER = 5, 20  # percent, until somebody sets otherwise
# what a scale prints after 20 and 21, until somebody sets otherwise
KINDS = {"20": {"holds": "weight", "decimals": 3}, "21": {"holds": "price", "decimals": 2}}
PREFIXES = tuple(str(n) for n in range(20, 30))  # GS1 leaves them to each network
MOST_DECIMALS = {"weight": 3, "price": 2}  # grams, fen


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
    found: dict[str, Any] = queries.policy(SCALE).get("kinds", KINDS)
    return found


def set_scale_kinds(kinds: Mapping[str, Mapping[str, Any]], *, by: Any) -> None:
    """Say what stands in the labels, by their first two digits; tablets hear of it with their next snapshot.

    What stays as it was leaves nothing on the trail.
    """
    for prefix, kind in kinds.items():
        if prefix not in PREFIXES:
            raise Refused("Labels of scales begin with 20 to 29.")
        if kind.get("holds") not in MOST_DECIMALS:
            raise Refused("A label holds a weight or a price.", field=f"p{prefix}")
        if kind.get("decimals") not in range(MOST_DECIMALS[kind["holds"]] + 1):
            raise Refused("A weight has at most three decimals, a price two.", field=f"p{prefix}")
    plain = {prefix: dict(kinds[prefix]) for prefix in sorted(kinds)}
    if plain != scale_kinds():
        actions.set_policy(SCALE, {"kinds": plain}, by=by)
