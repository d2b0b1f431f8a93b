"""What a store knows of members, one row of every noun."""

from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling.models import BenefitRule, Member, Reading, RuleKind


def of_members(store: Any, actor_id: int) -> dict[str, Any]:
    """Return {argument: id} of rows of this store's members."""
    now = clock.now()
    member = Member(
        store_id=store.id, phone=f"139{store.id:08d}", last_four=f"{store.id:04d}", name="李", consent_at=now,
        consent_version="1",
    )  # fmt: skip
    began = now - timedelta(days=1)
    reading = Reading(actor_id=actor_id, store_id=store.id, began_at=began, last_at=now, seen=120)
    db.session.add_all([member, reading])
    db.session.flush()
    return {"member_id": member.id, "reading_id": reading.id}


def of_benefits(actor_id: int) -> dict[str, Any]:
    """Return {argument: id} of what every store's members are given."""
    rule = BenefitRule(
        kind=RuleKind.LEVEL, name="会员日", words="会员日全场九五折", percent=5, since=clock.today(), actor_id=actor_id
    )
    db.session.add(rule)
    db.session.flush()
    return {"rule_id": rule.id}
