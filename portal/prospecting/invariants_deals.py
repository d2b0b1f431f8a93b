"""What must always hold of negotiations and of what came of them (`flask verify`)."""

from typing import Any

from portal.kernel.db import db
from portal.kernel.scope import House
from portal.prospecting.models import NegotiationResult

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
    return found + [f"prospect {key}: {len(ids)} valid results" for key, ids in heads.items() if len(ids) > 1]
