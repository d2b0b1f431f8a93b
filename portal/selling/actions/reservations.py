"""Points kept for one order while it is being paid (C34)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house, within
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling import queries
from portal.selling.actions.members import meet
from portal.selling.models import Member, Reservation

KEPT = timedelta(minutes=15)
_OWN = as_house(Reservation, because="points kept for an order of the store that asks")


class TooFewPoints(Refused):
    """A member has fewer points than he wants to spend; `is_met` where that is the first one learns of another store's.

    Whoever catches it notes that, in a write of its own: that of the refusal is undone.
    """

    def __init__(self, left: int, *, is_met: bool) -> None:
        super().__init__("He has %(left)s points to spend.", left=left, field="points")
        self.is_met = is_met


def reserve_points(store: Store, *, key: str, member_id: int, points: int, by: Any) -> tuple[Reservation, int]:
    """Keep points of a member for the order with this key; return that and how many he has left beside.

    Said again it is kept for longer, with another number from then on; 0 lets them go, and where they are gone already
    nothing is written: a till that missed the answer says it again. Learning of a member of another store counts like a
    look-up. Raises Refused, field "points" where he has too few.
    """
    member = queries.member_of_chain(member_id)
    if member is None:
        raise Refused("This member is not known.", field="member")
    # the book first, as orders do that name him; whoever else keeps, spends or moves his points now is waited for
    trail.lock(db.session(), f"store:{store.id}")
    his = select(Member.id).where(Member.id == member.id).with_for_update()
    db.session.execute(within(his, Member, because="the member that was just found"))
    kept = db.session.get(Reservation, (store.id, key), execution_options=_OWN)
    if kept is not None and kept.member_id != member.id:
        raise Refused("Something else has this key.", field="key")
    is_met = kept is None and member.store_id not in by.store_ids
    left = queries.free_points(member.id, but=(store.id, key)) - points
    if left < 0 and points:
        raise TooFewPoints(max(0, left + points), is_met=is_met)
    if is_met:
        meet(store, by=by)  # nothing kept tells how many he has as well
    if not points and (kept is None or not kept.points):
        return kept or Reservation(store_id=store.id, id=key, member_id=member.id, points=0, ends_at=clock.now()), left
    if kept is None:
        kept = Reservation(store_id=store.id, id=key, member_id=member.id)
        db.session.add(kept)
    kept.points, kept.actor_id, kept.ends_at = points, by.id, clock.now() + KEPT
    record("points.reserved", kept, by=by)
    return kept, left
