"""What must hold in what members are given: rules that follow each other do not overlap."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from portal.kernel.db import db
from portal.selling.models import BenefitRule

SHOWN = 20


def troubles() -> list[str]:
    """Return a sentence for each that does not hold; at most twenty of a kind."""
    return rules_that_overlap()


def rules_that_overlap() -> list[str]:
    """Look for a rule that is still given when the one that follows it has begun."""
    older: Any = aliased(BenefitRule)
    late = or_(older.until.is_(None), older.until >= BenefitRule.since)
    found = select(BenefitRule.id, older.id).join(older, older.id == BenefitRule.follows_id).where(late)
    rows = db.session.execute(found.order_by(BenefitRule.id).limit(SHOWN))
    return [f"benefit rule {rule}: the one it follows, {before}, has not ended by then" for rule, before in rows]
