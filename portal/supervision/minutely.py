"""Each minute: whose day report is due soon or missing is told, and by the rule those above him (C40)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.models import User, UserRegion, UserState, UserStore
from portal.accounts.queries import stand_ins_today
from portal.accounts.roles import Role
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.scope import House, house_read
from portal.network.models import Region, Store
from portal.supervision import actions
from portal.supervision.missed import owed_days
from portal.supervision.models import ReportNotice, Step
from portal.supervision.rules import rules

HOUSE: Any = House("day reports")
BECAUSE = "who is told of a store's report is its owner, who looks after it, and head office"


def work() -> Iterator[tuple[str, int]]:
    """Tell whoever has to be told by now; done again, it tells nobody twice."""
    yield "people told of day reports", told()


def told() -> int:
    """Take each step whose moment has come, each in a transaction of its own; return how many."""
    rule, now = rules(), clock.now()
    since = clock.today() - timedelta(days=2 + rule.office // 24)
    known = ReportNotice.seen_by(HOUSE).where(ReportNotice.day >= since)
    done = {(notice.store_id, notice.day, notice.step) for notice in db.session.scalars(known)}
    owed = owed_days(HOUSE, since)
    steps = [(one.store_id, one.day, step) for one in owed for step in rule.steps(one.day, now)]
    db.session.rollback()
    return sum(tell(*step) for step in steps if step not in done)


def tell(store_id: int, day: Any, step: Step) -> bool:
    with transaction() as session:
        store = session.scalars(Store.seen_by(HOUSE).where(Store.id == store_id)).one()
        return actions.tell(store, day, step, people=people(store, step), by=HOUSE) is not None


def people(store: Store, step: Step) -> Sequence[User]:
    """Return who is told at a step: the owner, the nearest managers and who stands in for them, or head office."""
    active = select(User).where(User.state == UserState.ACTIVE)
    if step == Step.OFFICE:
        found = active.where(User.role == Role.OFFICE)
    elif step == Step.MANAGER:
        nearest = managers(store)
        stand_ins = stand_ins_today()
        found = active.where(User.id.in_([*nearest, *(stand_ins[n] for n in nearest if n in stand_ins)]))
    else:
        own = select(UserStore.user_id).where(UserStore.store_id == store.id)
        found = active.where(User.role == Role.OWNER, User.id.in_(own))
    return db.session.scalars(house_read(found.order_by(User.id), User, because=BECAUSE)).all()


def managers(store: Store) -> list[int]:
    """Return who manages the smallest territory that holds the store."""
    path = db.session.scalars(select(Region.path).where(Region.id == store.region_id)).one()
    rows = (
        select(Region.path, User.id)
        .join(UserRegion, UserRegion.region_id == Region.id)
        .join(User, User.id == UserRegion.user_id)
        .where(Region.id.in_([int(part) for part in path.strip("/").split("/")]))
        .where(User.role == Role.RM, User.state == UserState.ACTIVE)
    )
    found = db.session.execute(house_read(rows, User, because=BECAUSE)).all()
    deepest = max((len(path) for path, _ in found), default=0)
    return [user_id for path, user_id in found if len(path) == deepest]
