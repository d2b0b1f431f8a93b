"""What products cost before they were changed: a tablet without network sells at the prices it heard of last (C31)."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.kernel.trail import Trail


class PastPrice(NamedTuple):
    """What a product's own price was until a moment, for all or for members."""

    until: datetime
    is_members: bool
    fen: int


def past_prices(ids: Collection[int], since: datetime) -> dict[int, list[PastPrice]]:
    """Return what these products cost at some time since a moment, as the trail of their changes has it."""
    found: dict[int, list[PastPrice]] = {}
    changed = select(Trail.subject_id, Trail.facts, Trail.at).where(
        Trail.subject_kind == "product",
        Trail.subject_id.in_([str(product_id) for product_id in ids]),
        Trail.event == "product.changed",
        Trail.at >= since,
    )
    rows = house_read(changed, Trail, because="what a product cost is no secret; who changed it is not read")
    for product_id, facts, at in db.session.execute(rows):
        for name in ("price", "member_price"):
            before = facts.get("changes", {}).get(name, (None, None))[0]
            if before is not None:
                found.setdefault(int(product_id), []).append(PastPrice(at, name == "member_price", before))
    return found
