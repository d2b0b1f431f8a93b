"""Whether the day on which a tablet says that it sold can be trusted: its clock may be wrong (C32)."""

from datetime import datetime, timedelta

from portal.kernel import clock

AHEAD, BEHIND = timedelta(hours=3), timedelta(days=30)


def is_doubtful(placed_at: datetime, skew: timedelta = timedelta(0)) -> bool:
    """Whether an order's business day may be wrong: its moment cannot be, or by our clock it was another day."""
    day = clock.day_of(placed_at)
    if not -BEHIND <= placed_at - clock.now() <= AHEAD or day > clock.today():
        return True
    # clocks that are further apart than a tablet's may be: nobody knows which of them is wrong
    return abs(skew) > AHEAD or (bool(skew) and clock.day_of(placed_at - skew) != day)
