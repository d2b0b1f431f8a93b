"""A store's days, one row of every noun."""

import uuid
from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling.models import DayReport, PaperSheet, Shift


def of_days(store: Any, actor_id: int) -> dict[str, Any]:
    """Return {argument: id} of rows of this store's days."""
    day = clock.today() - timedelta(days=1)
    report = DayReport(store_id=store.id, day=day, actor_id=actor_id)
    key = str(uuid.UUID(int=store.id))
    shift = Shift(store_id=store.id, id=key, device="T9", opener_id=actor_id, float_fen=20000, first_number=1)
    sheet = PaperSheet(store_id=store.id, code=f"SHEET{store.id:03d}", rows=20, actor_id=actor_id)
    db.session.add_all([report, shift, sheet])
    db.session.flush()
    return {"report_id": report.id, "day": day.isoformat(), "shift_id": shift.id, **paper_of(sheet)}


def paper_of(sheet: PaperSheet) -> dict[str, Any]:
    """Return the arguments of a sheet's doors: `code` is a store's elsewhere."""
    return {f"selling.{door}:code": sheet.code for door in ("show_blank_sheet", "show_sheet", "update_sheet")}
