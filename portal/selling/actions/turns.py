"""Who stands at a till: a colleague takes it over without signing in (C32)."""

from typing import Any

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling.models import Turn
from portal.selling.stored import Shop

_OWN = as_house(Turn, because="a turn at a till of the store that asks")


def take_turn(store: Store | Shop, device: str, *, key: str, by: Any, signed_in: Any) -> Turn:
    """Let a person who proved himself take over a till; the same turn said again is known.

    `by` is whoever takes over, `signed_in` whose sign-in the browser has.
    """
    known = db.session.get(Turn, (store.id, key), execution_options=_OWN)
    if known is not None:
        if (known.user_id, known.device) != (by.id, device):
            raise Refused("Another turn has this key.", field="key")
        return known
    turn = Turn(store_id=store.id, id=key, device=device, user_id=by.id, actor_id=signed_in.id)
    db.session.add(turn)
    record("turn.taken", turn, by=by)
    return turn
