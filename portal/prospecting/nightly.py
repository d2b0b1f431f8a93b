"""The night of the pipeline: owners of stuck prospects are warned, and what was warned of goes to the pool."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask_babel import ngettext

from portal.accounts import letters
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.scope import House, house_read
from portal.kernel.words import N_, say
from portal.prospecting import actions, queries
from portal.prospecting.models import Appointment, AppointmentState, Prospect
from portal.prospecting.models.pace import pace

HOUSE: Any = House("prospecting")
BATCH = 200


def work() -> Iterator[tuple[str, int]]:
    """Return what first, then warn: nobody is warned and taken from in one night."""
    yield "prospects returned to the shared pool", returned()
    yield "owners' stuck prospects warned of", warned()
    yield "appointments of today reminded of", reminded()


def returned() -> int:
    """Return to the pool what was warned of and is not moved since."""
    total = 0
    while batch := some(queries.to_return()):
        with transaction():
            for prospect in batch_of(batch):
                actions.give_back(prospect, by=HOUSE, reason=say(N_("Too long in one stage, after a warning.")))
        total += len(batch)
    return total


def warned() -> int:
    """Warn of what is stuck, each owner by one mail."""
    by_owner: dict[int, int] = {}
    while batch := some(queries.to_warn()):
        with transaction():
            for prospect in batch_of(batch):
                actions.warn(prospect, by=HOUSE)
                by_owner[prospect.owner_id or 0] = by_owner.get(prospect.owner_id or 0, 0) + 1
    for owner_id, n in by_owner.items():
        with transaction():
            tell(owner_id, n)
    return sum(by_owner.values())


def reminded() -> int:
    """Remind each manager of what he has agreed for today, by one mail, once."""
    start, end = clock.at(clock.today()), clock.at(clock.today() + timedelta(days=1))
    waiting = Appointment.seen_by(HOUSE).where(
        Appointment.state == AppointmentState.PLANNED, Appointment.reminded_on.is_(None), Appointment.at >= start,
        Appointment.at < end,
    )  # fmt: skip
    ids = list(db.session.scalars(waiting.with_only_columns(Appointment.owner_id).distinct()))
    db.session.rollback()
    total = 0
    for owner_id in ids:
        with transaction():
            mine = db.session.scalars(waiting.where(Appointment.owner_id == owner_id).order_by(Appointment.at)).all()
            for appointment in mine:
                actions.remind(appointment, by=HOUSE)
            if mine:
                mail(owner_id, N_("Your appointments of today"), "/", partial(of_today, len(mine), mine[0].at))
        total += len(mine)
    return total


def of_today(n: int, first: datetime, link: str) -> str:
    """Return how many appointments today has and when they begin."""
    return ngettext(
        "%(num)d appointment is agreed for today, at %(at)s: %(link)s",
        "%(num)d appointments are agreed for today, the first at %(at)s: %(link)s",
        n, at=clock.local(first).strftime("%H:%M"), link=link,
    )  # fmt: skip


def some(condition: Any) -> list[int]:
    """Return the ids of a batch."""
    rows = Prospect.seen_by(HOUSE).where(condition).with_only_columns(Prospect.id).order_by(Prospect.id)
    found = list(db.session.scalars(rows.limit(BATCH)))
    db.session.rollback()
    return found


def batch_of(ids: list[int]) -> Any:
    return db.session.scalars(Prospect.seen_by(HOUSE).where(Prospect.id.in_(ids)).order_by(Prospect.id)).all()


def tell(owner_id: int, n: int) -> None:
    """Mail an owner how many of his go to the pool; whom, he reads in the portal."""
    path = f"/prospecting/prospects?only=warned&owner={owner_id}"
    mail(owner_id, N_("Prospects that go back to the shared pool"), path, partial(of_stuck, n))


def of_stuck(n: int, link: str) -> str:
    """Return how many prospects are stuck, and how long there is to do something about it."""
    days = ngettext("%(num)d day", "%(num)d days", pace().warn)
    return ngettext(
        "%(num)d of your prospects is stuck and goes back to the shared pool in %(days)s, unless you reach somebody "
        "or move it on: %(link)s",
        "%(num)d of your prospects are stuck and go back to the shared pool in %(days)s, unless you reach somebody "
        "or move them on: %(link)s",
        n, days=days, link=link,
    )  # fmt: skip


def mail(owner_id: int, subject: str, path: str, text: Callable[[str], str]) -> None:
    """Mail a manager a sentence and where to read on."""
    named = house_read(User.seen_by(HOUSE).where(User.id == owner_id), User, because="whom the warning goes to")
    letters.mail(db.session.scalar(named), subject, path, text)
