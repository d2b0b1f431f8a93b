"""The links of orders in their stores' chains, worked out again from the rows: what `flask verify` walks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from portal.kernel import trail
from portal.kernel.scope import house_read
from portal.selling.booking import posted_digest
from portal.selling.models import Order, OrderBenefit, OrderLine, OrderPayment, OrderReturn
from portal.selling.new_orders import Benefit, NewLine, NewOrder, Part, Returned


def order_links(session: Any) -> Any:
    """Yield every order's link, for the check of the chains; the body is worked out again from the rows."""
    every = select(*Order.__table__.c).order_by(Order.store_id, Order.id).execution_options(yield_per=1000)
    rows = house_read(every, Order, because="flask verify walks every chain")
    for orders in session.execute(rows).partitions():
        held, besides = lines_of(session, orders), besides_of(session, orders)
        for row in orders:
            key = row.store_id, row.id
            body_hash = body_of(row, tuple(held[key]), besides[key]).body_hash()
            digest = posted_digest(body_hash, row.store_id, row.id, row.total, row.quantity, row.booked_day)
            yield f"store:{row.store_id}", row.seq, row.prev, row.hash, digest


def lines_of(session: Any, orders: Iterable[Any]) -> dict[tuple[int, str], list[NewLine]]:
    """Return the lines of some stored orders, in their places."""
    held: dict[tuple[int, str], list[NewLine]] = defaultdict(list)
    names = ("product_id", "quantity", "price", "amount", "discount", "coupon", "coupon_match")
    lines = select(OrderLine.store_id, OrderLine.order_id, *(getattr(OrderLine, name) for name in names)).where(
        OrderLine.store_id.in_({order.store_id for order in orders}),
        OrderLine.order_id.in_([order.id for order in orders]),
    )
    rows = house_read(lines.order_by(OrderLine.position), OrderLine, because="flask verify walks every chain")
    for store_id, order_id, *line in session.execute(rows):
        held[store_id, order_id].append(NewLine(*line))
    return held


def besides_of(session: Any, orders: Iterable[Any]) -> dict[tuple[int, str], dict[str, list[Any]]]:
    """Return what only some of these orders have beside their lines: payments, discounts by hand, returns."""
    found: dict[tuple[int, str], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    payments = OrderPayment, ("way", "amount", "given"), (OrderPayment.n,)
    by_hand = OrderBenefit, Benefit._fields, (OrderBenefit.n,)
    back = OrderReturn, ("position", "of_order_id", "of_position", "quantity"), (OrderReturn.position,)
    for name, make, (model, names, places) in (
        ("parts", Part, payments), ("benefits", Benefit, by_hand), ("returns", Returned, back),
    ):  # fmt: skip
        rows = select(model.store_id, model.order_id, *(getattr(model, column) for column in names)).where(
            model.store_id.in_({order.store_id for order in orders}),
            model.order_id.in_([order.id for order in orders]),
        )
        every = house_read(rows.order_by(*places), model, because="flask verify walks every chain")
        for store_id, order_id, *values in session.execute(every):
            found[store_id, order_id][name].append(make(*values))
    return found


def body_of(row: Any, lines: tuple[NewLine, ...], besides: Mapping[str, list[Any]]) -> NewOrder:
    """Return what the client once said, from a stored order and its rows."""
    return NewOrder(
        row.store_id, row.id, row.device, row.sequence, row.placed_at, lines, member_id=row.member_id,
        payment=row.payment, reverses_id=row.reverses_id, source_key=row.source_key, given=row.given,
        points_used=row.points_used, parts=tuple(besides["parts"]), benefits=tuple(besides["benefits"]),
        returns=tuple(besides["returns"]),
    )  # fmt: skip


trail.chained.append(order_links)
