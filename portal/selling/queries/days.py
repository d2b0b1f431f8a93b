"""Reads of days, their totals and their reports."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.rights import Can
from portal.kernel.scope import Sees, as_house, within
from portal.network.models import Store
from portal.selling.calendar import report_states
from portal.selling.models import WAYS, DayReport, DayTotal, Payment


def total_on(store: Store, day: date) -> DayTotal:
    """Return the roll-up of a store's day in reach; zeros where nothing was sold."""
    found = db.session.get(
        DayTotal,
        (store.id, day),
        execution_options=as_house(DayTotal, because="the store is in reach"),
        populate_existing=True,
    )
    names = [column.name for column in DayTotal.__table__.columns if column.name not in ("store_id", "day")]
    return found or DayTotal(store_id=store.id, day=day, **dict.fromkeys(names, 0))


def by_payment(total: DayTotal) -> list[tuple[Payment, int]]:
    """Return what a day took by each way of paying."""
    return [(way, getattr(total, way.value)) for way in WAYS]


def report_on(store: Store, day: date) -> DayReport | None:
    """Return the sealed report of a store's day in reach."""
    found = select(DayReport).where(DayReport.store_id == store.id, DayReport.day == day)
    return db.session.scalar(within(found, DayReport, because="the store is in reach"))


def reports(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of the sealed reports of the viewer's stores."""
    return DayReport.seen_by(viewer, **how).options(joinedload(DayReport.store))


def next_due(store: Store) -> date:
    """Return the day whose report the store should write now: yesterday's while it is due, else today's."""
    today = clock.today()
    yesterday = today - timedelta(days=1)
    states = report_states([store.id], yesterday, today)
    return yesterday if states[store.id, yesterday].value == "due" else today


def may_seal(viewer: Any, store: Store) -> bool:
    """Whether someone seals this store's days: its own people with the right."""
    return viewer.may(Can.CLOSE_DAYS) and store.id in viewer.store_ids
