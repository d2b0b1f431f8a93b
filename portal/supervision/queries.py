"""Reads of audits and of the calendar of day reports."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import User
from portal.accounts.queries import doers
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.files import File, files_by_id
from portal.kernel.scope import Sees, within
from portal.kernel.trail import history_of
from portal.network.models import Region, Store, StoreState
from portal.network.queries import stores
from portal.selling.calendar import days_between, report_states
from portal.selling.models import Timeliness
from portal.supervision.models import Audit, AuditAnswer, AuditItem, AuditState, Mark
from portal.supervision.seed import active_template

LOOK_BACK = 4  # earlier audits shown beside a new one
OVERDUE_DAYS = 30


def audits(viewer: Sees) -> Any:
    """Return a select of the viewer's audits with their stores; shop people see the signed ones."""
    found = Audit.seen_by(viewer).join(Audit.store).options(contains_eager(Audit.store))
    return found.where(Audit.state == AuditState.SUBMITTED) if viewer.store_ids else found


def audits_with_auditors(viewer: Sees) -> Any:
    """Return a select of (audit, who did it) of the viewer's audits, for lists."""
    found = audits(viewer).outerjoin(User, User.id == Audit.actor_id).add_columns(User.name.label("auditor"))
    return within(found, User, because="the name of who audited is known to those who see the audit")


def audit(audit_id: int, viewer: Sees) -> Audit:
    """Return an audit with form, answers and store, or answer 404."""
    found = db.session.scalar(
        audits(viewer)
        .where(Audit.id == audit_id)
        .options(joinedload(Audit.template), selectinload(Audit.answers).joinedload(AuditAnswer.item))
    )
    if found is None:
        abort(404)
    return found


def history(one: Audit, viewer: Sees) -> list[dict[str, Any]]:
    """Return the audit's trail without the many answers: begun, signed, dropped, and by whom."""
    links = [link for link in history_of(one, viewer) if link.event != "audit.answered"]
    names = doers(links)
    return [{"label": link.label, "at": link.at, "actor_name": names[link.id]} for link in links]


def item(item_id: int) -> AuditItem:
    """Return an item of the form in use, or answer 404."""
    found = db.session.get(AuditItem, item_id)
    if found is None or found.retired_at is not None:
        abort(404)
    return found


def sections() -> dict[str, list[AuditItem]]:
    """Return the questions that the next audit asks, by section."""
    form, found = active_template(), defaultdict(list)
    for one in form.items if form else ():
        if one.retired_at is None:
            found[one.section].append(one)
    return found


def auditable(viewer: Sees) -> Sequence[Store]:
    """Return the stores in reach that can be audited."""
    return stores(viewer, states=(StoreState.OPEN, StoreState.SUSPENDED))


@dataclass
class Line:
    """One item of an audit as the screen shows it: what is said now, and what was said before."""

    item: AuditItem
    number: str
    mark: Mark | None = None
    note: str = ""
    photos: list[File] = field(default_factory=list)
    before: list[tuple[date, AuditAnswer]] = field(default_factory=list)  # newest first

    @property
    def last(self) -> Mark | None:
        return self.before[0][1].mark if self.before else None

    @property
    def failed_before(self) -> list[date]:
        """The days of the failures that lead up to now, newest first; "not applicable" breaks no row."""
        days = []
        for day, answer in self.before:
            if answer.mark == Mark.PASS:
                break
            if answer.mark == Mark.FAIL:
                days.append(day)
        return days

    @property
    def repeats(self) -> bool:
        """Whether it failed before and fails (or is still open) now."""
        return bool(self.failed_before) and self.mark in (None, Mark.FAIL)

    @property
    def lacks_photo(self) -> bool:
        return self.mark == Mark.FAIL and self.item.needs_photo and not self.photos


@dataclass
class Group:
    """One section of the form."""

    number: int
    title: str
    lines: list[Line]

    @property
    def answered(self) -> int:
        return sum(line.mark is not None for line in self.lines)

    @property
    def troubles(self) -> int:
        return sum(line.mark is None or line.lacks_photo for line in self.lines)


def sheet(one: Audit, viewer: Sees) -> list[Group]:
    """Return an audit's form by section, with its answers and those of the audits before it."""
    said = {row.item_id: row for row in one.answers}
    earlier = _earlier_answers(one, viewer)
    photos = {file.id: file for file in files_by_id([i for row in one.answers for i in row.photo_ids], viewer)}
    groups: dict[str, Group] = {}
    for question in one.items:
        group = groups.setdefault(question.section, Group(len(groups) + 1, question.section, []))
        line = Line(question, f"{group.number}.{len(group.lines) + 1}", before=earlier.get(question.code, []))
        if row := said.get(question.id):
            line.mark, line.note = row.mark, row.note
            line.photos = [photos[i] for i in row.photo_ids if i in photos]
        group.lines.append(line)
    return list(groups.values())


def line_of(groups: Sequence[Group], item_id: int) -> Line:
    """Return the line of an item, or answer 404."""
    for group in groups:
        for line in group.lines:
            if line.item.id == item_id:
                return line
    abort(404)


def _earlier_answers(one: Audit, viewer: Sees) -> dict[str, list[tuple[date, AuditAnswer]]]:
    """Return {item code: [(day, answer)]} of the store's last signed audits before this one, newest first."""
    past = (
        select(Audit.id)
        .where(Audit.store_id == one.store_id, Audit.state == AuditState.SUBMITTED, Audit.started_at < one.started_at)
        .order_by(Audit.started_at.desc())
        .limit(LOOK_BACK)
    )
    rows = within(
        AuditAnswer.seen_by(viewer)
        .join(AuditAnswer.audit)
        .join(AuditAnswer.item)
        .options(contains_eager(AuditAnswer.item))
        .where(AuditAnswer.audit_id.in_(past))
        .add_columns(Audit.submitted_at)
        .order_by(Audit.started_at.desc()),
        Audit,
        because="the audits of the store whose audit the viewer reads",
    )
    found: dict[str, list[tuple[date, AuditAnswer]]] = defaultdict(list)
    for answer, signed_at in db.session.execute(rows):
        found[answer.item.code].append((clock.day_of(signed_at), answer))
    return found


# --- the calendar of day reports (C40)


@dataclass
class StoreMonth:
    """One store's day reports over a stretch of days."""

    store: Store
    days: dict[date, Timeliness]

    @property
    def counts(self) -> Counter[Timeliness]:
        return Counter(self.days.values())

    @property
    def missed(self) -> list[date]:
        return [day for day, state in self.days.items() if state == Timeliness.MISSING]


def month_of(viewer: Sees, first: date, last: date, *, region: Region | None = None) -> list[StoreMonth]:
    """Return the calendar of the viewer's stores, those with the most missed days first."""
    wanted = Store.seen_by(viewer).where(Store.state != StoreState.PREPARING).order_by(Store.code)
    if region is not None:
        wanted = wanted.join(Region, Region.id == Store.region_id).where(Region.path.startswith(region.path))
    return store_months(db.session.scalars(wanted).all(), first, last)


def store_months(of: Sequence[Store], first: date, last: date) -> list[StoreMonth]:
    """Return these stores' day reports by day, those with the most missed and late days first."""
    known = report_states([store.id for store in of], first, last)
    days = list(days_between(first, last))
    rows = [StoreMonth(store, {day: known[store.id, day] for day in days}) for store in of]
    rows = [row for row in rows if set(row.days.values()) - {Timeliness.CLOSED}]
    return sorted(rows, key=lambda row: (-row.counts[Timeliness.MISSING], -row.counts[Timeliness.LATE], row.store.code))


def month_named(text: str) -> date:
    """Read "2026-11" as its first day, or answer 404. "" is this month."""
    if not text:
        return clock.month_start(clock.today())
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(404)
    if not 2000 <= first.year <= 2100:
        abort(404)
    return first
