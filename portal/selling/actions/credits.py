"""What a member may have on account: set by the owner of the store that registered him (C34)."""

from typing import Any

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.selling.models import Credit, Member

MOST_CREDIT = 10**7  # fen: a hundred thousand yuan
_OWN = as_house(Credit, because="the credit of a member in reach, at his own store")


def set_credit(member: Member, *, limit: int, by: Any) -> None:
    """Set how much a member may owe his store at once, in fen; 0 ends it, and what he owes stays owed.

    Of a person with several files the highest limit counts, so what another file of his was allowed here ends with it.
    """
    if not member.consents:
        raise Refused("Without number and name nobody knows who owes it.", field="limit")
    if not 0 <= limit <= MOST_CREDIT:
        raise Refused("This amount is out of range.", field="limit")
    keys = [(member.store_id, one.id) for one in member.files]
    credit, *others = (db.session.get(Credit, key, execution_options=_OWN) for key in keys)
    given = [other for other in others if other is not None]
    before = max(one.limit_fen for one in [credit, *given] if one) if credit or given else 0
    if before == limit:
        return
    if credit is None:
        credit = Credit(store_id=member.store_id, member_id=member.id, limit_fen=limit)
        db.session.add(credit)
    for other in given:
        other.limit_fen, other.actor_id = 0, by.id
    credit.limit_fen, credit.actor_id = limit, by.id
    record("member.credit_set", member, by=by, limit=[before, limit])
