"""The homes of a store's own people: its owner's, and a clerk's at the till."""

from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import func

from portal.insight.figures import NONE, Sums, add_up, of_days
from portal.insight.floor import Floor, own_sales
from portal.insight.home_base import REPORT_DAYS, Home
from portal.insight.shop_floor import ShopFloor
from portal.kernel import clock
from portal.kernel.db import db
from portal.network.models import Store, StoreState
from portal.onboarding.models import Task
from portal.onboarding.outlook import Outlook
from portal.onboarding.queries import OpenTask, live, of_plan
from portal.selling.models import Member
from portal.supervision.missed import Owed, owed_days
from portal.supervision.models import Audit, AuditState


class StoreHome(ShopFloor, Home):
    """What owner and clerk of a store find: what its floor asks for, and the reports it owes."""

    @cached_property
    def store(self) -> Store | None:
        return db.session.scalar(Store.seen_by(self.viewer).where(Store.id == self.viewer.store_id))

    @cached_property
    def floor(self) -> Floor | None:
        """The floor of the store, once it trades."""
        if self.store is None or self.store.state == StoreState.PREPARING:
            return None
        return Floor(self.viewer, self.store, self.today)

    @cached_property
    def due(self) -> list[Owed]:
        """The shop's reports of the last seven days that are due or missing."""
        owed = owed_days(self.viewer, self.today - timedelta(days=REPORT_DAYS))
        return [one for one in owed if one.store_id == self.viewer.store_id]

    @property
    def week_ago(self) -> date:
        return self.today - timedelta(days=7)


class TillHome(StoreHome):
    """A clerk's home: the till, what he sold himself, and what the floor asks for."""

    template = "insight/home/till.html"

    @cached_property
    def own(self) -> dict[date, Sums]:
        """What he sold today and a week ago: his colleagues' sales are none of his figures."""
        return own_sales(self.viewer, self.today, self.week_ago)

    @property
    def open_days(self) -> list[Owed]:
        """The days before today that nobody has sealed."""
        return [one for one in self.due if one.day < self.today]


class ShopHome(StoreHome):
    """An owner's home: what the shop must do next, then its numbers."""

    template = "insight/home/shop.html"

    @cached_property
    def days(self) -> dict[date, Sums]:
        """The sums of the chosen store from the month before on."""
        first, last = min(self.months.now.first, self.today - timedelta(days=7)), self.today
        sums = of_days(self.viewer, first, last, [self.viewer.store_id or 0])
        return {day: one for (_, day), one in sums.items()}

    @property
    def sold_today(self) -> Sums:
        return self.days.get(self.today, NONE)

    @property
    def sold_week_ago(self) -> Sums:
        return self.days.get(self.week_ago, NONE)

    @property
    def sold_this_month(self) -> Sums:
        return add_up(sums for day, sums in self.days.items() if day in self.months.now)

    @property
    def is_preparing(self) -> bool:
        return self.store is not None and self.store.state == StoreState.PREPARING

    @cached_property
    def outlook(self) -> Outlook | None:
        """The shop's way to its opening, while it prepares and has a plan."""
        return next((one for one in live(self.viewer) if one.plan.store_id == self.viewer.store_id), None)

    @cached_property
    def tasks(self) -> list[OpenTask]:
        """The shop's tasks of onboarding that are under way or may begin, the latest first."""
        found = of_plan(self.outlook, self.viewer, False) if self.outlook else []
        return sorted(found, key=lambda one: (one.due, one.task.position))

    @property
    def ahead(self) -> list[Task]:
        """The tasks of onboarding that come after those, the next first."""
        return self.outlook.ahead() if self.outlook else []

    @cached_property
    def new_members(self) -> int:
        """Members registered by the shop this month."""
        mine = Member.seen_by(self.viewer).where(
            Member.store_id == self.viewer.store_id,
            Member.consent_at >= clock.at(self.months.now.first),
            Member.consenting(),
            Member.current(),
        )
        return db.session.scalar(mine.with_only_columns(func.count())) or 0

    @cached_property
    def last_audit(self) -> Audit | None:
        signed = Audit.seen_by(self.viewer).where(
            Audit.store_id == self.viewer.store_id, Audit.state == AuditState.SUBMITTED
        )
        return db.session.scalar(signed.order_by(Audit.id.desc()).limit(1))
