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

    A line has price, member_price, quantity, category, and `off` where something goes off by hand.
    """
    if member_id is None:
        return []
    buyer = db.session.get(Member, member_id, execution_options=_BUYER)
    if buyer is not None and buyer.merged_into_id is not None:  # a tablet named the file that is no more
        buyer = db.session.get(Member, buyer.merged_into_id, execution_options=_BUYER)
    return benefits_of(buyer, lines, day, points_fen)
