"""What head office writes down of a product's cost; the trail says that and since when, never how much (C31)."""

from datetime import date, timedelta
from typing import Any

from portal.goods.models import Product, ProductCost
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record

FURTHEST = timedelta(days=366)


def set_cost(product: Product, *, fen: int, since: date, by: Any) -> ProductCost:
    """Write down what a unit costs from a day on; of two rows of one day the later counts."""
    if since > clock.today() + FURTHEST:
        raise Refused("The day is more than a year ahead.", field="since")
    cost = ProductCost(product_id=product.id, fen=fen, since=since, actor_id=by.id)
    db.session.add(cost)
    record("product.cost_set", product, by=by, since=since.isoformat())
    return cost
