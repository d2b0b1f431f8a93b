"""What is done to an order of goods (C33): a store orders, head office ships, the store takes in what came."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.goods.actions.stock import check_whole, write_moves
from portal.goods.models import (
    Deviation,
    GoodsOrder,
    GoodsOrderLine,
    MoveKind,
    Product,
    ProductState,
    StockMove,
    SupplyState,
)
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import StoreState

Arrived = Mapping[int, tuple[int, Deviation | None, str]]  # line: how much was taken in, what went otherwise, a note


def order_goods(store: Any, lines: Sequence[tuple[Product, int]], *, by: Any, note: str = "") -> GoodsOrder:
    """Order goods from head office: (product, thousandths) each; a product written twice is added up."""
    if not lines:
        raise Refused("Write at least one product with its quantity.", field="lines")
    if store.state not in (StoreState.OPEN, StoreState.PREPARING):
        raise Refused("Only a store that is open or being prepared orders goods.")
    wanted: Counter[Product] = Counter()
    for product, quantity in lines:
        if product.state == ProductState.OFF:
            raise Refused("%(product)s is withdrawn: it cannot be ordered.", product=product.name, field="lines")
        if quantity <= 0:
            raise Refused("The quantity of %(product)s must be above zero.", product=product.name, field="lines")
        check_whole(product, quantity, "lines")
        wanted[product] += quantity
    order = GoodsOrder(store_id=store.id, actor_id=by.id, note=note)
    order.lines = [
        GoodsOrderLine(store_id=store.id, product_id=product.id, ordered=quantity)
        for product, quantity in wanted.items()
    ]
    db.session.add(order)
    record("goods_order.sent", order, by=by, lines=len(wanted))
    return order


def ship_goods(
    order: GoodsOrder, shipped: Mapping[int, int], *, by: Any, expected_on: date | None = None, waybill: str = ""
) -> None:
    """Ship an order: {line: thousandths}, as ordered where a line is not named, zero where there is none."""
    if not order.awaits_shipment:
        raise Refused("This order is not waiting to be shipped.")
    if expected_on is not None and expected_on < clock.today():
        raise Refused("It cannot arrive before today.", field="expected_on")
    for line in order.lines:
        line.shipped = shipped.get(line.id, line.ordered)
        check_whole(line.product, line.shipped, "lines")
    if not any(line.shipped for line in order.lines):
        raise Refused("Nothing is shipped: cancel the order with a reason instead.")
    order.state, order.shipped_at, order.shipped_by = SupplyState.SHIPPED, clock.now(), by.id
    order.expected_on, order.waybill = expected_on, waybill
    record("goods_order.shipped", order, by=by)


def take_in_goods(order: GoodsOrder, arrived: Arrived, *, by: Any) -> None:
    """Take in what came of an order, as shipped where a line is not named; what came otherwise says how."""
    if not order.is_on_its_way:
        raise Refused("This order is not on its way.")
    for line in order.lines:
        line.received, line.deviation, line.note = arrived.get(line.id, (line.shipped or 0, None, ""))
        check_whole(line.product, line.received, "lines")
        _check_deviation(line)
    order.state, order.settled_at, order.settled_by = SupplyState.RECEIVED, clock.now(), by.id
    record("goods_order.received", order, by=by, otherwise=sum(line.differs for line in order.lines))
    write_moves(order.store_id, [_move(line, by) for line in order.lines if line.received])


def cancel_goods_order(order: GoodsOrder, *, by: Any, reason: str) -> None:
    """Cancel an order that was not shipped: the store no longer wants it, or head office has none of it."""
    if not order.awaits_shipment:
        raise Refused("Only an order that was not shipped is cancelled.")
    order.state, order.settled_at, order.settled_by = SupplyState.CANCELLED, clock.now(), by.id
    order.reason = reason
    record("goods_order.cancelled", order, by=by, reason=reason)


def _check_deviation(line: GoodsOrderLine) -> None:
    if not line.differs:
        line.deviation = None
        return
    if line.deviation is None:
        raise Refused("Say what went otherwise with %(product)s.", product=line.product.name, field="lines")
    more = (line.received or 0) > (line.shipped or 0)
    if more != (line.deviation == Deviation.OVER):
        raise Refused(
            "%(product)s: the quantity and what went otherwise do not agree.", product=line.product.name, field="lines"
        )


def _move(line: GoodsOrderLine, by: Any) -> StockMove:
    return StockMove(
        store_id=line.store_id,
        product_id=line.product_id,
        kind=MoveKind.RECEIVED,
        quantity=line.received,
        actor_id=by.id,
        note=line.note,
        source_key=line.source_key,
    )
