"""Reads of days, their totals and their reports."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.goods.models import Product
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.rights import Can
from portal.kernel.scope import Sees, as_house, within
from portal.network.models import Store
from portal.selling.calendar import report_states
from portal.selling.models import WAYS, DayExcuse, DayReport, DayTotal, Member, Order, OrderLine, OrderPayment, Payment


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


@dataclass(frozen=True)
class DayFigures:
    """What the roll-up of a day does not say.

    `returns` counts orders that bring goods back, `settled` is what came in for sums on account, in fen, `members` how
    many registered, `by_category` a list of [name, fen], the largest first.
    """

    members: int
    returns: int
    settled: int
    by_category: list[list[Any]]


def figures_on(store: Store, day: date) -> DayFigures:
    """Return what was sold by category, brought back, settled and who registered on a store's day in reach."""
    booked = Order.store_id == store.id, Order.booked_day == day
    came = Member.store_id == store.id, *registered_on(day)
    own_part = (OrderPayment.store_id == Order.store_id) & (OrderPayment.order_id == Order.id)
    back = Order.returns_id.is_not(None) & Order.reverses_id.is_(None)
    off_account = select(-func.sum(OrderPayment.amount)).select_from(Order).join(OrderPayment, own_part)
    once = select(
        select(func.count()).select_from(Member).where(*came).scalar_subquery(),
        select(func.count()).select_from(Order).where(*booked, back).scalar_subquery(),
        off_account.where(*booked, Order.lines_count == 0, OrderPayment.way == Payment.ACCOUNT).scalar_subquery(),
    )
    counted = within(once, Member, Order, OrderPayment, because="the store is in reach")
    members, returns, settled = db.session.execute(counted).one()
    own_line = (OrderLine.store_id == Order.store_id) & (OrderLine.order_id == Order.id)
    amount = func.sum(OrderLine.amount)
    sold = (
        select(Product.category, amount)
        .select_from(Order)
        .join(OrderLine, own_line)
        .join(Product, Product.id == OrderLine.product_id)
        .where(*booked)
        .group_by(Product.category)
        .order_by(amount.desc(), Product.category)
    )
    categories = db.session.execute(within(sold, Order, OrderLine, because="the store is in reach"))
    return DayFigures(members, returns, int(settled or 0), [[name, int(fen)] for name, fen in categories])


def registered_on(day: date) -> tuple[Any, Any]:
    """Return the conditions that members were registered on a day."""
    return Member.made_at >= clock.at(day), Member.made_at < clock.at(day + timedelta(days=1))


def report_on(store: Store, day: date) -> DayReport | None:
    """Return the sealed report of a store's day in reach."""
    found = select(DayReport).where(DayReport.store_id == store.id, DayReport.day == day)
    return db.session.scalar(within(found, DayReport, because="the store is in reach"))


def excuse_on(store: Store, day: date) -> DayExcuse | None:
    """Return why head office excused a store's day in reach."""
    found = select(DayExcuse).where(DayExcuse.store_id == store.id, DayExcuse.day == day)
    return db.session.scalar(within(found, DayExcuse, because="the store is in reach"))


def reports(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of the sealed reports of the viewer's stores."""
    return DayReport.seen_by(viewer, **how).options(joinedload(DayReport.store))


def next_due(store: Store) -> date:
    """Return the day whose report the store should write now: yesterday's while it is due, else today's."""
    today = clock.today()
    yesterday = today - timedelta(days=1)
    states = report_states([store.id], yesterday, today)
    return yesterday if states[store.id, yesterday].value == "due" else today


def left_open(store: Store) -> date | None:
    """Return yesterday while its report is not in, missed or not: who comes first in the morning is told of it."""
    yesterday = clock.today() - timedelta(days=1)
    return yesterday if report_states([store.id], yesterday, yesterday)[store.id, yesterday].is_owed else None


def may_seal(viewer: Any, store: Store) -> bool:
    """Whether someone seals this store's days: its own people with the right."""
    return viewer.may(Can.CLOSE_DAYS) and store.id in viewer.store_ids
