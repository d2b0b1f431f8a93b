"""What products cost before they were changed: a tablet without network sells at the prices it heard of last (C31)."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.kernel.trail import Trail


class PastPrices(NamedTuple):
    """The catalogue's own prices of a product, for all and for members, that were changed since a moment."""

    prices: set[int]
    member_prices: set[int]


def past_prices(ids: Collection[int], since: datetime) -> dict[int, PastPrices]:
    """Return what these products cost at some time since a moment, as the trail of their changes has it."""
    found: dict[int, PastPrices] = {}
    changed = select(Trail.subject_id, Trail.facts).where(
        Trail.subject_kind == "product",
        Trail.subject_id.in_([str(product_id) for product_id in ids]),
        Trail.event == "product.changed",
        Trail.at >= since,
    )
    rows = house_read(changed, Trail, because="what a product cost is no secret; who changed it is not read")
    for product_id, facts in db.session.execute(rows):
        past = found.setdefault(int(product_id), PastPrices(set(), set()))
        for name, prices in (("price", past.prices), ("member_price", past.member_prices)):
            before = facts.get("changes", {}).get(name, (None, None))[0]
            if before is not None:
                prices.add(before)
    return found
