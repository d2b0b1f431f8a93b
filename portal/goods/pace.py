"""How fast a store's products sell: an estimate from what it sold in four weeks, written once a night (C33)."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import delete, insert

from portal.goods.models import StockPace
from portal.goods.queries import move_sources
from portal.kernel.db import db
from portal.kernel.scope import house_read

SPAN = timedelta(days=28)
LEAST_DAYS = 7  # who traded a day or two knows nothing of a week
BECAUSE = "each store's pace is made of its own sales"


def measure(store_id: int, today: date) -> int:
    """Write anew how fast a store's products sell, in the caller's transaction; return how many do.

    Days without a sale count for nothing: a store that was shut for a week sells no slower when it opens.
    """
    sold: Counter[int] = Counter()
    days = LEAST_DAYS
    for source in move_sources:
        traded, quantities = source.sold(store_id, today - SPAN, today - timedelta(days=1))
        days = max(days, traded)
        sold.update(dict(quantities))
    old = delete(StockPace).where(StockPace.store_id == store_id)
    db.session.execute(house_read(old, StockPace, because=BECAUSE).execution_options(synchronize_session=False))
    paces = [
        {"store_id": store_id, "product_id": product_id, "per_day": per_day, "on_day": today}
        for product_id, quantity in sorted(sold.items())
        if (per_day := (quantity + days // 2) // days) > 0
    ]
    if paces:
        db.session.execute(insert(StockPace), paces)
    return len(paces)
