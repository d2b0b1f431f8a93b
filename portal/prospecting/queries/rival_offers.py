"""Reads of what others offer a prospect, and of the price of ours that stands beside it (C22)."""

from collections.abc import Sequence

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.prospecting.models import NegotiationResult, NegotiationRound, Prospect, Quotation, RivalOffer
from portal.prospecting.queries.cities import found_or_404


def rival_offers_of(prospect: Prospect, viewer: Sees) -> Sequence[RivalOffer]:
    """Return what others offer a prospect, the newest first."""
    found = RivalOffer.seen_by(viewer).where(RivalOffer.prospect_id == prospect.id)
    return db.session.scalars(found.order_by(RivalOffer.heard_on.desc(), RivalOffer.id.desc()).limit(50)).all()


def rival_offer(offer_id: int, viewer: Sees) -> RivalOffer:
    """Return an offer of somebody else, or answer 404."""
    found: RivalOffer = found_or_404(RivalOffer.seen_by(viewer).where(RivalOffer.id == offer_id))
    return found


def our_price(
    results: Sequence[NegotiationResult], quotations: Sequence[Quotation], rounds: Sequence[NegotiationRound]
) -> int | None:
    """Return what the prospect pays with us by what was confirmed, else quoted, else last offered."""
    if results:
        return results[0].price
    quoted = (one.total for one in quotations if one.sent_at is not None and one.replaced_at is None)
    offered = (held.our_price for held in rounds if held.our_price is not None)
    return next(quoted, None) or next(offered, None)
