"""What head office puts in front for some days: feature products (C31)."""

from datetime import date, timedelta
from typing import Any

from portal.goods.models import Product, ProductState
from portal.goods.prices import next_number
from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.trail import record

FURTHEST = timedelta(days=366)


def feature(product: Product, *, first: date, last: date, by: Any) -> None:
    """Put a product in front from a day to a day, both included; said anew, the new days count."""
    if product.state == ProductState.OFF:
        raise Refused("This product is withdrawn already.")
    if last < first:
        raise Refused("The last day is before the first.", field="last")
    if not clock.today() <= last <= clock.today() + FURTHEST:
        raise Refused("The last day is today or later, within a year.", field="last")
    product.featured_from, product.featured_until, product.changed = first, last, next_number()
    record("product.featured", product, by=by)


def stop_featuring(product: Product, *, by: Any) -> None:
    """Put a product back among the others."""
    if product.featured_from is None:
        raise Refused("This product is not a feature.")
    product.featured_from = product.featured_until = None
    product.changed = next_number()
    record("product.unfeatured", product, by=by)
