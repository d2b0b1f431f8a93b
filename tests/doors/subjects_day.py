"""A store's days, one row of every noun."""

import uuid
from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling.models import DayReport, Shift


def of_days(store: Any, actor_id: int) -> dict[str, Any]:
    """Return {argument: id} of rows of this store's days."""
    day = clock.today() - timedelta(days=1)
    report = DayReport(store_id=store.id, day=day, actor_id=actor_id)
    key = str(uuid.UUID(int=store.id))
    shift = Shift(store_id=store.id, id=key, device="T9", opener_id=actor_id, float_fen=20000, first_number=1)
    db.session.add_all([report, shift])
    db.session.flush()
    return {"report_id": report.id, "day": day.isoformat(), "shift_id": shift.id}
