"""How fast things sell in the demo network, and what the first store wants to have at least. After what was sold."""

from portal.goods import actions, queries
from portal.goods.models import Product, StockBalance
from portal.goods.pace import measure
from portal.kernel.db import db
from portal.story import Story

FIRST = "BJ-0001"
LEAST = (12, 24, 6, 40)  # of the four products that it has least of, in pieces


def tell(story: Story) -> None:
    for _code, store in sorted(story.stores.items()):
        if store.is_open:
            measure(store.id, story.today)
    if FIRST in story.stores:
        who, store = story.as_(f"owner:{FIRST}"), story.stores[FIRST]
        scarce = queries.balances(store, who).where(~Product.weighed, StockBalance.quantity > 0)
        fewest = scarce.order_by(StockBalance.quantity, Product.id).limit(len(LEAST))
        for balance, pieces in zip(db.session.scalars(fewest).all(), LEAST, strict=False):
            actions.set_minimum(store, balance.product, pieces * 1000, by=who)
