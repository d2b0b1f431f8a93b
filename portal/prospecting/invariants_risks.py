"""What must always hold of risks and chances (`flask verify`)."""

from typing import Any

from portal.kernel.db import db
from portal.kernel.scope import House
from portal.prospecting.models import ENDS, HEAVIEST, Risk

HOUSE: Any = House("verify")


def troubles_of_risks() -> list[str]:
    """Return a sentence for each that is weighed wrongly, or ended in a way that its kind cannot."""
    found = []
    for risk in db.session.scalars(Risk.seen_by(HOUSE).order_by(Risk.id)):
        if risk.rank != HEAVIEST + 1 - risk.weight:
            found.append(f"risk {risk.id}: its place in the list is not that of its weight")
        if risk.is_open != (risk.end is None):
            found.append(f"risk {risk.id}: closed without an end, or ended and open")
        if risk.end is not None and risk.end not in ENDS[risk.kind]:
            found.append(f"risk {risk.id}: a {risk.kind} does not end as {risk.end}")
    return found
