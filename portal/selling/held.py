"""Members are held while something is done to them that an order right now must not meet (C34)."""

from collections.abc import Collection

from sqlalchemy import select

from portal.kernel import trail
from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling.models import Member

BECAUSE = "the stores of members who are held; no name is read"


def hold_members(ids: Collection[int]) -> None:
    """Keep orders from naming these members until the transaction ends.

    Their stores' books first, in sorted order, and then their rows: an order takes them so, too, and of two who go the
    other way each waits for the other.
    """
    homes = select(Member.store_id).where(Member.id.in_(ids)).distinct()
    for book in sorted(f"store:{home}" for home in db.session.scalars(house_read(homes, Member, because=BECAUSE))):
        trail.lock(db.session(), book)
    rows = select(Member.id).where(Member.id.in_(ids)).order_by(Member.id).with_for_update()
    db.session.execute(house_read(rows, Member, because=BECAUSE))
