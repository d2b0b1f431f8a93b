"""What people do in an audit and to its form."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from werkzeug.datastructures import FileStorage

from portal.accounts import letters
from portal.accounts.models import User
from portal.kernel import clock, files, trail
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.kernel.words import N_, say
from portal.network.models import Store, StoreState
from portal.supervision.models import (
    Audit,
    AuditAnswer,
    AuditItem,
    AuditState,
    AuditTemplate,
    Mark,
    ReportNotice,
    Step,
    score_of,
)
from portal.supervision.seed import active_template, seed_template

MOST_PHOTOS = 6
ASKED = ("section", "text", "guidance", "weight", "critical", "needs_photo")
NOT_YOURS = N_("Only the person who began this audit fills it in.")
SIGNED = N_("This audit is signed; what is signed stays as it is.")
DROPPED = N_("This audit was dropped.")


@dataclass(frozen=True)
class Given:
    """What a person says to one item."""

    mark: Mark | None = None
    note: str = ""
    photos: list[FileStorage] = field(default_factory=list)


def start(store: Store, *, by: Any) -> Audit:
    """Begin an audit of a store; an audit of one's own that is still under way goes on (C39)."""
    if store.state in (StoreState.CLOSED, StoreState.PREPARING):
        raise Refused("Only a store that has opened can be audited.", field="store")
    mine = Audit.seen_by(by).where(Audit.store_id == store.id, Audit.actor_id == by.id, Audit.state == AuditState.DRAFT)
    if (under_way := db.session.scalar(mine.limit(1))) is not None:
        return under_way
    form = active_template() or seed_template(by=by)
    audit = Audit(store_id=store.id, template_id=form.id, actor_id=by.id)
    db.session.add(audit)
    record("audit.started", audit, by=by)
    return audit


def answer(audit: Audit, given: Mapping[int, Given], *, by: Any) -> Audit:
    """Write down answers by item; said again, they are the same answers. Photos are added to those before."""
    _hold(audit, by)
    items = {item.id: item for item in audit.items}
    before = {row.item_id: row for row in audit.answers}
    changed = {}
    for item_id, said in given.items():
        if item_id not in items:
            raise Refused("This item does not belong to the audit's form.")
        row = before.get(item_id)
        if said.mark is None:
            continue
        if row is None:
            row = AuditAnswer(
                store_id=audit.store_id, item_id=item_id, item=items[item_id], mark=said.mark, photo_ids=[]
            )
            audit.answers.append(row)
        elif row.mark == said.mark and row.note == said.note and not said.photos:
            continue
        row.mark, row.note = said.mark, said.note
        row.photo_ids = [*row.photo_ids, *_keep(said.photos, row, audit, by)]
        changed[items[item_id].code] = said.mark.value
    if changed:
        record("audit.answered", audit, by=by, answers=changed)
    return audit


def sign(audit: Audit, *, by: Any, note: str = "") -> Audit:
    """Put one's name to an audit: it is scored and never changes again (C39)."""
    _hold(audit, by)
    if open_items := audit.unanswered:
        first = open_items[0].text
        raise Refused("%(count)s items have no answer yet; the first is: %(item)s", count=len(open_items), item=first)
    if bare := audit.photos_missing:
        first = bare[0].text
        raise Refused("%(count)s failed items still need a photo; the first is: %(item)s", count=len(bare), item=first)
    audit.state, audit.submitted_at, audit.note = AuditState.SUBMITTED, clock.now(), note
    audit.score = score_of((row.item.weight, row.mark) for row in audit.answers)
    audit.failed_critical = any(row.item.critical for row in audit.failures)
    record("audit.signed", audit, by=by)
    return audit


def drop(audit: Audit, *, by: Any) -> Audit:
    """Give up an audit that was begun by mistake; it stays in the list, without a score."""
    _hold(audit, by)
    audit.state = AuditState.DROPPED
    record("audit.dropped", audit, by=by)
    return audit


def add_item(form: AuditTemplate, *, by: Any, **facts: Any) -> AuditItem:
    """Add a question to the form; audits under way keep the form they began with."""
    item = AuditItem(template_id=form.id, position=_place_in(form, facts["section"]), **facts)
    form.items.append(item)
    record("audit_item.added", item, by=by)
    return item


def edit_item(item: AuditItem, *, by: Any, **facts: Any) -> AuditItem:
    """Change a question from the next audit on: the old one is retired, the new one takes its code."""
    _in_use(item)
    was = {name: getattr(item, name) for name in ASKED}
    if was == {**was, **facts}:
        return item
    moment = clock.now()
    item.retired_at = moment
    new = AuditItem(template_id=item.template_id, code=item.code, position=item.position, added_at=moment)
    set_fields(new, {**was, **facts})
    db.session.add(new)
    record("audit_item.changed", new, by=by, before={name: was[name] for name in facts if was[name] != facts[name]})
    return new


def retire_item(item: AuditItem, *, by: Any) -> AuditItem:
    """Ask a question no more; signed audits keep it."""
    _in_use(item)
    item.retired_at = clock.now()
    record("audit_item.retired", item, by=by)
    return item


def _in_use(item: AuditItem) -> None:
    if item.retired_at is not None:
        raise Refused("This item was changed or retired meanwhile. Load the form again.")


def _place_in(form: AuditTemplate, section: str) -> int:
    """Return a position at the end of a section, or of the form."""
    live = [item for item in form.items if item.retired_at is None]
    inside = [item.position for item in live if item.section == section]
    return max(inside) + 1 if inside else max((item.position for item in live), default=0) + 10


def _hold(audit: Audit, by: Any) -> None:
    """Keep the audit for this transaction, and refuse whatever is not its author's draft."""
    db.session.flush()
    db.session.refresh(audit, ["state", "version"], with_for_update=True)
    db.session.expire(audit, ["answers"])
    if audit.is_signed:
        raise Refused(SIGNED)
    if not audit.is_draft:
        raise Refused(DROPPED)
    if by.id is not None and audit.actor_id != by.id:
        raise Refused(NOT_YOURS)


def _keep(photos: Iterable[FileStorage], row: AuditAnswer, audit: Audit, by: Any) -> list[int]:
    """Store photos of an answer; return their ids."""
    uploads = list(photos)
    if len(row.photo_ids) + len(uploads) > MOST_PHOTOS:
        raise Refused("At most %(most)s photos to an item.", most=MOST_PHOTOS)
    kept = [files.keep(upload, by=by, store_id=audit.store_id) for upload in uploads]
    db.session.flush()
    return [file.id for file in kept]


def tell(store: Store, day: date, step: Step, *, people: Collection[User], by: Any) -> ReportNotice | None:
    """Tell people of a day report that is not in, once a step (C40); return nothing where it was told before."""
    trail.lock(db.session(), f"store:{store.id}")
    told = ReportNotice.seen_by(by).where(ReportNotice.store_id == store.id, ReportNotice.day == day)
    if db.session.scalar(told.where(ReportNotice.step == step)) is not None:
        return None
    path = f"/selling/day-reports/{store.code}/{day.isoformat()}"
    text = partial(_letter, store, day, step)
    mailed = sum(letters.mail(person, N_("A day report is not in"), path, text) for person in people)
    notice = ReportNotice(store_id=store.id, day=day, step=step, told=len(people), mailed=mailed)
    db.session.add(notice)
    record("day_report.told", notice, by=by, step=step.value)
    return notice


def _letter(store: Store, day: date, step: Step, link: str) -> str:
    soon = N_("The day report of %(store)s of %(day)s is due soon: %(link)s")
    missing = N_("The day report of %(store)s of %(day)s is missing: %(link)s")
    return say(soon if step == Step.AHEAD else missing, store=store.name, day=day, link=link)
