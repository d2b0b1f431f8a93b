"""What a member is given on the lines of a posted sale, worked out again on the server (C34)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.kernel.db import db
from portal.kernel.scope import as_house
from portal.selling.benefits import benefits_of
from portal.selling.models import Member

_BUYER = as_house(Member, because="who buys, as the order names him; nothing of him is shown")


def given(
    member_id: int | None, lines: Sequence[dict[str, Any]], day: date, points_fen: int = 0
) -> list[dict[str, Any]]:
    """Return what goes off the lines: position (from 1), kind, rule, fen; `points_fen` is paid by points.

    A line has price, member_price, quantity and category.
    """
    if member_id is None:
        return []
    return benefits_of(db.session.get(Member, member_id, execution_options=_BUYER), lines, day, points_fen)
