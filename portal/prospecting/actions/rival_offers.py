"""What others offer a prospect is written down, and taken away where it was wrong (C22)."""

from datetime import date
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting.actions.negotiation import refuse_idle
from portal.prospecting.models import Prospect, RivalOffer
from portal.prospecting.queries.rival_offers import prices_of


def add_rival_offer(
    prospect: Prospect, *, rival: str, heard_on: date, source: str, by: Any, offer: str = "", price: int | None = None,
    against: str | None = "", our_price: int | None = None,
) -> RivalOffer:  # fmt: skip
    """Write down what somebody else offers: who, what, the price, when and from whom it was heard.

    `against` is the line of ours it stands beside, "" all of them, None nothing that we offer. Our price is kept as
    typed only where nothing of ours is reckoned.
    """
    refuse_idle(prospect)
    if heard_on > clock.today():
        raise Refused("Nobody has heard it on a day to come.", field="heard_on")
    if price is None and not offer:
        raise Refused("Write what they offer, or its price.", field="offer")
    reckoned = prices_of([prospect.id], by)[prospect.id].reckoned(against)
    made = RivalOffer(
        region_id=prospect.region_id, prospect_id=prospect.id, rival=rival, offer=offer, price=price, against=against,
        our_price=our_price if reckoned is None else None, heard_on=heard_on, source=source, actor_id=by.id,
    )  # fmt: skip
    db.session.add(made)
    record("rival_offer.added", made, by=by, prospect_id=prospect.id)
    return made


def remove_rival_offer(offer: RivalOffer, *, by: Any) -> None:
    """Take an offer away that was written down by mistake."""
    record("rival_offer.removed", offer, by=by, prospect_id=offer.prospect_id)
    db.session.delete(offer)
