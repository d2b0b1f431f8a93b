"""Sales on hold: put aside, taken up once, thrown away (C32)."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from portal.accounts.queries import person_name
from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house, within
from portal.kernel.trail import record
from portal.kernel.words import N_
from portal.network.models import Store
from portal.selling import rules
from portal.selling.models import Hold, HoldState
from portal.selling.models.device import OWN_NAME
from portal.selling.stored import Shop

MOST_HOLDS = 50  # waiting in one store
TAKEN = N_("%(who)s took it up at %(at)s, at till %(device)s.")
TAKEN_SOMEWHERE = N_("%(who)s took it up at %(at)s, at a tablet without a number.")
DROPPED = N_("%(who)s threw it away at %(at)s.")
FORGOTTEN = N_(
    "This sale is no longer on hold: what nobody takes up within %(days)s days is deleted. Ring it up again."
)
_OWN = as_house(Hold, because="a sale on hold at the store that asks")


class Gone(Refused):
    """A sale on hold that somebody has taken up or thrown away; `more` says who, when and where."""

    status = 409

    def __init__(self, hold: Hold) -> None:
        at = clock.local(hold.ended_at or clock.now())
        who, facts = person_name(hold.ender_id), {"at": f"{at:%H:%M}", "device": hold.taker}
        taken = TAKEN_SOMEWHERE if OWN_NAME.fullmatch(hold.taker) else TAKEN
        super().__init__(taken if hold.state == HoldState.TAKEN else DROPPED, field="taken", who=who, **facts)
        self.more = {"by": who, "at": at.isoformat(), "device": hold.taker}


class Forgotten(Refused):
    """A sale that is on hold no longer, as far as anybody knows: nobody took it up in time."""

    status = 404

    def __init__(self) -> None:
        super().__init__(FORGOTTEN, days=rules.rules().holds, field="forgotten")


def hold_sale(
    store: Store | Shop, device: str, *, key: str, name: str, body: dict[str, Any], total: int, pieces: int, by: Any
) -> Hold:
    """Put a sale aside for any tablet of the store; the same one said again is known, however it ended meanwhile."""
    trail.lock(db.session(), f"store:{store.id}")
    known = db.session.get(Hold, (store.id, key), execution_options=_OWN)
    if known is not None:
        if known.device != device:
            raise Refused("Another sale on hold has this key.", field="key")
        return known
    waiting = select(func.count()).where(Hold.store_id == store.id, Hold.state == HoldState.WAITING)
    waiting = within(waiting, Hold, because="how many sales are on hold at the store that asks")
    if (db.session.scalar(waiting) or 0) >= MOST_HOLDS:
        raise Refused("%(most)s sales are on hold. Take some up, or throw them away.", most=MOST_HOLDS, field="holds")
    hold = Hold(
        store_id=store.id, id=key, device=device, name=name, body=body, total=total, pieces=pieces, maker_id=by.id
    )
    db.session.add(hold)
    record("hold.made", hold, by=by)
    return hold


def take_hold(hold: Hold, device: str, *, by: Any) -> dict[str, Any]:
    """Take a sale up at a tablet and return it; the same tablet may ask again, every other one is told who was first.

    Raises Gone, or Forgotten.
    """
    _look_again(hold)
    if hold.state == HoldState.TAKEN and hold.taker == device:
        return hold.body
    if not hold.waits:
        raise Gone(hold)
    hold.state, hold.ended_at, hold.ender_id, hold.taker = HoldState.TAKEN, clock.now(), by.id, device
    record("hold.taken", hold, by=by)
    return hold.body


def drop_hold(hold: Hold, *, reason: str, by: Any) -> None:
    """Throw a sale on hold away: whoever wanted it does not come back. Raises Gone."""
    _look_again(hold)
    if not hold.waits:
        raise Gone(hold)
    hold.state, hold.ended_at, hold.ender_id, hold.reason = HoldState.DROPPED, clock.now(), by.id, reason
    record("hold.dropped", hold, by=by, reason=reason)


def forget_holds(store: Store, before: datetime, *, by: Any) -> int:
    """Delete what was put aside at a store before then and nobody took up; its trail says how many. Returns that."""
    trail.lock(db.session(), f"store:{store.id}")
    old = delete(Hold).where(Hold.store_id == store.id, Hold.state == HoldState.WAITING, Hold.made_at < before)
    gone = within(old.execution_options(synchronize_session=False), Hold, because="the store whose holds are old")
    result: Any = db.session.execute(gone)
    if result.rowcount:
        record("holds.forgotten", store, by=by, holds=result.rowcount)
    return int(result.rowcount)


def _look_again(hold: Hold) -> None:
    """Hold the store's book, so that of many who take it up one is first, and read how it stands by then."""
    trail.lock(db.session(), f"store:{hold.store_id}")
    if db.session.get(Hold, (hold.store_id, hold.id), populate_existing=True, execution_options=_OWN) is None:
        raise Forgotten  # by the night, meanwhile
