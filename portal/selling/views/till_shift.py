"""Doors of a till's shift, in JSON: how it stands, begun, cash moved, closed; by the rules of the pages (C32)."""

from typing import Any

from flask_login import current_user

from portal.accounts.queries import names_of
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.selling import actions, queries, room
from portal.selling.asking import Asked, answered, asked, who_stands_at
from portal.selling.models import WAYS, CashKind, Payment, Shift

MOST_NUMBER = 2**31 - 1


@room.get("/till/shift", needs=Can.SELL)
def show_till_shift() -> Any:
    return answered(lambda: standing(asked(current_user)))


@room.post("/till/shift", needs=Can.KEEP_SHIFTS)
def update_till_shift() -> Any:
    return answered(lambda: done(asked(current_user)))


def done(said: Asked) -> dict[str, Any]:
    deeds = {"open": opened, "move": moved, "close": closed}
    deed = deeds.get(said.text("do", most=10))
    if deed is None:
        raise Refused("A shift is opened, closed, or cash is moved.", field="do")
    deed(said, who_stands_at(said, current_user))
    return standing(said)


def opened(said: Asked, by: Any) -> Shift:
    store = queries.shop_of(current_user)
    float_fen, reason = said.number("float"), said.text("reason", most=300)
    return actions.open_shift(store, said.device, float_fen=float_fen, reason=reason, key=said.key(), by=by)


def moved(said: Asked, by: Any) -> Any:
    kind = next((one for one in CashKind if one == said.body.get("kind")), None)
    if kind is None:
        raise Refused("Choose one of the list.", field="kind")
    fen, reason = said.number("amount"), said.text("reason", most=200)
    return actions.move_cash(under_way(said, by), kind, fen=fen, reason=reason, key=said.key(), by=by)


def closed(said: Asked, by: Any) -> Shift:
    """Close the till's shift; the same said again – its answer was lost – finds it closed like that."""
    counted, reasons, left = counts(said), said.table("reasons"), said.number("float_left")
    shift = under_way(said, by)
    same = {way.value: fen for way, fen in counted.items()}.items() <= (shift.counted or {}).items()
    if not shift.is_open and shift.closer_id == by.id and shift.left_fen == left and same:
        return shift
    words: dict[Payment, str] = {way: text(reasons, way.value) for way in WAYS}
    return actions.close_shift(
        shift, counted=counted, left=left, by=by, reasons=words, missing_reason=text(reasons, "missing"),
        last=said.number("last", most=MOST_NUMBER) if "last" in said.body else 0,
    )  # fmt: skip


def counts(said: Asked) -> dict[Payment, int]:
    counted = Asked(said.shop, said.device, said.table("counted"))
    return {way: counted.number(way.value, least=-MOST_NUMBER) for way in WAYS if way.value in counted.body}


def text(table: dict[str, Any], name: str) -> str:
    return Asked.text_of(table.get(name), most=300)


def under_way(said: Asked, by: Any) -> Shift:
    """Return the till's shift: the one that is named by `shift`, else the one under way."""
    store = queries.shop_of(current_user)
    if "shift" in said.body:
        return queries.shift(store.code, said.key("shift"), by)
    shift = queries.open_shift_on(store, said.device)
    if shift is None:
        raise Refused("No shift is under way at this till.", field="shift")
    return shift


def standing(said: Asked) -> dict[str, Any]:
    """Return how the till's shift stands, and what the last one left."""
    store = queries.shop_of(current_user)
    shift, before = queries.open_shift_on(store, said.device), queries.last_shift_on(store, said.device)
    names = names_of([shift.opener_id if shift else None, before.closer_id if before else None])
    last = before and {
        "key": before.id, "closed_at": moment(before.closed_at), "closer": names.get(before.closer_id or 0, ""),
        "left": before.left_fen,
    }  # fmt: skip
    return {"shift": shift and told(shift, names.get(shift.opener_id or 0, "")) | {"last": last}, "last": last}


def told(shift: Shift, opener: str) -> dict[str, Any]:
    figures = queries.shift_figures(shift)
    moves = [
        {"key": move.id, "kind": move.kind.value, "amount": move.fen, "reason": move.reason, "at": moment(move.at)}
        for move in queries.moves_of(shift)
    ]
    return {
        "key": shift.id, "opened_at": moment(shift.opened_at), "opener": opener, "float": shift.float_fen,
        "first": shift.first_number, "number": figures.last, "orders": figures.orders, "missing": figures.missing,
        "expected": {way.value: fen for way, fen in figures.expected}, "moves": moves,
    }  # fmt: skip


def moment(at: Any) -> str:
    return str(at.isoformat())
