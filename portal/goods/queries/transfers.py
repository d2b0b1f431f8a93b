"""Reads of transfers between stores."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import Select, String, case, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.goods.models import StockMove, Transfer, TransferLine, TransferState
from portal.kernel.db import db
from portal.kernel.scope import Sees, house_read, within
from portal.network.models import Store, StoreState


def transfers(viewer: Sees) -> Select[Any]:
    """Return a select of the transfers that the viewer sees an end of, with both stores."""
    return Transfer.seen_by(viewer).options(joinedload(Transfer.store), joinedload(Transfer.receiver))


def transfers_of(store: Store, viewer: Sees) -> Select[Any]:
    """Return a select of what a store sent or is sent."""
    return transfers(viewer).where(or_(Transfer.store_id == store.id, Transfer.receiver_id == store.id))


def transfers_to_tell(store: Store, viewer: Any, since: datetime) -> Select[Any]:
    """Return a select of what comes to a store, and of what it sent and another lately sent back or took in short."""
    coming = (Transfer.receiver_id == store.id) & (Transfer.state == TransferState.SENT)
    missing = (TransferLine.transfer_id == Transfer.id) & (TransferLine.received < TransferLine.sent)
    otherwise = (Transfer.state == TransferState.RETURNED) | select(TransferLine.id).where(missing).exists()
    settled = (Transfer.store_id == store.id) & (Transfer.settled_at >= since) & (Transfer.settled_by != viewer.id)
    told = transfers(viewer).where(or_(coming, settled & otherwise))
    return within(told, TransferLine, because="whether lines of a transfer in sight are short")


def transfer(transfer_id: int, viewer: Sees) -> Transfer:
    """Return a transfer with its lines, or answer 404."""
    mine = transfers(viewer).where(Transfer.id == transfer_id)
    found = db.session.scalar(mine.options(selectinload(Transfer.lines).joinedload(TransferLine.product)))
    if found is None:
        abort(404)
    return found


def kinds_of(transfer_ids: Sequence[int], viewer: Sees) -> dict[int, int]:
    """Return {transfer: number of products}."""
    mine = TransferLine.seen_by(viewer).with_only_columns(TransferLine.transfer_id, func.count())
    rows = db.session.execute(mine.where(TransferLine.transfer_id.in_(transfer_ids)).group_by(TransferLine.transfer_id))
    return {row[0]: row[1] for row in rows}


def another_open_store(code: str, than: Store) -> Store | None:
    """Return the open store with this code, whoever asks: whom one sends goods to, one knows by his code."""
    every = select(Store).where(Store.code == code.upper(), Store.state == StoreState.OPEN, Store.id != than.id)
    return db.session.scalar(house_read(every, Store, because="a code that was told is looked up, no list is given"))


def transfers_out_of_balance() -> list[tuple[int, int]]:
    """Return (transfer, product) whose moves are not what its line says, for the check of the whole network."""
    begin = literal("transfer:") + cast(TransferLine.transfer_id, String) + ":" + cast(TransferLine.product_id, String)
    moved = StockMove.source_key.in_([begin + ":out", begin + ":in", begin + ":back"])
    ends = StockMove.store_id.in_([TransferLine.store_id, TransferLine.receiver_id])
    under_way = case(
        (Transfer.state == "sent", -TransferLine.sent),
        (Transfer.state == "received", TransferLine.received - TransferLine.sent),
        else_=0,
    )
    lines = (
        select(TransferLine.transfer_id, TransferLine.product_id)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .outerjoin(StockMove, ends & moved)
        .group_by(TransferLine.transfer_id, TransferLine.product_id, under_way)
        .having(func.coalesce(func.sum(StockMove.quantity), 0) != under_way)
    )
    checked = house_read(lines, Transfer, TransferLine, StockMove, because="flask verify checks the whole network")
    found = db.session.execute(checked)
    return [(transfer_id, product_id) for transfer_id, product_id in found]
