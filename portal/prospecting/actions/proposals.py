"""What is done to proposals: written, changed, handed over; and to the price list they begin with (C19)."""

from typing import Any

from portal.accounts.actions import set_policy
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.kernel.trail import record
from portal.prospecting.models import Line, Outlook, Proposal, Prospect, Stage
from portal.prospecting.payback import WHOLE, case_of
from portal.prospecting.queries.proposals import MOST_LINES, MOST_PRICED, PRICE_LIST, Priced, proposals_of

EVERYTHING: Any = House("versions of prospects that become one")
MOST_VERSIONS = 10_000


def set_price_list(lines: list[Priced], *, by: Any) -> None:
    """Say what renovation costs; proposals already written keep their prices."""
    titles = [line.title for line in lines]
    if len(lines) > MOST_PRICED:
        raise Refused("A price list holds at most twelve lines.")
    if len(set(titles)) < len(titles):
        raise Refused("A line stands in the price list twice.")
    set_policy(PRICE_LIST, {"lines": [{**vars(line), "measure": line.measure.value} for line in lines]}, by=by)


def add_proposal(prospect: Prospect, *, by: Any, **facts: Any) -> Proposal:
    """Write the next version of a prospect's proposal."""
    if prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.")
    _check(facts)
    newest = next(iter(proposals_of(prospect, by, 1)), None)
    made = Proposal(
        region_id=prospect.region_id, prospect_id=prospect.id, number=newest.number + 1 if newest else 1,
        actor_id=by.id, **facts,
    )  # fmt: skip
    db.session.add(made)
    record("proposal.added", made, by=by, prospect_id=prospect.id, number=made.number)
    return made


def edit_proposal(proposal: Proposal, *, by: Any, **facts: Any) -> Proposal:
    """Change a version that nobody was handed yet."""
    if proposal.is_handed_over:
        raise Refused("This version was handed over and stays as it was. Write the next one.")
    _check(facts)
    set_fields(proposal, facts)
    record("proposal.changed", proposal, by=by, prospect_id=proposal.prospect_id)
    return proposal


def hand_over(proposal: Proposal, *, by: Any) -> Proposal:
    """Note that a version was handed over, once: from then on it says what it said that day."""
    if proposal.is_handed_over:
        raise Refused("This version was handed over already.")
    if not proposal.lines:
        raise Refused("There is no line of renovation yet.")
    proposal.handed_at = clock.now()
    proposal.as_handed = {"months": proposal.months, "store_pays": proposal.store_pays, "shop": proposal.shop}
    record("proposal.handed_over", proposal, by=by, prospect_id=proposal.prospect_id)
    return proposal


def set_aside(*prospects: Prospect) -> list[Proposal]:
    """Return the versions of prospects that become one in the order they were written, their numbers out of the way."""
    found = [one for prospect in prospects for one in proposals_of(prospect, EVERYTHING, MOST_VERSIONS)]
    ordered = sorted(found, key=lambda one: (one.made_at, one.id))
    for n, one in enumerate(ordered, 1):
        one.number = -n
    db.session.flush()
    return ordered


def _check(facts: dict[str, Any]) -> None:
    """Refuse what cannot be: more paid than a thing costs, more buyers than people."""
    if len(facts.get("lines", [])) > MOST_LINES:
        raise Refused("A proposal holds at most thirty lines. Put small things together.")
    for n, row in enumerate(facts.get("lines", []), 1):
        line = Line(**row)
        if line.company > line.amount:
            raise Refused("The company cannot pay more than the line costs.", field=f"company{n}")
    for level in Outlook:
        case = case_of(facts.get("cases", {}).get(level.value))
        if case.buyers > WHOLE:
            raise Refused("More than all cannot buy.", field=f"{level.value}_buyers")
        if case.margin > WHOLE:
            raise Refused("More than all cannot stay.", field=f"{level.value}_margin")
