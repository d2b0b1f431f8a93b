"""The network's rules for the data of members, as an administrator set them."""

from dataclasses import asdict, dataclass
from typing import Any

from portal.accounts import actions, queries

POLICY = "member_data"
SEEN, EXPORTED = 100, 200  # members within an hour, until somebody sets otherwise
HOLDS = 30  # days


@dataclass(frozen=True)
class Rules:
    """From how many members within an hour someone's looking at them, or exporting them, is an alert.

    `months` is how long a member is kept who neither buys nor is looked at; 0: until he asks. `holds` is for how many
    days a sale on hold is kept that nobody takes up: whose it would be may stand in it.
    """

    seen: int = SEEN
    exported: int = EXPORTED
    months: int = 0
    holds: int = HOLDS


def rules() -> Rules:
    return Rules(**queries.policy(POLICY))


def set_rules(new: Rules, *, by: Any) -> None:
    """Change the rules; what stays as it was leaves nothing on the trail."""
    if new != rules():
        actions.set_policy(POLICY, asdict(new), by=by)
