"""What is known of a city, one row of every noun."""

from datetime import date
from typing import Any

from portal.kernel.db import db
from portal.prospecting.models import CityFact, FactKind, Rival, RivalKind, RivalPrice, RivalStore, Segment


def of_cities(region_id: int, day: date) -> dict[str, Any]:
    """Return {argument: id} of rows that lie in this city."""
    sourced: dict[str, Any] = {"region_id": region_id, "source": "走访", "as_of": day}
    fact = CityFact(kind=FactKind.POPULATION, value=1_000, **sourced)
    rival = Rival(name="家家福", kind=RivalKind.LOCAL, **sourced)
    segment = Segment(name="老邻居", traits="住了十年", **sourced)
    db.session.add_all([fact, rival, segment])
    db.session.flush()
    store = RivalStore(region_id=region_id, rival_id=rival.id, name="家家福大桥店", seen_on=day)
    price = RivalPrice(region_id=region_id, rival_id=rival.id, product="大米", price=3990, seen_on=day)
    db.session.add_all([store, price])
    db.session.flush()
    return {
        "fact_id": fact.id,
        "rival_id": rival.id,
        "segment_id": segment.id,
        "rival_store_id": store.id,
        "rival_price_id": price.id,
    }
