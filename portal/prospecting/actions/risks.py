"""What is done to risks and chances: written down, changed, closed with what became of them, handed on (C23)."""

from datetime import date
from typing import Any

from portal.accounts.models import User
from portal.accounts.queries import managers_of, successor
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Region
from portal.prospecting import queries
from portal.prospecting.models import ENDS, Effect, Level, Likelihood, Prospect, Risk, RiskEnd, RiskKind, Stage


def add_risk(
    place: Prospect | Region, kind: RiskKind, text: str, *, owner: User, due_on: date, by: Any,
    likelihood: Likelihood = Likelihood.MIDDLE, effect: Effect = Effect.MIDDLE, measure: str = "",
) -> Risk:  # fmt: skip
    """Write down a risk or a chance of a prospect or a whole city, and who looks after it (分配风险跟踪责任人)."""
    prospect = place if isinstance(place, Prospect) else None
    city = place.city if isinstance(place, Prospect) else place
    if prospect is not None and prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.")
    _check_owner(owner, city)
    if due_on < clock.today():
        raise Refused("Its day lies in the past.", field="due_on")
    risk = Risk(
        region_id=city.id, city=city, prospect_id=prospect.id if prospect else None, prospect=prospect, kind=kind,
        text=text, owner_id=owner.id, likelihood=likelihood, effect=effect, measure=measure,
        due_on=due_on, actor_id=by.id,
    )  # fmt: skip
    _check_measure(risk)
    risk.weigh()
    db.session.add(risk)
    record("risk.added", risk, by=by, prospect_id=risk.prospect_id)
    return risk


def edit_risk(risk: Risk, *, by: Any, owner: User, **facts: Any) -> Risk:
    """Judge it anew, change its measure, or give it to another."""
    _refuse_closed(risk)
    _check_owner(owner, risk.city)
    due_on = facts.get("due_on", risk.due_on)
    if due_on < clock.today() and due_on != risk.due_on:
        raise Refused("Its day lies in the past.", field="due_on")
    set_fields(risk, facts | {"owner_id": owner.id})
    _check_measure(risk)
    risk.weigh()
    record("risk.changed", risk, by=by, prospect_id=risk.prospect_id)
    return risk


def close_risk(risk: Risk, end: RiskEnd, *, by: Any, ending: str) -> Risk:
    """Close it, with what became of it."""
    _refuse_closed(risk)
    if end not in ENDS[risk.kind]:
        raise Refused("A risk is averted or happens; a chance is seized or missed.", field="end")
    if not ending:
        raise Refused("Say what became of it.", field="ending")
    risk.closed_at, risk.end, risk.ending = clock.now(), end, ending
    record("risk.closed", risk, by=by, prospect_id=risk.prospect_id)
    return risk


def reopen_risk(risk: Risk, *, by: Any, reason: str, due_on: date) -> Risk:
    """Take a closed one up again, with a new day; the trail keeps how it had ended."""
    if risk.is_open:
        raise Refused("It is open already.")
    if risk.prospect is not None and risk.prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.")
    if not reason:
        raise Refused("Say why it is taken up again.", field="reason")
    if due_on < clock.today():
        raise Refused("Its day lies in the past.", field="due_on")
    risk.closed_at, risk.end, risk.ending, risk.due_on = None, None, "", due_on
    record("risk.reopened", risk, by=by, reason=reason, prospect_id=risk.prospect_id)
    return risk


def close_all(prospect: Prospect, *, by: Any, ending: str) -> None:
    """Close what is open of a prospect that is given up: nobody is to be reminded of it."""
    for risk in queries.open_risks_of(prospect):
        close_risk(risk, RiskEnd.GONE, by=by, ending=ending)


def follow(prospect: Prospect, heir_id: int | None, *, by: Any, was: int | None) -> None:
    """Let what one looked after go with the prospect to who has it now."""
    if heir_id is None or was == heir_id:
        return
    for risk in queries.open_risks_of(prospect):
        if risk.owner_id == was:
            hand_on(risk, heir_id, by=by)


def follow_cities(leaver: User, heir: User | None, *, by: Any) -> int:
    """Give what a leaver still looks after to his heir, or to the nearest manager of its city; return how many.

    Where nobody else manages the city it stays named.
    """
    handed = 0
    for risk in queries.open_risks_owned_by(leaver):
        if found := successor(risk.city, leaver, heir):
            hand_on(risk, found.id, by=by)
            handed += 1
    return handed


def hand_on(risk: Risk, heir_id: int, *, by: Any) -> None:
    """Give an open one to another to look after."""
    was, risk.owner_id = risk.owner_id, heir_id
    record("risk.handed_on", risk, by=by, prospect_id=risk.prospect_id, from_id=was, to_id=heir_id)


def _check_owner(owner: User, city: Region) -> None:
    if owner.id not in {manager.id for manager in managers_of(city)}:
        raise Refused("Its city is not in this manager's territory.", field="owner_id")


def _check_measure(risk: Risk) -> None:
    """A heavy one needs its measure (制定规避措施); a light one may wait for it."""
    if risk.level == Level.HIGH and not risk.measure:
        raise Refused("It weighs heavily: say what is done about it.", field="measure")


def _refuse_closed(risk: Risk) -> None:
    if not risk.is_open:
        raise Refused("It is closed. Take it up again first.")
