"""Reads of a negotiation: what we want, the rounds, the results (C21)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.queries import names_of
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.prospecting.models import NegotiationNote, NegotiationResult, NegotiationRound, Prospect, Topic
from portal.prospecting.queries.cities import found_or_404
from portal.prospecting.queries.quotations import accepted_quotation


@dataclass
class Aims:
    """What is thought on each topic by now, and what was thought before."""

    goal: str = ""
    limits: str = ""
    tactics: str = ""
    background: str = ""
    newest: dict[Topic, NegotiationNote] = field(default_factory=dict)
    before: list[NegotiationNote] = field(default_factory=list)

    @property
    def texts(self) -> list[tuple[Topic, str]]:
        return [(topic, getattr(self, topic.value)) for topic in Topic]

    def __bool__(self) -> bool:
        return any(text for _topic, text in self.texts)


@dataclass(frozen=True)
class InShort:
    """A negotiation in one line."""

    rounds: int
    result: NegotiationResult | None


@dataclass
class Deal:
    """A negotiation as a list shows it: its last round, and what was confirmed."""

    prospect: Prospect
    rounds: int = 0
    held_on: date | None = None
    our_price: int | None = None
    their_price: int | None = None
    price: int | None = None
    signed_on: date | None = None


OF_A_ROUND = (
    NegotiationRound.prospect_id, NegotiationRound.held_on, NegotiationRound.our_price, NegotiationRound.their_price,
)  # fmt: skip
OF_A_RESULT = (NegotiationResult.prospect_id, NegotiationResult.price, NegotiationResult.signed_on)


def aims_of(prospect: Prospect, viewer: Sees) -> Aims:
    """Return what we want of a negotiation."""
    found = NegotiationNote.seen_by(viewer).where(NegotiationNote.prospect_id == prospect.id)
    aims = Aims()
    for note in db.session.scalars(found.order_by(NegotiationNote.at.desc(), NegotiationNote.id.desc()).limit(100)):
        if note.topic in aims.newest:
            aims.before.append(note)
        else:
            aims.newest[note.topic] = note
            setattr(aims, note.topic.value, note.text)
    return aims


def rounds_of(prospect: Prospect, viewer: Sees) -> Sequence[NegotiationRound]:
    """Return the rounds with a prospect, the newest first."""
    found = NegotiationRound.seen_by(viewer).where(NegotiationRound.prospect_id == prospect.id)
    return db.session.scalars(
        found.order_by(NegotiationRound.held_on.desc(), NegotiationRound.id.desc()).limit(60)
    ).all()


def negotiation_round(round_id: int, viewer: Sees) -> NegotiationRound:
    """Return a round with its prospect, or answer 404."""
    whole = NegotiationRound.seen_by(viewer).options(joinedload(NegotiationRound.prospect).joinedload(Prospect.city))
    found: NegotiationRound = found_or_404(whole.where(NegotiationRound.id == round_id))
    return found


def results_of(prospect: Prospect, viewer: Sees, most: int | None = 30) -> Sequence[NegotiationResult]:
    """Return what was confirmed, the one that holds first."""
    found = NegotiationResult.seen_by(viewer).where(NegotiationResult.prospect_id == prospect.id)
    return db.session.scalars(found.order_by(NegotiationResult.id.desc()).limit(most)).all()


def result_of(prospect: Prospect, viewer: Sees) -> NegotiationResult | None:
    """Return the result that holds: an application begins with its terms."""
    return next(iter(results_of(prospect, viewer, 1)), None)


def negotiation_result(result_id: int, viewer: Sees) -> NegotiationResult:
    """Return a result with its prospect, or answer 404."""
    whole = NegotiationResult.seen_by(viewer).options(joinedload(NegotiationResult.prospect).joinedload(Prospect.city))
    found: NegotiationResult = found_or_404(whole.where(NegotiationResult.id == result_id))
    return found


def negotiated(viewer: Sees) -> Any:
    """Return a select of the prospects that somebody sat down with, or that a result was confirmed with."""
    of = ((one, one.prospect_id == Prospect.id) for one in (NegotiationRound, NegotiationResult))
    held = or_(*(select(one.id).where(theirs).exists() for one, theirs in of))
    rows = Prospect.seen_by(viewer).where(held).options(selectinload(Prospect.city))
    return within(rows, NegotiationRound, NegotiationResult, because="rounds and results lie in their prospect's city")


def deals_of(prospects: Sequence[Prospect], viewer: Sees) -> list[Deal]:
    """Return what a list says of these prospects' negotiations, and know the names of those in charge."""
    deals = {prospect.id: Deal(prospect) for prospect in prospects}
    names_of(prospect.owner_id for prospect in prospects)
    rounds = NegotiationRound.seen_by(viewer).where(NegotiationRound.prospect_id.in_(deals))
    rounds = rounds.order_by(NegotiationRound.held_on, NegotiationRound.id).with_only_columns(*OF_A_ROUND)
    for prospect_id, *last in db.session.execute(rounds):
        deal = deals[prospect_id]
        deal.rounds += 1
        deal.held_on, deal.our_price, deal.their_price = last
    results = NegotiationResult.seen_by(viewer).where(NegotiationResult.prospect_id.in_(deals))
    results = results.order_by(NegotiationResult.id).with_only_columns(*OF_A_RESULT)
    for prospect_id, *newest in db.session.execute(results):
        deals[prospect_id].price, deals[prospect_id].signed_on = newest
    return list(deals.values())


def is_settled() -> Any:
    """Return the condition that a prospect's result is confirmed."""
    return select(NegotiationResult.id).where(NegotiationResult.prospect_id == Prospect.id).exists()


def deal_in_short(prospect: Prospect, viewer: Sees) -> InShort:
    """Return a negotiation in one line."""
    rounds = NegotiationRound.seen_by(viewer).where(NegotiationRound.prospect_id == prospect.id)
    counted = db.session.scalar(rounds.with_only_columns(func.count()).order_by(None))
    return InShort(counted or 0, result_of(prospect, viewer))


def terms_begun(prospect: Prospect, viewer: Sees) -> dict[str, Any]:
    """Return what a result begins with: the one before, or the price accepted, or our last one on the table."""
    if before := result_of(prospect, viewer):
        return {name: getattr(before, name) for name in ("price", "price_note", "delivery", "after_sales", "other")}
    if (accepted := accepted_quotation(prospect, viewer)) is not None:
        return {"price": accepted.total}
    priced = (held.our_price for held in rounds_of(prospect, viewer) if held.our_price is not None)
    return {"price": next(priced, None)}
