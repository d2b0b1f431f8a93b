"""Reads of alerts about looking at members: which there are, and what each counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from portal.kernel.db import db
from portal.kernel.rights import Can
from portal.kernel.scope import Sees
from portal.kernel.trail import Trail
from portal.kernel.words import N_, say
from portal.network.models import Store
from portal.selling.models import MemberOpening, Reading
from portal.selling.watch import ACTS

MOST_ROWS = 100
OPENED = N_("Member's file opened")


def readings(viewer: Sees) -> Select[Any]:
    """Return a select of the alerts in the viewer's reach."""
    found: Select[Any] = Reading.seen_by(viewer).options(joinedload(Reading.store))
    return found


def reading(reading_id: int, viewer: Sees) -> Reading:
    """Return an alert in the viewer's reach, or answer 404."""
    found: Reading | None = db.session.scalar(readings(viewer).where(Reading.id == reading_id))
    if found is None:
        abort(404)
    return found


def open_readings(viewer: Any, most: int = 3) -> Sequence[Reading]:
    """Return the newest alerts that wait for the viewer; one about himself does not."""
    if not viewer.may(Can.CLOSE_READINGS):
        return ()
    others = Reading.actor_id.is_(None) | (Reading.actor_id != viewer.id)
    found = readings(viewer).where(Reading.closed_at.is_(None), others)
    return db.session.scalars(found.order_by(Reading.id.desc()).limit(most)).all()


@dataclass(frozen=True)
class Deed:
    """One row behind an alert: what was done, where, and to how many members; none of them is named."""

    at: datetime
    label: str
    store: Store | None
    members: int
    member_id: int | None
    reason: str


def deeds(found: Reading, viewer: Sees) -> list[Deed]:
    """Return what an alert counts, newest first, as far as it lies within the viewer's reach."""
    between = (found.began_at, found.last_at)
    noted = Trail.seen_by(viewer).where(
        Trail.actor_id == found.actor_id, Trail.event.in_(ACTS), Trail.at.between(*between)
    )
    links = db.session.scalars(noted.order_by(Trail.at.desc(), Trail.id.desc()).limit(MOST_ROWS)).all()
    files: Sequence[MemberOpening] = ()
    if found.actor_id is not None:
        opened = MemberOpening.seen_by(viewer).where(
            MemberOpening.actor_id == found.actor_id, MemberOpening.at.between(*between)
        )
        files = db.session.scalars(opened.order_by(MemberOpening.id.desc()).limit(MOST_ROWS)).all()
    ids = {row.store_id for row in (*links, *files) if row.store_id}
    stores = {store.id: store for store in db.session.scalars(Store.seen_by(viewer).where(Store.id.in_(ids)))}
    rows = [deed_of(link, stores) for link in links]
    rows += [Deed(file.at, say(OPENED), stores.get(file.store_id), 1, file.member_id, "") for file in files]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:MOST_ROWS]


def deed_of(link: Trail, stores: dict[int, Store]) -> Deed:
    member_id = int(link.subject_id) if link.event in ("member.revealed", "member.copied") else None
    members = 1 if member_id else int(link.facts.get("hits", link.facts.get("rows", 0)))
    return Deed(link.at, link.label, stores.get(link.store_id or 0), members, member_id, link.reason)
