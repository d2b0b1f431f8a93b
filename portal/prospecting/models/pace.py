"""How long a prospect may stay in a stage before it is stuck: a rule an administrator edits (C16)."""

from dataclasses import dataclass

from portal.accounts.queries import policy
from portal.kernel.db import db

POLICY = "stage_pace"
WARN = 7  # days between the warning and the return to the shared pool
USUAL = 14
# "track_stage" -> days, where it is not a fortnight
DAYS = {
    "person_found": 30,
    "person_agreed": 30,
    "supermarket_found": 30,
    "supermarket_planned": 21,
    "supermarket_negotiating": 21,
    "supermarket_agreed": 30,
}


@dataclass(frozen=True)
class Pace:
    """Days by "track_stage", and how many days before the return its owner is warned."""

    days: dict[str, int]
    warn: int = WARN

    def of(self, track: str, stage: str) -> int:
        return self.days.get(f"{track}_{stage}", USUAL)


def pace() -> Pace:
    """Return the rule in force, read once in a session's life."""
    known: Pace | None = db.session().info.get(POLICY)
    if known is None:
        found = policy(POLICY)
        known = db.session().info[POLICY] = Pace(DAYS | found.get("days", {}), found.get("warn", WARN))
    return known


def forget_pace() -> None:
    """Read the rule anew: it was changed."""
    db.session().info.pop(POLICY, None)
