"""The night of goods: how fast each open store's products sell is estimated anew, once a day."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists

from portal.goods.models import StockPace
from portal.goods.pace import measure
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.scope import House, within
from portal.network.models import Store, StoreState

HOUSE: Any = House("pace")


def work() -> Iterator[tuple[str, int]]:
    """Estimate what was not estimated today."""
    yield "products whose pace of sale was estimated", estimated()


def estimated() -> int:
    """Estimate store by store, a short transaction each; return how many products sell in those that had none today."""
    today = clock.today()
    of_today = exists().where(StockPace.store_id == Store.id, StockPace.on_day == today)
    waiting = Store.seen_by(HOUSE).where(Store.state == StoreState.OPEN, ~of_today).order_by(Store.id)
    ids = list(db.session.scalars(within(waiting.with_only_columns(Store.id), StockPace, because="whose night it is")))
    db.session.rollback()
    total = 0
    for store_id in ids:
        with transaction():
            total += measure(store_id, today)
    return total
