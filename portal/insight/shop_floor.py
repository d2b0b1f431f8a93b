"""What homes of the shop floor have in common."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from portal.selling.calendar import deadline_hour
from portal.selling.models import Hold
from portal.selling.queries import holds_of


class ShopFloor:
    """What waits at the tills of the store that somebody works in."""

    viewer: Any

    @cached_property
    def holds(self) -> Sequence[Hold]:
        """The sales on hold, the oldest first."""
        return holds_of(self.viewer.store_id, self.viewer)

    @cached_property
    def due_until(self) -> str:
        """Until when a day's report is due, as "10:00"."""
        return f"{deadline_hour()}:00"

    @property
    def old_holds(self) -> int:
        """How many of them are of an earlier day."""
        return sum(hold.is_old for hold in self.holds)
