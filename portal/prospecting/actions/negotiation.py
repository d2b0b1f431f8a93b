"""What is done in a negotiation: aims written down, rounds noted, the result confirmed by both names (C21)."""

from datetime import date
from itertools import pairwise
from typing import Any

from portal.accounts.queries import person_name
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting.models import NegotiationNote, NegotiationResult, NegotiationRound, Prospect, Stage, Topic
from portal.prospecting.queries.negotiation import aims_of, result_of, results_of


def set_aims(prospect: Prospect, *, by: Any, **texts: str) -> list[NegotiationNote]:
    """Write down goal, limits, tactics and background (C21, 制定相应的谈判策略): a row for what is new."""
    refuse_idle(prospect)
    known = dict(aims_of(prospect, by).texts)
    notes = [
        NegotiationNote(
            region_id=prospect.region_id, prospect_id=prospect.id, topic=topic, text=texts[topic.value], actor_id=by.id
        )
        for topic in Topic
        if topic.value in texts and texts[topic.value] != known[topic]
    ]  # fmt: skip
    if not notes and not any(texts.values()):
        raise Refused("Write down at least one of these.", field=next(iter(texts), ""))
    for note in notes:
        db.session.add(note)
        record("negotiation.prepared", note, by=by, prospect_id=prospect.id)
    return notes


def add_round(prospect: Prospect, *, by: Any, **facts: Any) -> NegotiationRound:
    """Write down a round: who was there, both offers, what was said (C21, 与客户进行沟通和谈判)."""
    refuse_idle(prospect)
    _check_round(facts)
    held = NegotiationRound(region_id=prospect.region_id, prospect_id=prospect.id, actor_id=by.id, **facts)
    held.prospect = prospect
    db.session.add(held)
    record("negotiation.round_added", held, by=by, prospect_id=prospect.id)
    return held


def edit_round(held: NegotiationRound, *, by: Any, **facts: Any) -> NegotiationRound:
    """Put a round right, until a result was confirmed after it."""
    result = result_of(held.prospect, by)
    if result is not None and result.made_at >= held.made_at:
        raise Refused("The result was confirmed after this round: it stays as it was written.")
    _check_round(facts)
    set_fields(held, facts)
    record("negotiation.round_changed", held, by=by, prospect_id=held.prospect_id)
    return held


def confirm_result(
    prospect: Prospect, *, price: int, delivery: str, after_sales: str, manager_name: str, decider_name: str, by: Any,
    signed_on: date | None = None, reason: str = "", price_note: str = "", other: str = "",
) -> NegotiationResult:  # fmt: skip
    """Confirm price, delivery and after-sales by both names (C21, 确保双方对谈判结果的理解一致).

    It never changes; a later one supersedes it and says why.
    """
    refuse_idle(prospect)
    signed_on = signed_on or clock.today()
    before = result_of(prospect, by)
    _check_names(prospect, manager_name, decider_name, by)
    if signed_on > clock.today():
        raise Refused("Nobody signs on a day to come.", field="signed_on")
    if before is not None and not reason:
        raise Refused("Say why the result confirmed before does not hold any more.", field="reason")
    if before is not None and signed_on < before.signed_on:
        raise Refused("This lies before the result it supersedes.", field="signed_on")
    result = NegotiationResult(
        region_id=prospect.region_id, prospect_id=prospect.id, price=price, price_note=price_note, delivery=delivery,
        after_sales=after_sales, other=other, manager_name=manager_name, decider_name=decider_name,
        signed_on=signed_on, supersedes_id=before.id if before else None, reason=reason if before else "",
        actor_id=by.id,
    )  # fmt: skip
    db.session.add(result)
    record("negotiation.result_confirmed", result, by=by, prospect_id=prospect.id)
    return result


def join_results(prospect: Prospect, viewer: Any) -> None:
    """Let the newest result of two merged files supersede the other one: one holds (C13)."""
    results = results_of(prospect, viewer, None)
    superseded = {result.supersedes_id for result in results}
    heads = [result for result in results if result.id not in superseded]
    for newer, older in pairwise(heads):
        chain = {result.id: result for result in results}
        first = newer
        while first.supersedes_id is not None:
            first = chain[first.supersedes_id]
        first.supersedes_id = older.id


def refuse_idle(prospect: Prospect) -> None:
    """Whoever negotiates has taken the prospect up, and out of the shared pool.

    From here on nobody else does: what is asked next of results and versions still holds when it is answered.
    """
    db.session.refresh(prospect, ["stage", "owner_id", "version"], with_for_update=True)
    if prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.")
    if prospect.is_in_pool:
        raise Refused("It is in the shared pool: claim it first.")


def _check_round(facts: dict[str, Any]) -> None:
    if facts["held_on"] > clock.today():
        raise Refused("A round cannot lie in the future; plan it as the next step.", field="held_on")
    if not any(facts.get(name) not in (None, "") for name in ("our_price", "ours", "their_price", "theirs", "talk")):
        raise Refused("Write at least one offer, or what was said.", field="ours")


def _check_names(prospect: Prospect, manager_name: str, decider_name: str, by: Any) -> None:
    own, decider = person_name(by.id), prospect.decision_maker
    if _bare(manager_name) != _bare(own):
        raise Refused("Sign with your own name, “%(name)s”.", field="manager_name", name=own)
    if decider and _bare(decider_name) != _bare(decider):
        raise Refused(
            "In the file “%(name)s” is who really decides: he signs, or the file is put right first.",
            field="decider_name", name=decider,
        )  # fmt: skip


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()
