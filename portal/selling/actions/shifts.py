"""Shifts at the tills: opened with cash, cash moved, closed by counting (C32)."""

import re
from collections.abc import Mapping
from typing import Any

from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling import queries
from portal.selling.counting import compared
from portal.selling.keys import new_key
from portal.selling.models import CashKind, CashMove, Payment, Shift
from portal.selling.models.paper import is_paper
from portal.selling.said import MOST_AHEAD

_OWN = as_house(Shift, CashMove, because="shifts of the store whose till asks")
_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,40}")


def open_shift(store: Store, device: str, *, float_fen: int, by: Any, reason: str = "", key: str = "") -> Shift:
    """Begin a shift at a till with so much cash, in fen; other cash than was left there needs a reason.

    Who takes over counts for himself: with whoever closed before, two names stand for the cash between two shifts.
    A tablet gives its own `key`: the same shift said again is known.
    """
    if not store.is_open:
        raise Refused("Only an open store sells.")
    if not _DEVICE.fullmatch(device):
        raise Refused("A device's name is letters, digits, - and _.", field="device")
    if is_paper(device):
        raise Refused("This is the name of a sheet of paper: nobody stands at it as at a till.", field="device")
    trail.lock(db.session(), f"store:{store.id}")
    if key and (known := db.session.get(Shift, (store.id, key), execution_options=_OWN)) is not None:
        _refuse_other((known.device, known.float_fen) != (device, float_fen))
        return known
    if queries.open_shift_on(store, device) is not None:
        raise Refused("This till has a shift under way. Close it first.", field="device")
    before = queries.last_shift_on(store, device)
    if before is not None and before.left_fen != float_fen and not reason:
        raise Refused("The last shift left another sum. Say where the difference comes from.", field="reason")
    shift = Shift(
        store_id=store.id,
        id=key or new_key(),
        device=device,
        opener_id=by.id,
        float_fen=float_fen,
        float_reason=reason,
        # numbers that the shift before answers for are not this one's, though they may come only now
        first_number=max(queries.last_number_of(store, device), (before and before.last_number) or 0) + 1,
    )
    db.session.add(shift)
    record("shift.opened", shift, by=by)
    return shift


def move_cash(shift: Shift, kind: CashKind, *, fen: int, by: Any, reason: str = "", key: str = "") -> CashMove:
    """Take cash from a till or put some in; what is not brought to the safe needs a reason.

    A tablet gives its own `key`: the same said again moves nothing.
    """
    trail.lock(db.session(), f"store:{shift.store_id}")
    own = (shift.store_id, key)
    if key and (known := db.session.get(CashMove, own, execution_options=_OWN)) is not None:
        _refuse_other((known.shift_id, known.kind, known.fen) != (shift.id, kind, fen))
        return known
    _under_way(shift)
    if fen <= 0:
        raise Refused("Write an amount above zero.", field="fen")
    if kind != CashKind.SAFE and not reason:
        raise Refused("Say what the cash is for.", field="reason")
    move = CashMove(
        store_id=shift.store_id,
        id=key or new_key(),
        shift_id=shift.id,
        kind=kind,
        fen=fen,
        reason=reason,
        actor_id=by.id,
    )
    db.session.add(move)
    record("cash.moved", move, by=by, kind=kind.value)
    return move


def close_shift(
    shift: Shift,
    *,
    counted: Mapping[Payment, int],
    left: int,
    by: Any,
    reasons: Mapping[Payment, str] | None = None,
    missing_reason: str = "",
    last: int = 0,
) -> Shift:
    """Close a shift: every way counted against the till's orders by their numbers, and what cash stays in the till.

    `last` is the highest number the tablet says that it gave out: up to it, what is not here is missing.
    """
    _under_way(shift)
    figures = queries.shift_figures(shift, last)
    if last > max(shift.first_number, figures.last_here) + MOST_AHEAD:
        raise Refused("Number %(n)s is too far ahead of this device's last one.", n=last, field="last")
    if figures.missing and not missing_reason:
        raise Refused("Orders of this till have not arrived. Bring it online, or say why not.", field="missing_reason")
    found, said = compared(figures.expected, counted, reasons or {})
    if not 0 <= left <= max(found[Payment.CASH], 0):
        raise Refused("No more can stay in the till than was counted.", field="left")
    shift.closed_at, shift.closer_id, shift.left_fen = clock.now(), by.id, left
    shift.last_number, shift.missing = figures.last, figures.missing
    shift.orders, shift.total = figures.orders, figures.total
    shift.expected = {way.value: fen for way, fen in figures.expected}
    shift.counted = {way.value: fen for way, fen in found.items()}
    shift.reasons = said | ({"missing": missing_reason} if figures.missing else {})
    record("shift.closed", shift, by=by)
    return shift


def _refuse_other(other: bool) -> None:
    if other:
        raise Refused("Something else has this key.", field="key")


def _under_way(shift: Shift) -> None:
    """Hold the store's book, so that no order is booked meanwhile, and look that the shift is still under way."""
    trail.lock(db.session(), f"store:{shift.store_id}")
    db.session.refresh(shift, ["closed_at"])
    if not shift.is_open:
        raise Refused("This shift is closed.")
