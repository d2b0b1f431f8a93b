"""Reads of applications, each for a viewer."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.queries import SECOND_APPROVER_OVER, policy, stand_ins_today
from portal.kernel.db import db
from portal.kernel.rights import Can
from portal.kernel.scope import Sees, within
from portal.network.models import Region, StoreNumber
from portal.prospecting.models import Prospect, Stage
from portal.signing.models import LIVE, Application, ApplicationState, Decision, Payer, Submission

Statement = Any


def applications(viewer: Sees) -> Statement:
    """Return a select of the viewer's applications with all that a row shows, in a set number of statements."""
    return Application.seen_by(viewer).options(
        joinedload(Application.city),
        joinedload(Application.applicant),
        selectinload(Application.lines),
        selectinload(Application.submissions),
        selectinload(Application.decisions),
    )


def application(application_id: int, viewer: Sees) -> Application:
    """Return an application of the viewer's, or answer 404."""
    wanted = applications(viewer).options(
        joinedload(Application.prospect).joinedload(Prospect.survey), joinedload(Application.store)
    )
    found: Application | None = db.session.scalar(wanted.where(Application.id == application_id))
    if found is None:
        abort(404)
    return found


def narrowed(viewer: Sees, state: ApplicationState | None) -> Statement:
    """Return the viewer's applications in one state, or in any."""
    found = applications(viewer)
    return found if state is None else found.where(Application.state == state)


def search(statement: Any, q: str) -> Any:
    """Narrow a select of applications by the store's name or address, or the city."""
    like = f"%{q}%"
    in_city = Application.region_id.in_(select(Region.id).where(Region.name.ilike(like)))
    return statement.where(or_(Application.store_name.ilike(like), Application.address.ilike(like), in_city))


def awaiting(viewer: Any) -> Sequence[Application]:
    """Return what waits for this person, longest first: to decide (head office), or returned to him (RM)."""
    if viewer.may(Can.DECIDE_APPLICATIONS):
        waiting = applications(viewer).where(
            Application.state == ApplicationState.SUBMITTED,
            Application.applicant_id != viewer.id,
            ~answered_by(viewer),
            ~handed_in_by(viewer),
        )
    elif viewer.may(Can.APPLY):
        mine = select(Prospect.id).where(Prospect.owner_id == viewer.id)
        waiting = applications(viewer).where(
            Application.state == ApplicationState.RETURNED,
            or_(Application.applicant_id == viewer.id, Application.prospect_id.in_(mine)),
        )
    else:
        return []
    waiting = within(
        waiting, Decision, Submission, Prospect, because="conditions on rows that lie in the application's own city"
    )
    return db.session.scalars(waiting.order_by(Application.submitted_at, Application.id)).all()


def answered_by(viewer: Any) -> Any:
    """Return the condition that the viewer, or his substitute, has answered an application's present round."""
    present = select(func.max(Submission.round)).where(Submission.application_id == Application.id).scalar_subquery()
    heard = or_(Decision.actor_id == viewer.id, Decision.for_id == viewer.id)
    mine = and_(Decision.application_id == Application.id, heard, Decision.round == present)
    return exists().where(mine)


def handed_in_by(viewer: Any) -> Any:
    return exists().where(and_(Submission.application_id == Application.id, Submission.actor_id == viewer.id))


def counts(viewer: Sees) -> dict[ApplicationState, int]:
    """Return how many of the viewer's applications are in each state."""
    seen = Application.seen_by(viewer).with_only_columns(Application.state, func.count()).group_by(Application.state)
    return {row[0]: row[1] for row in db.session.execute(seen)}


def live_application_of(prospect: Prospect) -> int | None:
    """Return the id of the application that a prospect has now, whoever may see it."""
    live = select(Application.id).where(Application.prospect_id == prospect.id, Application.state.in_(LIVE))
    return db.session.scalar(within(live, Application, because="an application lies in its prospect's city"))


def agreed_prospects(viewer: Sees) -> Sequence[Prospect]:
    """Return the viewer's prospects that have agreed and not applied yet, longest first."""
    live = exists().where(and_(Application.prospect_id == Prospect.id, Application.state.in_(LIVE)))
    ready = Prospect.seen_by(viewer).where(Prospect.stage == Stage.AGREED, ~live).options(joinedload(Prospect.city))
    ready = within(ready, Application, because="only whether the prospect's own application exists")
    return db.session.scalars(ready.order_by(Prospect.stage_since, Prospect.id)).all()


def agreed_prospect(prospect_id: int | None, viewer: Sees) -> Prospect:
    """Return one of the viewer's prospects to apply for, or answer 404."""
    wanted = Prospect.seen_by(viewer).where(Prospect.id == prospect_id)
    found = db.session.scalar(wanted.options(joinedload(Prospect.city), joinedload(Prospect.survey)))
    if found is None:
        abort(404)
    return found


def second_approver_over() -> int:
    """Return the investment, in fen, over which two people must agree."""
    return int(policy("second_approver_over").get("fen", SECOND_APPROVER_OVER))


def approvers_needed(application: Application) -> int:
    return 2 if application.investment > second_approver_over() else 1


def next_store_code(city: Region) -> str:
    """Return the code that the city's next store will have; another approval may take it first."""
    number = db.session.get(StoreNumber, city.initials)
    return f"{city.initials}-{(number.last if number else 0) + 1:04d}"


def stood_in_for(viewer: Any) -> list[int]:
    """Return the ids of the absent colleagues whom the viewer stands in for today."""
    return [absent for absent, stand_in in stand_ins_today().items() if stand_in == viewer.id]


def totals(application: Application) -> dict[Payer, int]:
    """Return what each side pays, in fen."""
    return {payer: application.paid_by(payer) for payer in Payer}
