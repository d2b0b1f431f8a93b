"""The basket of prices: what goods a survey compares, and what they cost in our own stores (C10)."""

from dataclasses import dataclass
from typing import Any

from portal.accounts.queries import policy

BASKET = "price_basket"
MOST_GOODS = 12


@dataclass(frozen=True)
class Good:
    """One good of the basket; its id stays its own, so that a form kept on a phone means the same good."""

    id: int
    name: str
    own: int  # fen


def basket() -> list[Good]:
    """Return the goods that head office put into the basket, in its order."""
    return [good_of(row) for row in policy(BASKET).get("goods", [])]


def past_goods() -> list[Good]:
    """Return what lay in the basket before: a survey begun without network may still price it."""
    return [good_of(row) for row in policy(BASKET).get("past", [])]


def good_of(row: dict[str, Any]) -> Good:
    """Return one thing of the basket as it is stored, our price in fen."""
    return Good(row["id"], row["name"], row["own"])


def last_id() -> int:
    """Return the highest id that a good of the basket ever had."""
    return int(policy(BASKET).get("last_id", 0))
