"""Reads of what others offer a prospect, and of the price of ours that stands beside it (C22)."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import contains_eager

from portal.accounts.queries import names_of
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.prospecting.models import (
    Line,
    NegotiationResult,
    NegotiationRound,
    Ours,
    Proposal,
    Prospect,
    Quotation,
    RivalOffer,
)
from portal.prospecting.queries.cities import found_or_404


def rival_offers_of(prospect: Prospect, viewer: Sees) -> Sequence[RivalOffer]:
    """Return what others offer a prospect, the newest first."""
    found = RivalOffer.seen_by(viewer).where(RivalOffer.prospect_id == prospect.id)
    return db.session.scalars(found.order_by(RivalOffer.heard_on.desc(), RivalOffer.id.desc()).limit(50)).all()


def rival_offer(offer_id: int, viewer: Sees) -> RivalOffer:
    """Return an offer of somebody else, or answer 404."""
    found: RivalOffer = found_or_404(RivalOffer.seen_by(viewer).where(RivalOffer.id == offer_id))
    return found


def rival_offers(viewer: Sees) -> Any:
    """Return a select of what others offer, with the prospects and cities."""
    rows = within(RivalOffer.seen_by(viewer), Prospect, because="an offer lies in its prospect's city")
    whole = contains_eager(RivalOffer.prospect).selectinload(Prospect.city)
    return rows.join(RivalOffer.prospect).options(whole)


def search_rival_offers(statement: Any, q: str) -> Any:
    """Narrow offers by who makes them, or by their prospect's name, also in pinyin."""
    text, latin = q.strip(), q.replace(" ", "").lower()
    named = (Prospect.name.icontains(text, autoescape=True), RivalOffer.rival.icontains(text, autoescape=True))
    return statement.where(or_(*named, Prospect.pinyin.contains(latin, autoescape=True)))


def beside_ours(offers: Sequence[RivalOffer], viewer: Sees) -> list[tuple[RivalOffer, Ours]]:
    """Return each offer with our prices for its prospect, read for all at once."""
    names_of(offer.prospect.owner_id for offer in offers)
    ours = prices_of({offer.prospect_id for offer in offers}, viewer)
    return [(offer, ours[offer.prospect_id]) for offer in offers]


def prices_of(prospect_ids: Collection[int], viewer: Sees) -> dict[int, Ours]:
    """Return {prospect: what it pays with us by now}."""
    confirmed = _last(NegotiationResult, prospect_ids, viewer, NegotiationResult.id, NegotiationResult.price)
    by_day = (NegotiationRound.held_on, NegotiationRound.id)
    is_priced = NegotiationRound.our_price.is_not(None)
    offered = _last(NegotiationRound, prospect_ids, viewer, *by_day, NegotiationRound.our_price, where=[is_priced])
    planned = _last(Proposal, prospect_ids, viewer, Proposal.number, Proposal.lines)
    found = Quotation.seen_by(viewer).where(Quotation.prospect_id.in_(prospect_ids), Quotation.replaced_at.is_(None))
    quoted: dict[int, list[Quotation]] = {}
    for one in db.session.scalars(found.order_by(Quotation.id.desc())):
        quoted.setdefault(one.prospect_id, []).append(one)
    return {
        id: ours_of(
            confirmed.get(id), quoted.get(id, []), offered.get(id), [Line(**row) for row in planned.get(id, [])]
        )
        for id in prospect_ids
    }


def ours_of(confirmed: int | None, quotations: Sequence[Quotation], offered: int | None, planned: list[Line]) -> Ours:
    """Return what a prospect pays by what was confirmed, else quoted, else last offered, else planned.

    The lines are those of the version that was sent last, of a draft, or of the proposal.
    """
    hold = [one for one in quotations if one.replaced_at is None]
    sent = next((one for one in hold if one.sent_at is not None and one.total), None)
    newest = sent or next(iter(hold), None)
    items = newest.items if newest is not None and newest.lines else planned
    lines: dict[str, int] = {}
    for line in items:
        lines[line.title] = lines.get(line.title, 0) + line.store
    known = (confirmed, sent.total if sent else None, offered, sum(lines.values()) if lines else None)
    return Ours(next((price for price in known if price is not None), None), lines)


def _last(model: Any, prospect_ids: Collection[int], viewer: Sees, *columns: Any, where: Any = ()) -> dict[int, Any]:
    """Return {prospect: the last of the columns} of its last row by the columns before."""
    *order, wanted = columns
    rows = model.seen_by(viewer).where(model.prospect_id.in_(prospect_ids), *where).order_by(*order)
    return {id: value for id, value in db.session.execute(rows.with_only_columns(model.prospect_id, wanted))}  # noqa: C416
