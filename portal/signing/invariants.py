"""What must hold of applications, checked by `flask verify`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import selectinload

from portal.kernel.db import db
from portal.kernel.scope import House
from portal.signing.models import Application, ApplicationState

HOUSE: Any = House("verify")


def troubles() -> list[str]:
    found = Application.seen_by(HOUSE).options(
        selectinload(Application.submissions), selectinload(Application.decisions), selectinload(Application.lines)
    )
    return [trouble for application in db.session.scalars(found) for trouble in troubles_of(application)]


def troubles_of(application: Application) -> Iterator[str]:
    name, state = f"application {application.id}", application.state
    if (state == ApplicationState.APPROVED) != (application.store_id_made is not None):
        yield f"{name}: approved and having a store do not go together"
    if state == ApplicationState.APPROVED and not application.approvals:
        yield f"{name}: approved, but nobody agreed in its last round"
    if [s.round for s in application.submissions] != list(range(1, application.round + 1)):
        yield f"{name}: its rounds are not numbered one after the other"
    if (
        state in (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.REJECTED)
        and not application.round
    ):
        yield f"{name}: {state} without ever being handed in"
    if any(d.actor_id in application.applicants for d in application.decisions):
        yield f"{name}: decided by its own applicant"
