"""What the trail says, as the house reads it."""

from portal.kernel.db import db
from portal.kernel.trail import Trail
from tests.cast import HOUSE


def noted(event: str) -> list[Trail]:
    """Return the links of an event, in the order in which they were noted."""
    return list(db.session.scalars(Trail.seen_by(HOUSE).where(Trail.event == event).order_by(Trail.id)))
