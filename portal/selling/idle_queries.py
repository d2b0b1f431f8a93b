"""Reads of members announced as idle: how many, where, and from when on they are anonymised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func

from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.network.models import Store
from portal.selling.models import IdleMember


@dataclass(frozen=True)
class Idle:
    """How many members are announced, and the first day on which some of them are anonymised."""

    members: int
    first: date | None


def idle_in_all(viewer: Sees) -> Idle:
    """Return the sum of the viewer's stores."""
    found = IdleMember.seen_by(viewer).with_only_columns(func.count(), func.min(IdleMember.due_on))
    return Idle(*db.session.execute(found).one())


def idle_by_store(viewer: Sees) -> Sequence[Any]:
    """Return (store id, code, name, day, members) of each store and day, the next day first."""
    found = IdleMember.seen_by(viewer).join(Store, Store.id == IdleMember.store_id)
    counted = found.with_only_columns(Store.id, Store.code, Store.name, IdleMember.due_on, func.count()).group_by(
        Store.id, Store.code, Store.name, IdleMember.due_on
    )
    ordered = within(counted, Store, because="the viewer's own stores").order_by(IdleMember.due_on, Store.code)
    return db.session.execute(ordered).all()
