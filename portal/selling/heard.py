"""What an enrolled tablet shows and says when it sends orders: that it is itself, and how much it still holds (C32)."""

import hmac
from typing import Any, NamedTuple

from sqlalchemy import case, update

from portal.accounts.viewer import hashed
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import tidy
from portal.kernel.scope import within
from portal.selling.models import Device
from portal.selling.said import MOST_AHEAD
from portal.selling.stored import Shop


class Said(NamedTuple):
    """The highest number it gave out and how many orders wait on it; None where it does not say."""

    last: int | None
    waiting: int | None


def is_itself(store: Shop, token: Any) -> bool:
    """Whether whoever sends in an enrolled tablet's name shows its secret; a name that is not enrolled has none."""
    if store.enrolled is None:
        return True
    return isinstance(token, str) and hmac.compare_digest(hashed(str(tidy(token))[:100]), store.enrolled.token_hash)


def hear(store: Shop, said: Said, made: int, here: int) -> None:
    """Note when a tablet was heard and what it said: where that is news, and once a minute otherwise.

    `made` is the highest number that it sent, `here` the highest of those that are stored: one that was refused is a
    number given out, and missing until it is mended. A number further ahead than an order's may be is none that was
    given out: else one word of a tablet would keep all days open.
    """
    tablet = store.enrolled
    if tablet is None:
        return
    waiting = tablet.waiting if said.waiting is None else said.waiting
    known = max(here, tablet.last_made)
    last = max(number for number in (said.last or 0, made, 0) if number <= known + MOST_AHEAD)
    ahead = last > known
    if not tablet.is_long_ago and not ahead and waiting == tablet.waiting:
        return
    mine = update(Device).where(Device.store_id == store.id, Device.id == tablet.id)
    higher = case((Device.last_made < last, last), else_=Device.last_made)  # another sync may have come between
    noted = mine.values(seen_at=clock.now(), waiting=waiting, last_made=higher)
    db.session.execute(within(noted, Device, because="the tablet that proved itself"))
