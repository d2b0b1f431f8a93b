"""What a product costs in a store at a moment: the one rule, which tills, pages and files ask (C31).

`static/js/till/rules.js: priceAt` is the same rule on a tablet; `docs/adr/cases/till.json` holds both to one table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Level = Mapping[str, Any]  # level, own, kind, fen, member, least, most, since, until; moments are whole numbers


def price_at(rows: Sequence[Level], moment: int) -> dict[str, Any] | None:
    """Return what a product costs in a store at a moment, and for members; None where it has no price.

    A row counts from `since` until before `until`. Of head office's rows the narrowest counts (the highest `level`),
    of those the latest. The store's own row counts instead where head office leaves the price free, or within the range
    that it set; so does its price for members, each by itself. Members never pay more than everybody.
    """
    office, own = speaking(rows, moment)
    if office is None:
        return None
    row = own if own is not None and leaves(office, own["fen"]) else office
    said = row["member"] if row is office or leaves(office, row["member"]) else None
    member = said if said is not None else office["member"]
    return {"fen": row["fen"], "member": None if member is None else min(member, row["fen"])}


def speaking(rows: Sequence[Level], moment: int) -> tuple[Level | None, Level | None]:
    """Return the row of head office that counts at a moment, and the store's own."""
    now = [row for row in rows if row["since"] <= moment and (row["until"] is None or moment < row["until"])]
    return _last([row for row in now if not row["own"]]), _last([row for row in now if row["own"]])


def leaves(office: Level, fen: int | None) -> bool:
    """Whether head office leaves this price to the store."""
    if fen is None:
        return False
    if office["kind"] == "range":
        return (office["least"] is None or fen >= office["least"]) and (office["most"] is None or fen <= office["most"])
    return bool(office["kind"] == "free")


def _last(rows: Sequence[Level]) -> Level | None:
    found: Level | None = None
    for row in rows:
        if found is None or (row["level"], row["since"]) >= (found["level"], found["since"]):
            found = row
    return found
