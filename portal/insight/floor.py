"""What a store's floor asks of whoever stands there now: tills, deliveries, counts, scarce goods (C32, C33)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import case, func, or_

from portal.goods import queries as goods
from portal.goods.models import CountSheet, CountState, GoodsOrder, SupplyState, Transfer
from portal.insight.figures import Sums
from portal.kernel import clock
from portal.kernel.db import db
from portal.network.models import Store
from portal.selling.models import Device, DeviceState, Order, Shift
from portal.supervision.forms import Since
from portal.supervision.models import ReportNotice, Step
from portal.supervision.views_notices import is_since, notices

SILENT_AFTER = timedelta(hours=24)
LONG = timedelta(hours=16)
TOLD_FOR = timedelta(days=3)
SHOWN = 4


@dataclass(frozen=True)
class Floor:
    """One store's floor; every read happens once, when the page asks for it, whatever the number of rows."""

    viewer: Any
    store: Store
    today: date

    @cached_property
    def shifts(self) -> Sequence[Shift]:
        """The shifts under way, the oldest first."""
        mine = Shift.seen_by(self.viewer).where(Shift.store_id == self.store.id, Shift.closed_at.is_(None))
        return db.session.scalars(mine.order_by(Shift.opened_at).limit(SHOWN)).all()

    def is_long(self, shift: Shift) -> bool:
        """Whether a shift is under way longer than anybody works."""
        return shift.opened_at < clock.now() - LONG

    @cached_property
    def tablets(self) -> Sequence[Device]:
        """The tablets in use that hold orders back, or were not heard for a day; those that hold most first."""
        silent = Device.seen_at < clock.now() - SILENT_AFTER
        mine = Device.seen_by(self.viewer).where(Device.store_id == self.store.id, Device.state == DeviceState.OK)
        odd = mine.where(or_(Device.waiting > 0, silent)).order_by(Device.waiting.desc(), Device.seen_at, Device.id)
        return db.session.scalars(odd.limit(SHOWN)).all()

    @cached_property
    def deliveries(self) -> Sequence[GoodsOrder]:
        """Goods of head office on their way, the first to arrive first."""
        mine = GoodsOrder.seen_by(self.viewer).where(GoodsOrder.store_id == self.store.id)
        coming = mine.where(GoodsOrder.state == SupplyState.SHIPPED)
        by_day = GoodsOrder.expected_on.is_(None), GoodsOrder.expected_on, GoodsOrder.id
        return db.session.scalars(coming.order_by(*by_day).limit(SHOWN)).all()

    def is_due(self, order: GoodsOrder) -> bool:
        """Whether a delivery should have come by now."""
        return order.expected_on is not None and order.expected_on <= self.today

    @cached_property
    def transfers(self) -> Sequence[Transfer]:
        """Goods of other stores on their way here, and what another store lately sent back or took in short."""
        told = goods.transfers_to_tell(self.store, self.viewer, clock.now() - TOLD_FOR)
        return db.session.scalars(told.order_by(Transfer.id).limit(SHOWN)).all()

    @cached_property
    def counts(self) -> Sequence[CountSheet]:
        """The counts that are open, the oldest first."""
        mine = goods.count_sheets(self.store, self.viewer).where(CountSheet.state == CountState.OPEN)
        return db.session.scalars(mine.order_by(CountSheet.id).limit(SHOWN)).all()

    @cached_property
    def stock(self) -> goods.Scarcity:
        """How many products have none left, how many of these are below zero, and how many are low."""
        return goods.scarcity(self.store, self.viewer)

    @cached_property
    def told(self) -> int:
        """Of how many days this store's manager or head office was told that no report came, and none has since."""
        above = notices(self.viewer).where(ReportNotice.store_id == self.store.id, is_since(Since.OPEN))
        days = above.where(ReportNotice.step.in_([Step.MANAGER, Step.OFFICE]))
        return db.session.scalar(days.with_only_columns(func.count(func.distinct(ReportNotice.day)))) or 0

    @property
    def asks(self) -> bool:
        """Whether anything here is for somebody to do."""
        scarce = self.stock.low or self.stock.below
        long = any(self.is_long(shift) for shift in self.shifts)
        return bool(self.tablets or self.deliveries or self.transfers or self.counts or scarce or long)


def own_sales(viewer: Any, *days: date) -> dict[date, Sums]:
    """Return what a person sold himself on each of these days, as they count."""
    mine = Order.seen_by(viewer).where(Order.store_id == viewer.store_id, Order.actor_id == viewer.id)
    sells = case(((Order.lines_count > 0) & Order.returns_id.is_(None) & Order.reverses_id.is_(None), 1))
    figures = Order.booked_day, func.count(sells), func.sum(Order.total)
    by_day = mine.where(Order.booked_day.in_(days)).with_only_columns(*figures).group_by(Order.booked_day)
    return {day: Sums(orders=orders, total=int(total)) for day, orders, total in db.session.execute(by_day)}
