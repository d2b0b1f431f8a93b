"""What is done to a transfer (C31): one store sends goods, the other takes them in or they go back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from portal.goods.actions.stock import check_whole, write_moves
from portal.goods.models import MoveKind, Product, StockMove, Transfer, TransferLine, TransferState
from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Store, StoreState

Taken = Mapping[int, tuple[int, str]]  # line: how much was taken in, and why less


def send_goods(
    store: Store, receiver: Store | None, lines: Sequence[tuple[Product, int]], *, by: Any, note: str = ""
) -> Transfer:
    """Send goods to another store: they leave this one's books now, and enter the other's when it takes them in."""
    if receiver is None or receiver.id == store.id or receiver.state != StoreState.OPEN:
        raise Refused("There is no other open store with this code.", field="receiver")
    if not lines:
        raise Refused("Write at least one product with its quantity.", field="lines")
    wanted: Counter[Product] = Counter()
    for product, quantity in lines:
        if quantity <= 0:
            raise Refused("The quantity of %(product)s must be above zero.", product=product.name, field="lines")
        check_whole(product, quantity, "lines")
        wanted[product] += quantity
    ends = {"store_id": store.id, "receiver_id": receiver.id}
    sent = Transfer(**ends, actor_id=by.id, note=note)
    sent.lines = [TransferLine(**ends, product_id=product.id, sent=many) for product, many in wanted.items()]
    db.session.add(sent)
    record("transfer.sent", sent, by=by, lines=len(wanted))
    moves = [_move(line, store.id, MoveKind.TRANSFER_OUT, -line.sent, "out", by) for line in sent.lines]
    write_moves(store.id, moves)
    return sent


def take_in_transfer(transfer: Transfer, taken: Taken, *, by: Any) -> None:
    """Take in what another store sent, as sent where a line is not named; what is missing is said in words."""
    _demand(transfer, transfer.receiver_id, by, "Only the store that receives takes it in.")
    for book in sorted({f"store:{transfer.store_id}", f"store:{transfer.receiver_id}"}):
        trail.lock(db.session(), book)
    for line in transfer.lines:
        line.received, line.note = taken.get(line.id, (line.sent, ""))
        check_whole(line.product, line.received, "lines")
        if line.received > line.sent:
            raise Refused("%(product)s: more than was sent.", product=line.product.name, field="lines")
        if line.missing and not line.note:
            raise Refused("Say what became of the missing %(product)s.", product=line.product.name, field="lines")
    _settle(transfer, TransferState.RECEIVED, by)
    record("transfer.received", transfer, by=by, missing=sum(bool(line.missing) for line in transfer.lines))
    arrived = [line for line in transfer.lines if line.received]
    moves = [_move(line, transfer.receiver_id, MoveKind.TRANSFER_IN, line.received or 0, "in", by) for line in arrived]
    write_moves(transfer.receiver_id, moves)
    if moves:
        record("transfer.taken_in", moves[-1], by=by, moves=len(moves), transfer=transfer.id)  # in the receiver's book


def take_back_transfer(transfer: Transfer, *, by: Any, reason: str) -> None:
    """Let goods under way go back onto the sender's books: the receiver refuses them, or the sender thinks again."""
    if not transfer.is_under_way:
        raise Refused("This transfer is settled already.")
    transfer.reason = reason
    _settle(transfer, TransferState.RETURNED, by)
    record("transfer.returned", transfer, by=by, reason=reason)
    moves = [_move(line, transfer.store_id, MoveKind.TRANSFER_IN, line.sent, "back", by) for line in transfer.lines]
    write_moves(transfer.store_id, moves)


def _move(line: TransferLine, store_id: int, kind: MoveKind, quantity: int, deed: str, by: Any) -> StockMove:
    key = line.source_key(deed)
    facts = {"kind": kind, "quantity": quantity, "actor_id": by.id, "note": line.note, "source_key": key}
    return StockMove(store_id=store_id, product_id=line.product_id, **facts)


def _settle(transfer: Transfer, state: TransferState, by: Any) -> None:
    transfer.state, transfer.settled_at, transfer.settled_by = state, clock.now(), by.id


def _demand(transfer: Transfer, store_id: int, by: Any, otherwise: str) -> None:
    """Refuse who is not of the store whose turn it is, and what is settled."""
    if not transfer.is_under_way:
        raise Refused("This transfer is settled already.")
    if not (by.sees_everything or store_id in by.store_ids):
        raise Refused(otherwise)
