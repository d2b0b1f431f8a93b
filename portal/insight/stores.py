"""The list of stores and the file of one store: what it sells, what it owes, what it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from flask import abort
from sqlalchemy import and_, exists, false, null, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import User, UserRegion, UserState, UserStore
from portal.accounts.roles import Role
from portal.insight import finding, links
from portal.insight.figures import Months, Sums, add_up, change, month_sales, of_days
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import Filters, IdField, WordField
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.rights import Can
from portal.kernel.scope import Sees, house_read, within
from portal.kernel.words import N_, Word, _l
from portal.network.models import Region, Store, StoreState
from portal.network.queries import regions
from portal.onboarding.models import Task
from portal.onboarding.outlook import Outlook
from portal.onboarding.queries import plans
from portal.selling.models import DayTotal, Timeliness
from portal.supervision.missed import states_of
from portal.supervision.models import Audit, AuditAnswer, AuditState, Mark
from portal.supervision.queries import OVERDUE_DAYS

STRIP_DAYS = 21
SHOWN_AUDITS = 4


class AuditAge(Word):
    OVERDUE = "overdue", N_("Not audited for 30 days"), "late"


class StoreFilters(Filters):
    region = IdField(_l("Region"), blank=_l("All regions"))
    state = WordField(_l("State"), words=StoreState, blank=_l("All states"))
    audit = WordField(_l("Audit"), words=AuditAge, blank=_l("Audited or not"))

    def __init__(self, viewer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not viewer.may(Can.SEE_AUDITS):
            del self.audit
        self.tree = {r.id: r for r in regions() if viewer.sees_everything or r.id in viewer.region_ids}
        self.region.choices = [(r.id, "　" * (r.path.count("/") - 2) + r.name) for r in self.tree.values()]
        self.validate()


def listing(filters: StoreFilters, viewer: Any) -> Listing:
    """Return the stores in reach, with their sales of this month for those who see reports."""
    sees_sales = viewer.may(Can.SEE_DAY_REPORTS)
    months = Months.around(clock.month_start(clock.today()))
    statement = within(
        Store.seen_by(viewer)
        .join(Store.region)
        .options(contains_eager(Store.region))
        .add_columns((month_sales(viewer, months) if sees_sales else null()).label("sales")),
        DayTotal,
        because="sums of the stores of this list",
    )
    if (region_id := filters.chosen("region")) is not None:
        statement = statement.where(Region.path.startswith(filters.tree[region_id].path) if region_id else false())
    if state := filters.chosen("state"):
        statement = statement.where(Store.state == state)
    if "audit" in filters and filters.chosen("audit"):
        statement = within(statement.where(audit_is_old()), Audit, because="audits of the stores of this list")
    return Listing(
        statement=statement,
        columns=[column for column in COLUMNS if sees_sales or column.key != "sales"],
        order=(Store.code,),
        row_url=lambda row: links.store(row.Store.code),
        filters=filters,
        search=lambda rows, q: rows.where(finding.store_matches(q, viewer)),
        empty=Empty("store", N_("No store yet"), N_("A store exists once head office has approved its application.")),
        name="stores",
    )


def audit_is_old() -> Any:
    """Return the condition that a store is open and was not audited for a month, nor opened since."""
    line = clock.today() - timedelta(days=OVERDUE_DAYS)
    lately = exists().where(Audit.store_id == Store.id, Audit.submitted_at >= clock.at(line))
    return and_(Store.state == StoreState.OPEN, Store.opened_on < line, ~lately)


COLUMNS = (
    Column("name", N_("Store"), lambda row: row.Store.name),
    Column("code", N_("Code"), lambda row: row.Store.code, sort=Store.code),
    Column("city", N_("City"), lambda row: row.Store.region.name),
    Column("state", N_("State"), lambda row: row.Store.state),
    Column("sales", N_("Sales this month"), lambda row: row.sales, "money"),
    Column("opened_on", N_("Opened on"), lambda row: row.Store.opened_on, "day"),
    Column("address", N_("Address"), lambda row: f"{row.Store.district}{row.Store.address}"),
)


@dataclass
class Debt:
    """Something someone owes a store, or the store owes: what, who or since when, where it leads."""

    title: str | tuple[str, dict[str, Any]]
    note: str
    url: str
    word: str
    tone: str


@dataclass
class Dossier:
    """The file of one store."""

    store: Store
    months: Months
    days: dict[date, Sums]
    reports: dict[date, Timeliness]
    plan: Outlook | None
    audits: Sequence[Audit]
    people: Sequence[User]
    strip: list[date] = field(default_factory=list)

    @cached_property
    def now(self) -> Sums:
        return add_up(sums for day, sums in self.days.items() if day in self.months.now)

    @cached_property
    def before(self) -> Sums:
        return add_up(sums for day, sums in self.days.items() if day in self.months.before)

    @property
    def change(self) -> float | None:
        return change(self.now.total, self.before.total)

    @property
    def report_counts(self) -> Counter[Timeliness]:
        return Counter(self.reports.values())

    @property
    def missed(self) -> list[date]:
        return [day for day in self.strip if self.reports.get(day) == Timeliness.MISSING]

    @property
    def late_tasks(self) -> list[Task]:
        return [task for task in self.plan.plan.tasks if self.plan.is_late(task)] if self.plan else []

    @property
    def failures(self) -> list[AuditAnswer]:
        return self.audits[0].failures if self.audits else []

    @property
    def owes(self) -> int:
        return len(self.missed) + len(self.late_tasks) + len(self.failures)


def dossier(code: str, viewer: Any) -> Dossier:
    """Return the file of a store of the viewer's, or answer 404. At most eight statements."""
    store = db.session.scalar(Store.seen_by(viewer).options(joinedload(Store.region)).where(Store.code == code))
    if store is None:
        abort(404)
    today = clock.today()
    months = Months.around(clock.month_start(today))
    first = today - timedelta(days=STRIP_DAYS - 1)
    sees_reports = viewer.may(Can.SEE_DAY_REPORTS)
    sums = of_days(viewer, months.before.first, months.now.last, [store.id]) if sees_reports else {}
    states = states_of(viewer, first, today, [store.id]) if sees_reports else {}
    return Dossier(
        store,
        months,
        {day: one for (_, day), one in sums.items()},
        {day: word for (_, day), word in states.items()},
        plan_of(store, viewer) if viewer.may(Can.SEE_ONBOARDING) and store.state == StoreState.PREPARING else None,
        audits_of(store, viewer) if viewer.may(Can.SEE_AUDITS) else (),
        people_of(store, viewer) if sees_people(viewer) else (),
        [first + timedelta(days=n) for n in range(STRIP_DAYS)],
    )


def plan_of(store: Store, viewer: Sees) -> Outlook | None:
    """Return a preparing store's plan as it stands today, in two statements."""
    found: Any = db.session.scalar(plans(viewer).where(Store.id == store.id))
    return Outlook(found) if found is not None else None


def audits_of(store: Store, viewer: Sees) -> Sequence[Audit]:
    """Return a store's last signed audits with what failed, newest first."""
    signed = (
        Audit.seen_by(viewer)
        .where(Audit.store_id == store.id, Audit.state == AuditState.SUBMITTED)
        .options(selectinload(Audit.answers.and_(AuditAnswer.mark == Mark.FAIL)).joinedload(AuditAnswer.item))
        .order_by(Audit.submitted_at.desc())
        .limit(SHOWN_AUDITS)
    )
    return db.session.scalars(signed).all()


def sees_people(viewer: Any) -> bool:
    """Whether the viewer may know who works in a store: a clerk may not."""
    return bool(viewer.may(Can.INVITE_STAFF) or viewer.may(Can.SEE_FIGURES))


def people_of(store: Store, viewer: Sees) -> Sequence[User]:
    """Return the people of a store and the managers over it."""
    above = [int(part) for part in store.region.path.strip("/").split("/") if part]
    staff = select(UserStore.user_id).where(UserStore.store_id == store.id)
    managers = select(UserRegion.user_id).where(UserRegion.region_id.in_(above))
    found = (
        select(User)
        .where(or_(User.id.in_(staff), User.id.in_(managers)), User.state != UserState.DISABLED)
        .order_by(User.id)
    )
    found = house_read(found, User, because="names and roles of who works in, and over, a store in reach")
    near = [Role.OWNER, Role.CLERK, Role.RM, Role.OFFICE, Role.ADMIN]
    return sorted(db.session.scalars(found), key=lambda user: (near.index(user.role), user.id))
