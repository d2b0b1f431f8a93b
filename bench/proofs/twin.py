"""The tablet as its script has it, without a browser: numbers, an outbox, and what an answer does to it.

It decides nothing itself: numbers, steps and bounds are those of `portal.selling.rules_of_till`, which one table of
cases holds equal to the script's (ADR 0031). What it keeps outlives a crash, as IndexedDB does; a wipe does not.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from portal.selling.rules_of_till import waiting as rules

Ask = Callable[[dict[str, Any]], dict[str, Any]]  # what is sent → {status, results?}; status 0 is no answer


@dataclass
class Row:
    """An order in the outbox, as it is sent."""

    key: str
    number: int
    body: dict[str, Any]
    state: str = "waiting"
    reason: str = ""


@dataclass
class Tablet:
    """A tablet of a store: its enrolled name and secret, the highest number it gave out, what waits on it."""

    name: str
    token: str
    ahead: timedelta = timedelta(0)  # of its clock
    last: int = 0
    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def waiting(self) -> list[Row]:
        """Return what the server has not answered for, in the order of its numbers."""
        return sorted((row for row in self.rows.values() if row.state == "waiting"), key=lambda row: row.number)

    def finish(self, key: str, order: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Keep a finished order under the next number; a second tap under its key changes nothing."""
        if key not in self.rows:
            self.last = rules.next_number(last=self.last, stored=None, waiting=[row.number for row in self.waiting])
            placed_at = (now + self.ahead).isoformat()
            self.rows[key] = Row(key, self.last, order | {"key": key, "sequence": self.last, "placed_at": placed_at})
        return self.rows[key].body

    def send(self, most: int, now: datetime, ask: Ask) -> str:
        """Send what waits, `most` at once, and do what the answer means; return what comes next."""
        batch = self.waiting[:most]
        said = {
            "device": self.name, "token": self.token, "sent_at": (now + self.ahead).isoformat(), "last": self.last,
            "waiting": len(self.waiting) - len(batch), "orders": [row.body for row in batch],
        }  # fmt: skip
        step = rules.outbox_step(sent=[row.key for row in batch], answer=ask(said))
        for fate in step["rows"]:
            if fate["state"] == "gone":
                del self.rows[fate["key"]]
            elif fate["state"] != "waiting":
                self.rows[fate["key"]].state, self.rows[fate["key"]].reason = fate["state"], fate["reason"]
        return str(step["next"])
