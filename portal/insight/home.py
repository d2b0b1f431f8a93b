"""What each role finds at home: what to do now, and the numbers that matter, each leading to its rows."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import User, UserState
from portal.accounts.roles import Role
from portal.insight.figures import Sums, add_up, by_day, change, lines
from portal.insight.home_base import REPORT_DAYS, Home
from portal.insight.home_store import ShopHome, TillHome
from portal.insight.regions import StoreRow, store_rows
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.jobs import Job, JobState
from portal.kernel.scope import within
from portal.network.models import StoreState
from portal.onboarding.outlook import Outlook
from portal.onboarding.queries import Ask, OpenTask, live, of_plan, slipping
from portal.prospecting.models import Appointment, Prospect
from portal.prospecting.queries import RiskCount, agenda, count_overdue_instalments, count_risks, due_or_warned
from portal.signing.age import Age, age_of
from portal.signing.models import Application, ApplicationState, Decision, Submission
from portal.signing.queries import answered_by, handed_in_by
from portal.supervision.missed import Missed, missed_by_store
from portal.supervision.models import Audit, AuditState

SHOWN = 6


def home_of(viewer: Any) -> "Home":
    """Return the home of the viewer's role."""
    kinds = {Role.OWNER: ShopHome, Role.CLERK: TillHome, Role.RM: FieldHome, Role.OFFICE: OfficeHome}
    return kinds.get(viewer.role, AdminHome)(viewer)


class NetworkHome(Home):
    """What managers, head office and administrators share: stores with their month."""

    @cached_property
    def stores(self) -> list[StoreRow]:
        return store_rows(self.viewer, self.months)

    @cached_property
    def missed_by_store(self) -> list[Missed]:
        """Each store with missed reports in the last seven days, most first."""
        return missed_by_store(self.viewer, self.today - timedelta(days=REPORT_DAYS))

    @property
    def missed(self) -> int:
        return sum(one.count for one in self.missed_by_store)

    @property
    def states(self) -> Counter[StoreState]:
        return Counter(store.state for store in self.stores)

    @property
    def preparing(self) -> list[StoreRow]:
        return [store for store in self.stores if store.state == StoreState.PREPARING]

    @cached_property
    def now(self) -> Sums:
        return add_up(store.now for store in self.stores)

    @cached_property
    def before(self) -> Sums:
        return add_up(store.before for store in self.stores)

    @property
    def change(self) -> float | None:
        return change(self.now.total, self.before.total)

    @property
    def holding_back(self) -> list[StoreRow]:
        """The open stores furthest behind the month before."""
        behind = [store for store in self.stores if store.state == StoreState.OPEN and store.behind > 0]
        return sorted(behind, key=lambda store: -store.behind)[:SHOWN]

    @property
    def old_audits(self) -> list[StoreRow]:
        """Open stores not audited for a month, longest first."""
        old = [store for store in self.stores if store.audit_is_old]
        return sorted(old, key=lambda store: (store.audited_on or date.min, store.code))

    @cached_property
    def plans(self) -> list[Outlook]:
        """The plans of stores that prepare, the next opening first."""
        return live(self.viewer)

    @property
    def slipping(self) -> list[Outlook]:
        """The plans whose predicted opening lies after the planned one, the worst first."""
        return slipping(self.plans)


class FieldHome(NetworkHome):
    """A regional manager's home: the next appointment, then what is overdue, then what was promised."""

    template = "insight/home/field.html"

    @cached_property
    def agreed(self) -> Sequence[Appointment]:
        """What this manager has agreed until the day after tomorrow and not settled yet, the earliest first."""
        return agenda(self.viewer, clock.at(self.today + timedelta(days=3)))

    @property
    def agreed_today(self) -> list[Appointment]:
        return [one for one in self.agreed if one.day == self.today]

    @property
    def let_pass(self) -> list[Appointment]:
        """Appointments of earlier days of which nobody said what came of them."""
        return [one for one in self.agreed if one.day < self.today]

    @property
    def agreed_soon(self) -> list[Appointment]:
        return [one for one in self.agreed if one.day > self.today]

    @cached_property
    def upnext(self) -> Appointment | None:
        """Today's appointment that is under way or comes next; after the last one, the first not settled."""
        now = clock.now()
        return next((one for one in self.agreed_today if one.ends_at > now), next(iter(self.agreed_today), None))

    @cached_property
    def steps(self) -> Sequence[Prospect]:
        """Next steps until the day after tomorrow, overdue ones first; whom one meets by then is met, not also owed."""
        until = self.today + timedelta(days=2)
        met = {one.prospect_id for one in self.agreed}
        return [one for one in self.asking if one.next_on and one.next_on <= until and one.id not in met]

    @cached_property
    def asking(self) -> Sequence[Prospect]:
        """Prospects with a step until the day after tomorrow, and those that go back to the shared pool."""
        return due_or_warned(self.viewer, self.today + timedelta(days=2))

    @property
    def warned(self) -> int:
        """How many of his prospects go back to the shared pool before long."""
        return sum(one.pool_on is not None for one in self.asking)

    @cached_property
    def risks(self) -> RiskCount:
        """The open risks and chances in reach: a director's whole list, a manager's own territory."""
        return count_risks(self.viewer)

    @cached_property
    def unpaid(self) -> int:
        """How many parts of payment plans in reach are past their day."""
        return count_overdue_instalments(self.viewer)

    @property
    def overdue_steps(self) -> list[Prospect]:
        return [one for one in self.steps if one.next_on and one.next_on < self.today]

    @property
    def steps_today(self) -> list[Prospect]:
        return [one for one in self.steps if one.next_on == self.today]

    @property
    def steps_soon(self) -> list[Prospect]:
        return [one for one in self.steps if one.next_on and one.next_on > self.today]

    @cached_property
    def tasks(self) -> list[OpenTask]:
        """Tasks to accept, and those that are late."""
        return [one for plan in self.plans for one in of_plan(plan, self.viewer, True)]

    @property
    def to_accept(self) -> list[OpenTask]:
        return [one for one in self.tasks if one.ask == Ask.ACCEPT]

    @property
    def late_tasks(self) -> list[OpenTask]:
        return sorted((one for one in self.tasks if one.ask == Ask.LATE), key=lambda one: -one.days_late)

    @property
    def ready(self) -> list[Outlook]:
        """The plans whose required tasks are all settled: their stores can open."""
        return [plan for plan in self.plans if not plan.plan.open_required]

    @cached_property
    def returned(self) -> Sequence[Application]:
        """Applications sent back to this manager: the same as `signing.queries.awaiting`, without their lines."""
        own = select(Prospect.id).where(Prospect.owner_id == self.viewer.id)
        back = Application.seen_by(self.viewer).where(
            Application.state == ApplicationState.RETURNED,
            or_(Application.applicant_id == self.viewer.id, Application.prospect_id.in_(own)),
        )
        back = within(back, Prospect, because="an application lies in its prospect's city")
        return db.session.scalars(back.order_by(Application.submitted_at, Application.id)).all()

    @cached_property
    def draft(self) -> Audit | None:
        """The audit this manager has under way, the latest."""
        mine = (
            Audit.seen_by(self.viewer)
            .where(Audit.actor_id == self.viewer.id, Audit.state == AuditState.DRAFT)
            .join(Audit.store)
            .options(contains_eager(Audit.store))
        )
        return db.session.scalar(mine.order_by(Audit.id.desc()).limit(1))


class OfficeHome(NetworkHome):
    """Head office's home: what waits for an answer, and the network's month."""

    template = "insight/home/office.html"

    @cached_property
    def waiting(self) -> Sequence[Application]:
        """What waits for this person's answer: the same as `signing.queries.awaiting`, without their lines."""
        open_ones = Application.seen_by(self.viewer).where(
            Application.state == ApplicationState.SUBMITTED,
            Application.applicant_id != self.viewer.id,
            ~answered_by(self.viewer),
            ~handed_in_by(self.viewer),
        )
        open_ones = within(open_ones, Decision, Submission, because="conditions on the application's own rows")
        shown = open_ones.options(
            joinedload(Application.city),
            selectinload(Application.submissions),
            selectinload(Application.decisions),
        )
        return db.session.scalars(shown.order_by(Application.submitted_at, Application.id)).all()

    @cached_property
    def ages(self) -> dict[int, Age | None]:
        """The age of each that waits, as signing counts it."""
        return {one.id: age_of(one) for one in self.waiting}

    @property
    def longest_wait(self) -> int:
        """Working days of the oldest one, those of earlier rounds included."""
        return max((age.used for age in self.ages.values() if age), default=0)

    @cached_property
    def chart(self) -> dict[str, list[Any]]:
        return lines(by_day(self.viewer, self.months), self.months)


class AdminHome(NetworkHome):
    """An administrator's home: people who have not come yet, work that failed, the settings."""

    template = "insight/home/admin.html"

    @cached_property
    def invited(self) -> Sequence[User]:
        waiting = User.seen_by(self.viewer).where(User.state == UserState.INVITED).order_by(User.made_at)
        return db.session.scalars(waiting).all()

    @cached_property
    def failed_jobs(self) -> int:
        since = clock.now() - timedelta(days=7)
        failed = select(func.count()).where(Job.state == JobState.FAILED, Job.made_at >= since)
        return db.session.scalar(failed) or 0
