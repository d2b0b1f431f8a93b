"""What undoes a posted order: a reversal all of it, on its own day; a return line by line, on any later one (C32)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from portal.kernel.db import db
from portal.kernel.money import MILLI, share
from portal.kernel.refusals import Refused
from portal.kernel.scope import within
from portal.selling.models import Order, OrderLine, OrderReturn
from portal.selling.new_orders import NewLine, NewOrder, Returned
from portal.selling.rules_of_till.paying import returnable
from portal.selling.said import MOST_LINES, SaidOrder

PARTS = ("amount", "discount", "coupon", "coupon_match")  # of a line, that come back by quantity


@dataclass
class Back:
    """What came back so far: of each sold line what it came back as, and the rows that each return was stored with.

    `points` of an order are those earned and spent that went back with its goods, below nothing.
    """

    of_line: dict[tuple[str, int], list[dict[str, int]]] = field(default_factory=dict)
    rows: dict[str, list[Returned]] = field(default_factory=dict)
    points: dict[str, tuple[int, int]] = field(default_factory=dict)

    def note(self, new: NewOrder) -> None:
        """Count a return, or what undoes one, that is about to be stored."""
        for line, row in zip(new.lines, new.returns, strict=True):
            self.of_line.setdefault((row.of_order_id, row.of_position), []).append(as_part(line))
        if new.returns_id:
            earned, used = self.points.get(new.returns_id, (0, 0))
            self.points[new.returns_id] = earned + (new.points or 0), used + (new.points_used or 0)

    def is_back(self, order: Order) -> bool:
        """Whether any of an order's goods came back and were not taken out again."""
        return any(sum(one["quantity"] for one in self.of(order.id, line.position)) for line in order.lines)

    def of(self, order_id: str, position: int) -> list[dict[str, int]]:
        return self.of_line.get((order_id, position), [])

    def left(self, line: OrderLine) -> int:
        """Return how many thousandths of a sold line may still come back."""
        return line.quantity + sum(one["quantity"] for one in self.of(line.order_id, line.position))


def back_of(store_id: int, ids: Collection[str]) -> Back:
    """Return what came back of these orders of a store, and what those of them that are returns brought back."""
    found = Back()
    if not ids:
        return found
    columns = [getattr(OrderLine, name) for name in ("quantity", *PARTS)]
    rows = (
        select(
            OrderReturn.order_id, OrderReturn.position, OrderReturn.of_order_id, OrderReturn.of_position,
            OrderReturn.quantity, *columns,
        )
        .join(
            OrderLine,
            (OrderLine.store_id == OrderReturn.store_id)
            & (OrderLine.order_id == OrderReturn.order_id)
            & (OrderLine.position == OrderReturn.position),
        )
        .where(OrderReturn.store_id == store_id)
        .where(or_(OrderReturn.of_order_id.in_(ids), OrderReturn.order_id.in_(ids)))
        .order_by(OrderReturn.order_id, OrderReturn.position)
    )  # fmt: skip
    own = within(rows, OrderReturn, OrderLine, because="orders of the store that posts, or in the viewer's reach")
    for order_id, position, of_order_id, of_position, quantity, *parts in db.session.execute(own):
        came = dict(zip(("quantity", *PARTS), parts, strict=True))
        found.of_line.setdefault((of_order_id, of_position), []).append(came)
        found.rows.setdefault(order_id, []).append(Returned(position, of_order_id, of_position, quantity))
    if found.rows:
        found.points = points_gone(store_id, ids)
    return found


def points_gone(store_id: int, ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return the points earned and spent that went back with goods of these orders of a store, below nothing."""
    sums = (func.coalesce(func.sum(column), 0) for column in (Order.points, Order.points_used))
    rows = select(Order.returns_id, *sums).where(Order.store_id == store_id, Order.returns_id.in_(ids))
    own = within(rows.group_by(Order.returns_id), Order, because="orders of the store that posts, or in reach")
    return {str(order_id): (int(earned), int(used)) for order_id, earned, used in db.session.execute(own)}


def as_part(line: Any) -> dict[str, int]:
    """Return what a line is as the rule of returns knows it."""
    return {name: getattr(line, name) for name in ("quantity", *PARTS)}


def check_returns(order: Order | None, *, was_reversed: bool) -> Order:
    """Return the order whose goods come back. Raises Refused where nothing of it can."""
    if order is None:
        raise Refused("The order whose goods come back is not known in this store.", field="returns")
    if order.is_reversal or order.returns_id or order.is_settlement:
        raise Refused("Only goods that were sold come back.", field="returns")
    if was_reversed:
        raise Refused("This order was reversed already.", field="returns")
    return order


def returned_lines(
    order: Order, said: SaidOrder, back: Back, ids: Sequence[int | None]
) -> tuple[list[NewLine], list[Returned]]:
    """Return the lines that take goods back, each its share of what was sold; `ids` are the products that they name.

    Raises Refused above what is left.
    """
    if not 0 < len(said.lines) <= MOST_LINES:
        raise Refused("Say which lines come back.", field="lines")
    sold = {line.position: line for line in order.lines}
    lines: list[NewLine] = []
    rows: list[Returned] = []
    before: dict[int, list[dict[str, int]]] = {}
    for n, (line, product_id) in enumerate(zip(said.lines, ids, strict=True), 1):
        of = sold.get(line.of or 0)
        if of is None or product_id not in (None, of.product_id):
            raise Refused("The order has no such line.", field="lines")
        if line.quantity >= 0 or (not of.product.weighed and line.quantity % MILLI):
            raise Refused("The quantity of %(name)s is not possible.", name=of.product.name, field="quantity")
        came = before.setdefault(of.position, list(back.of(order.id, of.position)))
        part = returnable(as_part(of), came, -line.quantity)
        if part is None:
            raise Refused("Not so many of %(name)s are left to come back.", name=of.product.name, field="left")
        if line.amount not in (None, part["amount"]):
            name = of.product.name
            raise Refused("The amount of %(name)s is not what is paid back for it.", name=name, field="amount")
        came.append(part)
        lines.append(NewLine(of.product_id, line.quantity, of.price, *(part[name] for name in PARTS)))
        rows.append(Returned(n, order.id, of.position, -line.quantity))
    return lines, rows


def stored_return(before: Order, said: SaidOrder, back: Back) -> tuple[list[NewLine], list[Returned]] | None:
    """Return a return's lines as they are stored, where the same is said again; more may have come back since."""
    rows = back.rows.get(before.id, [])
    if [(line.of, -line.quantity) for line in said.lines] != [(row.of_position, row.quantity) for row in rows]:
        return None
    return [as_new(line) for line in before.lines], rows


def as_new(line: OrderLine) -> NewLine:
    return NewLine(
        line.product_id, line.quantity, line.price, line.amount, line.discount, line.coupon, line.coupon_match
    )


def negated(line: OrderLine) -> NewLine:
    return NewLine(
        line.product_id, -line.quantity, line.price, -line.amount, -line.discount, -line.coupon, -line.coupon_match
    )


def check_reversal(order: Order | None, day: date, back: Back, *, is_again: bool) -> Order:
    """Return the order that is undone, on a day. Raises Refused where it cannot be; a repeat was checked before."""
    if order is None:
        raise Refused("The order to reverse is not known.", field="reverses")
    if order.is_reversal:
        raise Refused("A reversal cannot be reversed.", field="reverses")
    if is_again:
        return order
    if day > order.business_day and order.returns_id:
        raise Refused("A return is undone on its own day only.", field="day")
    if day > order.business_day and not order.is_settlement:
        raise Refused("This order is of an earlier day: take its goods back instead.", field="day")
    if back.is_back(order):
        raise Refused("Goods of this order came back already: take back what is left.", field="reverses")
    return order


def points_back(order: Order, lines: Sequence[NewLine], back: Back) -> tuple[int | None, int | None]:
    """Return the points earned and spent that go back with lines.

    Earned ones by their share of what was paid, spent ones by their share of what the goods cost before anything went
    off: what was paid with points alone has no other.
    """
    gone = [*(one for line in order.lines for one in back.of(order.id, line.position)), *map(as_part, lines)]
    paid, off = (-sum(one[name] for one in gone) for name in ("amount", "discount"))
    earned, used = back.points.get(order.id, (0, 0))
    return (
        back_share(order.points, paid, order.total, earned),
        back_share(order.points_used, paid + off, order.total + order.discount, used),
    )


def back_share(points: int | None, back: int, total: int, before: int) -> int | None:
    """Return, below nothing, the points that go back now that so much of a total is back, `before` of them before.

    Shared out is what is back in all, as with the amounts of a line: a return that is undone takes its own along.
    """
    return -max(0, share(points, back, total) + before) if points and total else None


def undoing_rows(rows: Sequence[Returned]) -> tuple[Returned, ...]:
    """Return the rows by which a return is undone: the goods are gone again."""
    return tuple(row._replace(quantity=-row.quantity) for row in rows)


def shown_left(order: Order, back: Back) -> Mapping[int, int]:
    """Return how many thousandths of each line may still come back: nothing of what was no sale."""
    if order.is_reversal or order.returns_id:
        return {line.position: 0 for line in order.lines}
    return {line.position: back.left(line) for line in order.lines}
