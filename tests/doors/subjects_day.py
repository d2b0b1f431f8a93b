"""A store's days, one row of every noun."""

from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling.models import DayReport


def of_days(store: Any, actor_id: int) -> dict[str, Any]:
    """Return {argument: id} of rows of this store's days."""
    day = clock.today() - timedelta(days=1)
    report = DayReport(store_id=store.id, day=day, actor_id=actor_id)
    db.session.add(report)
    db.session.flush()
    return {"report_id": report.id, "day": day.isoformat()}
