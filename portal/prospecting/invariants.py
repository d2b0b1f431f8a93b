"""What must always hold of prospects (`flask verify`)."""

from typing import Any

from portal.kernel.db import db
from portal.kernel.scope import House
from portal.prospecting.invariants_cities import troubles_of_cities
from portal.prospecting.invariants_days import troubles_of_days
from portal.prospecting.invariants_deals import troubles_of_deals
from portal.prospecting.invariants_proposals import troubles_of_proposals
from portal.prospecting.invariants_risks import troubles_of_risks
from portal.prospecting.invariants_surveys import troubles_of_surveys
from portal.prospecting.models import STAGES, CityFile, CityState, Prospect, Stage

HOUSE: Any = House("verify")


def troubles() -> list[str]:
    """Return a sentence for each prospect or city that its life's rules do not allow."""
    found = []
    for prospect in db.session.scalars(Prospect.seen_by(HOUSE).order_by(Prospect.id)):
        name = f"prospect {prospect.id}"
        if prospect.stage != Stage.LOST and prospect.stage not in STAGES[prospect.track]:
            found.append(f"{name}: {prospect.stage} is no stage of its track")
        if prospect.stage == Stage.LOST and not prospect.loss:
            found.append(f"{name}: lost without a reason")
        if prospect.stage in (Stage.AGREED, Stage.APPLIED) and not (prospect.phone and prospect.contact_name):
            found.append(f"{name}: {prospect.stage} without a phone or a contact person")
        if prospect.is_in_pool != (prospect.pooled_at is not None):
            found.append(f"{name}: it is nobody's and not in the pool, or in the pool and somebody's")
        if (prospect.intent is None) != (prospect.intent_on is None):
            found.append(f"{name}: an intent without its day, or a day without an intent")
        if bool(prospect.next_step) != (prospect.next_on is not None):
            found.append(f"{name}: a next step without its day, or a day without a step")
    for file in db.session.scalars(CityFile.seen_by(HOUSE).order_by(CityFile.id)):
        if file.state == CityState.DROPPED and not file.dropped_reason:
            found.append(f"city file {file.id}: dropped without a reason")
    found += troubles_of_cities() + troubles_of_surveys() + troubles_of_days()
    return found + troubles_of_proposals() + troubles_of_deals() + troubles_of_risks()
