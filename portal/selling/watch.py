"""Whoever looks at very many members within an hour raises an alert, for a person to look at.

It is counted in the transaction of the deed, from the trail and the files that were opened. One person has one
alert an episode: while he goes on, the open one grows; after an hour's pause, or once it was closed, a new one begins.
Nobody is stopped by it, and nobody but a person says what it means.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.kernel.trail import Trail, record
from portal.selling.models import Member, MemberOpening, Reading
from portal.selling.rules import Rules, rules

HOUR = timedelta(hours=1)
ACTS = ("member.looked_up", "member.revealed", "member.copied", "members.exported")
MACHINE: Any = House("watch")


@dataclass(frozen=True)
class Tally:
    """What someone learned of members since a moment."""

    began_at: datetime
    seen: int
    looked_up: int
    opened: int
    revealed: int
    exported: int

    def is_beyond(self, limit: Rules) -> bool:
        return self.seen >= limit.seen or self.exported >= limit.exported

    @property
    def counts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("seen", "looked_up", "opened", "revealed", "exported")}


def open_file(member: Member, *, by: Any) -> None:
    """Note that a member's file was opened."""
    db.session.add(MemberOpening(store_id=member.store_id, member_id=member.id, actor_id=by.id))
    db.session.flush()
    watch(by=by)


def opened_lately(member: Member, viewer: Any) -> bool:
    """Whether this person opened this file within the hour: looking again tells him nothing new."""
    mine = MemberOpening.seen_by(viewer).where(
        MemberOpening.store_id == member.store_id,
        MemberOpening.member_id == member.id,
        MemberOpening.actor_id == viewer.id,
        MemberOpening.at > clock.now() - HOUR,
    )
    return db.session.scalar(mine.limit(1)) is not None


def watch(*, by: Any) -> None:
    """Raise an alert, or go on with the open one, if this person has learned of very many members within the hour."""
    since, limit = clock.now() - HOUR, rules()
    if not tally(by.id, since).is_beyond(limit):
        return
    shop = shop_of(by)
    # two deeds of one person at the same time make one alert
    trail.lock(db.session(), trail.book_of(shop, None))
    last = last_reading(by.id)
    if last and last.is_open and last.last_at > since:
        grown = tally(by.id, last.began_at)
        last.last_at = clock.now()
        for name, count in grown.counts.items():
            setattr(last, name, max(count, getattr(last, name)))
        return
    counted = tally(by.id, max(since, last.closed_at) if last and last.closed_at else since)
    if counted.is_beyond(limit):
        raised = Reading(
            actor_id=by.id, store_id=shop, began_at=counted.began_at, last_at=clock.now(), **counted.counts
        )
        db.session.add(raised)
        record("reading.raised", raised, by=MACHINE, person_id=by.id, **counted.counts)


def close_reading(reading: Reading, conclusion: str, *, by: Any) -> None:
    """Close an alert with what it was about, once, and never one's own."""
    if reading.actor_id is not None and reading.actor_id == by.id:
        raise Refused("Nobody closes an alert about himself.")
    trail.lock(db.session(), trail.book_of(reading.store_id, None))
    db.session.refresh(reading)
    if not reading.is_open:
        raise Refused("This alert is closed already.")
    reading.closed_at, reading.closer_id, reading.conclusion = clock.now(), by.id, conclusion
    record("reading.closed", reading, by=by, reason=conclusion)


def shop_of(person: Any) -> int | None:
    """Return the store someone works in; managers, head office and the command line have none."""
    return getattr(person, "store_id", None) or min(person.store_ids, default=None)


def last_reading(actor_id: int | None) -> Reading | None:
    found = Reading.seen_by(MACHINE).where(Reading.actor_id == actor_id).execution_options(populate_existing=True)
    last: Reading | None = db.session.scalar(found.order_by(Reading.last_at.desc(), Reading.id.desc()).limit(1))
    return last


def tally(actor_id: int | None, since: datetime) -> Tally:
    """Count what someone learned of members since a moment, this transaction's deeds among it."""
    looked_up = exported = 0
    moments: list[datetime] = []
    revealed: set[int] = set()
    for event, subject_id, facts, at in [*sealed(actor_id, since), *unsealed(actor_id)]:
        moments.append(at)
        match event:
            case "member.looked_up":
                looked_up += facts.get("hits", 0)
            case "member.revealed" | "member.copied":
                revealed.add(int(subject_id))
            case "members.exported":
                exported += facts.get("rows", 0)
    files = openings(actor_id, since)
    opened = {member_id for member_id, _ in files}
    began_at = min([*moments, *(at for _, at in files)], default=clock.now())
    return Tally(began_at, looked_up + len(revealed | opened), looked_up, len(opened), len(revealed), exported)


def sealed(actor_id: int | None, since: datetime) -> Iterable[Any]:
    """Return (event, subject, facts, moment) of what the trail holds."""
    noted = Trail.seen_by(MACHINE).where(Trail.actor_id == actor_id, Trail.at >= since, Trail.event.in_(ACTS))
    columns = noted.with_only_columns(Trail.event, Trail.subject_id, Trail.facts, Trail.at)
    return db.session.execute(columns).all()


def unsealed(actor_id: int | None) -> list[tuple[str, str, dict[str, Any], datetime]]:
    mine = [one for one in trail.unsealed() if one["actor_id"] == actor_id and one["event"] in ACTS]
    return [(one["event"], one["subject_id"], one["facts"], one["at"]) for one in mine]


def openings(actor_id: int | None, since: datetime) -> list[tuple[int, datetime]]:
    if actor_id is None:
        return []
    mine = MemberOpening.seen_by(MACHINE).where(MemberOpening.actor_id == actor_id, MemberOpening.at >= since)
    rows = db.session.execute(mine.with_only_columns(MemberOpening.member_id, MemberOpening.at))
    return [(row[0], row[1]) for row in rows]
