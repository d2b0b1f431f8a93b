"""What is done with applications: the RM drafts and hands in, head office decides (C25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified
from werkzeug.datastructures import FileStorage

from portal.accounts import actions as accounts
from portal.accounts.models import User, UserState
from portal.accounts.roles import Role
from portal.kernel import clock, files
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import house_read
from portal.kernel.trail import record
from portal.kernel.words import P_, say
from portal.network import actions as network
from portal.network.models import Store
from portal.prospecting import actions as prospecting
from portal.prospecting.models import Prospect, Stage
from portal.signing import queries
from portal.signing.models import Application, ApplicationState, Decision, InvestmentLine, Payer, Submission, Verdict

MOST_PAPERS = 40


class Line(NamedTuple):
    """One thing to be paid for: its amount in fen."""

    title: str
    payer: Payer
    amount: int


@dataclass(frozen=True)
class Outcome:
    """A decision; with the last approval come the store and, for a new owner, his invitation, shown once."""

    decision: Decision
    store: Store | None = None
    token: str = ""


@dataclass(frozen=True)
class Approver:
    """The one who approves, as whom the new owner is invited: approving a store carries that right."""

    id: int | None
    for_id: int | None = None

    def may(self, right: Can) -> bool:
        return True

    def acts_for(self, region_id: int | None, store_id: int | None) -> int | None:
        return self.for_id


def draft(
    prospect: Prospect, *, by: Any, lines: Sequence[Line] = (), papers: Sequence[FileStorage] = (),
    held: Sequence[int] = (), **facts: Any,
) -> Application:  # fmt: skip
    """Begin the application of a prospect that has agreed; a prospect has one at a time.

    `held` are photos of its file that the application shows as well.
    """
    if prospect.stage != Stage.AGREED:
        raise Refused("Only a prospect that has agreed can apply for a store.")
    if queries.live_application_of(prospect) is not None:
        raise Refused("This prospect has an application already.")
    application = Application(
        region_id=prospect.region_id,
        city=prospect.city,
        prospect_id=prospect.id,
        prospect=prospect,
        applicant_id=by.id,
        **facts,
    )
    application.lines = _rows(application, lines)
    application.attachment_ids = [*held, *_kept(application, papers, by, beside=len(held))]
    db.session.add(application)
    record("application.drafted", application, by=by, investment=application.investment)
    return application


def edit(
    application: Application, *, by: Any, lines: Sequence[Line], papers: Sequence[FileStorage] = (),
    drop: Sequence[int] = (), **facts: Any,
) -> Application:  # fmt: skip
    """Change an application that is a draft or came back."""
    if not application.is_editable:
        raise Refused("Only a draft or a returned application can be changed.")
    set_fields(application, facts)
    rest = [i for i in application.attachment_ids if i not in drop]
    if papers or len(rest) != len(application.attachment_ids):
        application.attachment_ids = [*rest, *_kept(application, papers, by, beside=len(rest))]
    was = application.investment
    changed = [Line(line.title, line.payer, line.amount) for line in application.lines] != list(lines)
    if changed:
        application.lines = _rows(application, lines)
    record("application.changed", application, by=by, investment=[was, application.investment])
    if changed:
        flag_modified(application, "reasons")  # two people changing only lines must notice each other
    return application


def submit(application: Application, *, by: Any) -> Submission:
    """Hand an application in: a new round begins, its clock starts; says what is missing (C25)."""
    if not application.is_editable:
        raise Refused("Only a draft or a returned application can be handed in.")
    if application.gaps:
        missing = say(P_("between listed things", ", ")).join(say(gap) for gap in application.gaps)
        raise Refused("Still missing: %(things)s.", things=missing)
    prospecting.mark_applied(application.prospect, by=by)
    submission = Submission(
        region_id=application.region_id,
        round=application.round + 1,
        at=clock.now(),
        actor_id=by.id,
        facts=application.snapshot,
    )
    application.submissions.append(submission)
    application.state, application.submitted_at = ApplicationState.SUBMITTED, submission.at
    record("application.submitted", application, by=by, round=submission.round)
    return submission


def withdraw(application: Application, *, by: Any, reason: str) -> None:
    """Take back an application that is not decided; its prospect may apply again."""
    if not application.can_be_withdrawn:
        raise Refused("This application is decided or withdrawn already.")
    if not reason:
        raise Refused("Say why it is withdrawn.", field="reason")
    application.state = ApplicationState.WITHDRAWN
    record("application.withdrawn", application, by=by, reason=reason)
    prospecting.unmark_applied(application.prospect, by=by, reason=reason)


def decide(
    application: Application, verdict: Verdict, *, by: Any, reason: str = "", for_id: int | None = None
) -> Outcome:
    """Head office answers an application (C25).

    Over a set investment two different people must agree: the first approval is recorded and the application waits
    for the second. Nobody decides his own, nobody twice in one round, be it through a substitute; a return or a
    rejection says why. `for_id` is the absent colleague in whose name a substitute decides.
    """
    _lock(application)
    if not application.awaits_decision:
        raise Refused("This application does not wait for a decision.")
    if for_id is not None:
        if for_id not in queries.stood_in_for(by):
            raise Refused("You do not stand in for this colleague today.", field="for_id")
        by = by.standing_for(for_id)
    if {by.id, for_id} & application.applicants:
        raise Refused("Nobody decides his own application.")
    if by.id in application.heard:
        raise Refused("You have agreed already; a second person must agree too.")
    if for_id in application.heard:
        raise Refused("Whom you stand in for has agreed already; a second person must agree too.", field="for_id")
    if verdict != Verdict.APPROVED and not reason:
        raise Refused("To return or reject, say why.", field="reason")
    decision = Decision(
        region_id=application.region_id,
        round=application.round,
        verdict=verdict,
        reason=reason,
        actor_id=by.id,
        for_id=for_id,
    )
    application.decisions.append(decision)
    match verdict:
        case Verdict.APPROVED if len(application.approvals) < queries.approvers_needed(application):
            record("application.half_approved", application, by=by, reason=reason, round=decision.round)
            return Outcome(decision)
        case Verdict.APPROVED:
            return _approve(application, decision, by)
        case Verdict.RETURNED:
            application.state = ApplicationState.RETURNED
            record("application.returned", application, by=by, reason=reason, round=decision.round)
        case Verdict.REJECTED:
            application.state = ApplicationState.REJECTED
            record("application.rejected", application, by=by, reason=reason, round=decision.round)
            prospecting.unmark_applied(application.prospect, by=by, reason=reason)
    return Outcome(decision)


def _approve(application: Application, decision: Decision, by: Any) -> Outcome:
    """Make the store, let its owner in, and tell the rooms above, all in one transaction."""
    store = network.create_store(
        application.city,
        name=application.store_name,
        by=by,
        district=application.district,
        address=application.address,
        area_m2=application.area_m2,
        tills=application.tills or 1,
        planned_opening=application.planned_opening,
    )
    application.state, application.store_id_made, application.store = ApplicationState.APPROVED, store.id, store
    token = _let_owner_in(application, store, Approver(by.id, decision.for_id))
    record("application.approved", application, by=by, reason=decision.reason, round=decision.round, store=store.code)
    return Outcome(decision, store, token)


def _let_owner_in(application: Application, store: Store, by: Any) -> str:
    """Give the store to the owner who signs in by this phone, or invite a new one; return the invitation's token."""
    known = select(User).where(User.phone == application.owner_phone)
    user = db.session.scalar(house_read(known, User, because="head office, which decides, sees everybody"))
    if user is None:
        phone, name = application.owner_phone, application.owner_name
        return accounts.invite(name=name, role=Role.OWNER, by=by, phone=phone, stores=[store])[1]
    if user.role != Role.OWNER:
        raise Refused("The owner's phone belongs to a colleague who is no store owner. Return it to be put right.")
    if user.state == UserState.DISABLED:
        raise Refused("The owner's account is disabled. Enable it first, or return the application.")
    accounts.set_reach(user, regions=[], stores=[*(row.store for row in user.stores), store], by=by)
    return ""


def _lock(application: Application) -> None:
    """Queue behind whoever decides the same application, and see what he decided."""
    db.session.refresh(application, ["state", "version"], with_for_update=True)
    db.session.expire(application, ["decisions", "submissions"])


def _rows(application: Application, lines: Sequence[Line]) -> list[InvestmentLine]:
    return [
        InvestmentLine(
            region_id=application.region_id, position=n, title=line.title, payer=line.payer, amount=line.amount
        )
        for n, line in enumerate(lines, 1)
    ]


def _kept(application: Application, papers: Sequence[FileStorage], by: Any, beside: int = 0) -> list[int]:
    """Store what was handed in; return the ids of the files."""
    if beside + len(papers) > MOST_PAPERS:
        raise Refused("At most %(most)s photos and papers.", field="papers", most=MOST_PAPERS)
    kept = [files.keep(paper, by=by, region_id=application.region_id) for paper in papers]
    db.session.flush()
    return [file.id for file in kept]
