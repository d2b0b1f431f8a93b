"""What must hold of people at the tills: a sale on hold has the end that its state says."""

from typing import Any

from sqlalchemy import or_, select

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling.models import Hold, HoldState

SHOWN = 20


def troubles() -> list[str]:
    return [*holds_unlike_their_state()]


def rows(statement: Any) -> Any:
    every = house_read(statement, Hold, because="flask verify checks the whole network")
    return db.session.execute(every.limit(SHOWN))


def holds_unlike_their_state() -> list[str]:
    """Look for sales on hold whose end is not their state's: taken up nowhere, thrown away for no reason."""
    wrong = or_(
        (Hold.state == HoldState.WAITING) != Hold.ended_at.is_(None),
        (Hold.state == HoldState.TAKEN) != (Hold.taker != ""),
        (Hold.state == HoldState.DROPPED) != (Hold.reason != ""),
    )
    found = rows(select(Hold.store_id, Hold.id).where(wrong))
    return [f"store {store}, sale on hold {key}: its state is not what became of it" for store, key in found]
