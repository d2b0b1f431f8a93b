"""What each member bought in a store so far, written with every order that names him, in its transaction."""

from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from portal.kernel import db
from portal.kernel.db import by_driver, marks
from portal.selling.models import Payment
from portal.selling.new_orders import NewOrder

_SUMS = ("orders", "spent", "saved", "earned", "used", "owed")
COLUMNS = ("store_id", "member_id", *_SUMS, "last_on")
ADD = f"""
INSERT INTO member_total ({", ".join(COLUMNS)}) VALUES {{}}
ON CONFLICT (store_id, member_id) DO UPDATE SET {", ".join(f"{n} = member_total.{n} + excluded.{n}" for n in _SUMS)},
last_on = CASE WHEN member_total.last_on IS NULL OR excluded.last_on > member_total.last_on
THEN excluded.last_on ELSE member_total.last_on END"""
_ONE = f"({marks(COLUMNS)})"
_FEW = 50  # from here on executemany is quicker than one INSERT of many rows


def nothing() -> dict[str, Any]:
    """Return what somebody bought who bought nothing yet."""
    return {**dict.fromkeys(_SUMS, 0), "last_on": None}


def add_to_member(facts: dict[str, Any], order: NewOrder, day: date) -> None:
    """Add an order to what its member bought; once it is undone, the sum is as it was, but for the day."""
    if order.is_sale:
        facts["orders"] += 1 if order.reverses_id is None else -1
        if order.reverses_id is None:
            facts["last_on"] = max(facts["last_on"] or "", day.isoformat())
    facts["spent"] += sum(line.amount for line in order.lines)
    facts["saved"] += sum(line.discount for line in order.lines)
    facts["earned"] += order.points or 0
    facts["used"] += order.points_used or 0
    facts["owed"] += sum(part.amount for part in order.paid() if part.way == Payment.ACCOUNT)


def add_to_members(connection: Connection, store_id: int, members: dict[int, dict[str, Any]]) -> None:
    """Write what a batch added, member by member in sorted order."""
    rows = [(store_id, member_id, *members[member_id].values()) for member_id in sorted(members)]
    if rows and db.is_sqlite() and len(rows) < _FEW:
        by_driver(connection, ADD.format(", ".join([_ONE] * len(rows))), *chain.from_iterable(rows))
    elif rows:
        by_driver(connection, ADD.format(_ONE), many=rows)
