"""The network's rules for the data of members, as an administrator set them."""

from dataclasses import asdict, dataclass
from typing import Any

from portal.accounts import actions, queries

POLICY = "member_data"
SEEN, EXPORTED = 100, 200  # members within an hour, until somebody sets otherwise


@dataclass(frozen=True)
class Rules:
    """From how many members within an hour someone's looking at them, or exporting them, is an alert.

    `months` is how long a member is kept who neither buys nor is looked at; 0: until he asks.
    """

    seen: int = SEEN
    exported: int = EXPORTED
    months: int = 0


def rules() -> Rules:
    return Rules(**queries.policy(POLICY))


def set_rules(new: Rules, *, by: Any) -> None:
    """Change the rules; what stays as it was leaves nothing on the trail."""
    if new != rules():
        actions.set_policy(POLICY, asdict(new), by=by)
