"""What is done to quotations and payment plans: quoted, sent, accepted, planned, noted as paid (C22)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from portal.kernel import clock, money
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.kernel.trail import record
from portal.prospecting.actions.negotiation import refuse_idle
from portal.prospecting.models import Instalment, Line, Part, Prospect, Quotation
from portal.prospecting.queries.proposals import begun_with, newest_proposal
from portal.prospecting.queries.quotations import accepted_quotation, quotations_of

VALID_DAYS = 14
EVERYTHING: Any = House("quotations of prospects that become one")


def add_quotation(prospect: Prospect, *, source: str, by: Any) -> Quotation:
    """Begin the next version with the lines of the proposal, of the price list or of the last version (C22)."""
    refuse_idle(prospect)
    versions = quotations_of(prospect, by, 1)
    newest = next(iter(versions), None)
    lines = _begun(prospect, source, newest, by)
    made = Quotation(
        region_id=prospect.region_id, prospect_id=prospect.id, number=newest.number + 1 if newest else 1,
        lines=lines, valid_until=clock.today() + timedelta(days=VALID_DAYS), actor_id=by.id,
        note=newest.note if newest else "",
    )  # fmt: skip
    made.prospect, made.parts = prospect, []
    db.session.add(made)
    record("quotation.added", made, by=by, prospect_id=prospect.id, number=made.number)
    return made


def edit_quotation(quotation: Quotation, *, by: Any, **facts: Any) -> Quotation:
    """Change a version that was not sent yet."""
    refuse_idle(quotation.prospect)
    if quotation.sent_at is not None:
        raise Refused("This version was sent and stays as it was. Begin the next one.")
    if facts["valid_until"] < clock.today():
        raise Refused("This day is over. Set a later one.", field="valid_until")
    for n, row in enumerate(facts["lines"], 1):
        line = Line(**row)
        if line.company > line.amount:
            raise Refused("The company cannot pay more than the line costs.", field=f"company{n}")
    set_fields(quotation, facts)
    record("quotation.changed", quotation, by=by, prospect_id=quotation.prospect_id)
    return quotation


def send_quotation(quotation: Quotation, *, by: Any) -> Quotation:
    """Note that a version was sent or handed over, once: from then on it says what it said that day."""
    refuse_idle(quotation.prospect)
    if quotation.sent_at is not None:
        raise Refused("This version was sent already.")
    if quotation.total <= 0:
        raise Refused("There is nothing to pay in it yet.")
    if quotation.is_over:
        raise Refused("Its last valid day is over. Set a later one first.")
    quotation.sent_at = clock.now()
    record("quotation.sent", quotation, by=by, prospect_id=quotation.prospect_id)
    return quotation


def accept_quotation(quotation: Quotation, *, name: str, on: date, by: Any) -> Quotation:
    """Note that the other side accepted a version, who and when; the one accepted before is replaced."""
    refuse_idle(quotation.prospect)
    if quotation.sent_at is None:
        raise Refused("Send it first: nobody accepts what he has not seen.")
    if quotation.accepted_on is not None:
        raise Refused("This version was accepted already.")
    if on > clock.today():
        raise Refused("Nobody accepts on a day to come.", field="on")
    if not clock.day_of(quotation.sent_at) <= on <= quotation.valid_until:
        raise Refused("On that day it was not sent yet, or no longer valid. Begin the next version.", field="on")
    before = accepted_quotation(quotation.prospect, by)
    if before is not None and before.paid:
        raise Refused("Version %(number)s is being paid already: its price stays.", number=before.number)
    if before is not None:
        before.replaced_at = clock.now()
        record("quotation.replaced", before, by=by, prospect_id=quotation.prospect_id)
    quotation.accepted_on, quotation.accepted_by = on, name
    record("quotation.accepted", quotation, by=by, prospect_id=quotation.prospect_id)
    return quotation


def set_plan(quotation: Quotation, parts: list[Part], *, version: int, by: Any) -> Quotation:
    """Say when which part is paid (C22, 制定付款计划); all parts together are what was accepted, paid ones stay.

    No part falls due on a day that is over, unless the plan said so before.

    `version` is the quotation's as it was looked at.
    """
    refuse_idle(quotation.prospect)
    if not quotation.is_accepted:
        raise Refused("A payment plan belongs to the version that was accepted.")
    if quotation.version != version:
        raise Refused("Somebody changed the plan meanwhile. Look at it again.")
    _check_sum(quotation.paid + sum(part.amount for part in parts), quotation.total)
    _check_days(parts, {part.due_on for part in quotation.parts})
    quotation.parts = [part for part in quotation.parts if part.is_paid] + [
        Instalment(region_id=quotation.region_id, **vars(part)) for part in parts
    ]
    quotation.planned_at = clock.now()
    record("quotation.planned", quotation, by=by, prospect_id=quotation.prospect_id, parts=len(quotation.parts))
    return quotation


def mark_paid(part: Instalment, *, on: date, by: Any, note: str = "") -> Instalment:
    """Note that a part was paid, on which day and how; the money itself went elsewhere."""
    part.must_be(paid=False)
    if not part.quotation.is_accepted:
        raise Refused("This plan holds no more: a later version was accepted.")
    if on > clock.today():
        raise Refused("Nobody has paid on a day to come.", field="on")
    part.paid_on, part.paid_note, part.noted_by_id = on, note, by.id
    flag_modified(part.quotation, "planned_at")  # whoever plans, accepts or notes in the same moment must notice
    record("instalment.paid", part, by=by, prospect_id=part.quotation.prospect_id)
    return part


def unmark_paid(part: Instalment, *, by: Any, reason: str) -> Instalment:
    """Take a note of payment back that was wrong."""
    part.must_be(paid=True)
    if not reason:
        raise Refused("Say why it is not paid after all.", field="reason")
    part.paid_on, part.paid_note, part.noted_by_id = None, "", None
    flag_modified(part.quotation, "planned_at")
    record("instalment.unpaid", part, by=by, prospect_id=part.quotation.prospect_id, reason=reason)
    return part


def refuse_two_paid(kept: Prospect, gone: Prospect) -> None:
    """Refuse to merge where both pay by a plan: one of two debts would hold no more, with money paid on it (C13)."""
    plans = [accepted_quotation(prospect, EVERYTHING) for prospect in (kept, gone)]
    ours, theirs = ((plan.paid, plan.total) if plan is not None else (0, 0) for plan in plans)
    if ours[0] and theirs[0]:
        raise Refused(
            "Both are paying by an accepted plan: “%(kept)s” %(kept_paid)s of %(kept_due)s, “%(gone)s” %(gone_paid)s "
            "of %(gone_due)s. Merged, one plan would hold no more. Take back the notes of payment on the wrong one "
            "first.",
            kept=kept.name, kept_paid=money.money(ours[0]), kept_due=money.money(ours[1]),
            gone=gone.name, gone_paid=money.money(theirs[0]), gone_due=money.money(theirs[1]),
        )  # fmt: skip


def join_quotations(prospect: Prospect, viewer: Any) -> None:
    """Number the versions of two merged files anew; of two accepted ones the later holds, or the one being paid."""
    versions = sorted(quotations_of(prospect, viewer, None), key=lambda one: one.id)
    for number, one in enumerate(versions, 1):
        one.number = number
    accepted = sorted((one for one in versions if one.is_accepted), key=lambda one: (bool(one.paid), one.id))
    for one in accepted[:-1]:
        one.replaced_at = clock.now()


def _check_sum(planned: int, due: int) -> None:
    """Say by how much a plan differs from what was accepted."""
    sums = {"planned": money.money(planned), "due": money.money(due), "gap": money.money(abs(due - planned))}
    if planned < due:
        raise Refused("The parts come to %(planned)s, accepted were %(due)s: %(gap)s is missing.", **sums)
    if planned > due:
        raise Refused("The parts come to %(planned)s, accepted were %(due)s: %(gap)s too much.", **sums)


def _check_days(parts: list[Part], known: set[date]) -> None:
    """Refuse a part that would be overdue at once."""
    for part in parts:
        if part.due_on < clock.today() and part.due_on not in known:
            raise Refused("%(day)s is over: set a later day for this part.", day=part.due_on.isoformat())


def _begun(prospect: Prospect, source: str, newest: Quotation | None, by: Any) -> list[dict[str, Any]]:
    """Return the lines a version begins with, so that nobody types them twice."""
    if source == "last" and newest is not None:
        return [dict(row) for row in newest.lines]
    plan = newest_proposal(prospect, by) if source == "proposal" else None
    if source == "proposal" and (plan is None or not plan.lines):
        raise Refused("There is no proposal with lines to quote from.")
    rows = plan.lines if plan is not None else begun_with(prospect)["lines"]
    if not rows:
        raise Refused("The price list is empty. An administrator keeps it.")
    return [dict(row) for row in rows]
