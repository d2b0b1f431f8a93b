"""What a manager says of his day (C20)."""

from datetime import date, timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting import queries
from portal.prospecting.models import DaySheet

LATEST = 7  # days after which nobody writes a day any more


def write_day(day: date, sentence: str, *, by: Any) -> DaySheet:
    """Write or change the sentence of one's own day, from that day on for a week."""
    if day > clock.today():
        raise Refused("This day has not come yet.", field="sentence")
    if day < clock.today() - timedelta(days=LATEST):
        raise Refused("A day is written down within a week.", field="sentence")
    if not sentence.strip():
        raise Refused("Write one sentence.", field="sentence")
    sheet = queries.sheet_of(by.id, day, by)
    if sheet is None:
        sheet = DaySheet(user_id=by.id, day=day, sentence=sentence.strip())
        db.session.add(sheet)
    else:
        sheet.sentence = sentence.strip()
    record("day.written", sheet, by=by)
    return sheet
