"""What the room's filters share."""

from typing import Any

from portal.selling import queries


def offer_stores(filters: Any, viewer: Any) -> None:
    """Offer the viewer's stores that sell or have sold; whoever has one only is not asked."""
    if filters.store.offer(viewer, *queries.TRADING) < 2 and not filters.store.errors:
        del filters.store
