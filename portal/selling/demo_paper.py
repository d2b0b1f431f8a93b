"""The demo network's day on paper: the first store had no power one morning and typed its sheet in afterwards."""

from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling import actions
from portal.selling.actions.paper import PaperRow
from portal.selling.models import Payment
from portal.story import Story

WRITTEN = 6


def tell(story: Story, shops: Any, products: Any) -> None:
    """Print two sheets, and type one in for yesterday, whose report is sealed: its sales count today."""
    shop = next((one for one in shops if one.store.is_open and one.owner), None)
    if shop is None:
        return
    owner = story.as_(f"owner:{shop.store.code}")
    blank, used = actions.print_sheet(shop.store, by=owner), actions.print_sheet(shop.store, by=owner)
    blank.made_at = used.made_at = clock.now() - timedelta(days=20)
    db.session.flush()
    dice = story.rng("selling:paper")
    rows = {
        n: PaperRow(product.id, 1000, product.price, Payment.CASH)
        for n, product in enumerate(dice.sample([p for p in products if not p.weighed], WRITTEN), 1)
    }
    actions.enter_sheet(used, shop.store, story.today - timedelta(days=1), rows, by=owner)
