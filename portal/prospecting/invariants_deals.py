"""What must always hold of negotiations and of what came of them (`flask verify`)."""

from typing import Any

from sqlalchemy.orm import selectinload

from portal.kernel.db import db
from portal.kernel.scope import House
from portal.prospecting.models import NegotiationResult, Quotation

HOUSE: Any = House("verify")


def troubles_of_deals() -> list[str]:
    """Return a sentence for each prospect with two valid results, and for each result without both names."""
    found: list[str] = []
    heads: dict[int, list[int]] = {}
    results = db.session.scalars(NegotiationResult.seen_by(HOUSE).order_by(NegotiationResult.id)).all()
    superseded = {result.supersedes_id for result in results}
    owners = {result.id: result.prospect_id for result in results}
    for result in results:
        if not (result.manager_name and result.decider_name):
            found.append(f"negotiation_result {result.id}: not signed by both")
        if result.supersedes_id is not None and owners.get(result.supersedes_id) != result.prospect_id:
            found.append(f"negotiation_result {result.id}: supersedes another prospect's")
        if result.id not in superseded:
            heads.setdefault(result.prospect_id, []).append(result.id)
    found += troubles_of_quotations()
    return found + [f"prospect {key}: {len(ids)} valid results" for key, ids in heads.items() if len(ids) > 1]


def troubles_of_quotations() -> list[str]:
    """Return a sentence for each plan that is not what was accepted, and for two accepted ones of one prospect."""
    found, held = [], set()
    accepted = Quotation.seen_by(HOUSE).where(Quotation.accepted_on.is_not(None), Quotation.replaced_at.is_(None))
    for one in db.session.scalars(accepted.options(selectinload(Quotation.parts)).order_by(Quotation.id)):
        if one.parts and sum(part.amount for part in one.parts) != one.total:
            found.append(f"quotation {one.id}: its payment plan is not what was accepted")
        if any(part.region_id != one.region_id for part in one.parts):
            found.append(f"quotation {one.id}: a part of its plan lies in another city")
        if one.prospect_id in held:
            found.append(f"prospect {one.prospect_id}: two accepted quotations")
        held.add(one.prospect_id)
    return found
