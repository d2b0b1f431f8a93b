"""Whether the day on which a tablet says that it sold can be trusted: its clock may be wrong (C32)."""

from datetime import UTC, datetime, timedelta

from portal.kernel import clock
from portal.selling.rules_of_till.waiting import business_day

MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_doubtful(placed_at: datetime, skew: timedelta = timedelta(0)) -> bool:
    """Whether an order's business day may be wrong: its moment cannot be, or by our clock it was another day."""
    placed, now = ((moment - EPOCH) // MILLISECOND for moment in (placed_at, clock.now()))
    return bool(business_day(placed, now, skew // MILLISECOND, str(clock.zone()))["doubtful"])
