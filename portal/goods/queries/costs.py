"""What products cost, for those who may see it and nobody else."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.goods.models import ProductCost
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.rights import Can


def costs(product_id: int, viewer: Any, most: int = 20) -> Sequence[ProductCost]:
    """Return what a product cost from which day on, newest first; nothing to those who may not see it."""
    if not viewer.may(Can.SEE_COSTS):
        return []
    newest = select(ProductCost).where(ProductCost.product_id == product_id)
    return db.session.scalars(newest.order_by(ProductCost.since.desc(), ProductCost.id.desc()).limit(most)).all()


def cost_now(known: Sequence[ProductCost]) -> ProductCost | None:
    """Return the row that counts today, of a product's rows as `costs` returns them."""
    return next((cost for cost in known if cost.since <= clock.today()), None)
