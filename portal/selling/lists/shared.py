"""What the room's lists share: the store chosen, whether stores are told apart."""

from typing import Any


def chosen_store(filters: Any) -> int | None:
    """Return the store a list is narrowed to; whoever has one only is not asked."""
    found: int | None = filters.chosen("store") if "store" in filters else None
    return found


def several(viewer: Any) -> bool:
    """Whether a column of stores tells this person anything."""
    return len(viewer.store_ids) != 1
