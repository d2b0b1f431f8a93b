"""How filters narrow orders, and how much of each order a filter asks for: what adds up to the figure that led here."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, literal
from sqlalchemy.orm import aliased

from portal.goods.models import Product
from portal.kernel import clock
from portal.kernel.listing import Column
from portal.kernel.scope import within
from portal.kernel.words import N_, Word
from portal.selling import queries
from portal.selling.forms import OrderFilters, Undone, YesNo
from portal.selling.forms.orders import ANY_FLAG, NO_CATEGORY
from portal.selling.models import Order, OrderLine, OrderPayment, Payment

FAR = timedelta(days=31)  # as far as a filter without an index looks back over many stores


def narrowed(found: Any, filters: OrderFilters) -> Any:
    """Narrow a select of orders to what a person chose."""
    chosen = {name: filters.chosen(name) for name in filters._fields if name not in ("store", "csrf_token")}
    # by the day they count in, so that the rows add up to the day's, the month's figure they are linked from
    plain: dict[str, Callable[[Any], Any]] = {
        "first": lambda day: Order.booked_day >= day,
        "last": lambda day: Order.booked_day <= day,
        "member": lambda word: Order.member_id.is_not(None) if word == YesNo.YES else Order.member_id.is_(None),
        "payment": paid_by,
        "undone": undone_is,
        "from_no": lambda n: Order.sequence >= n,
        "until_no": lambda n: Order.sequence <= n,
        "flag": flagged,
        "device": lambda name: Order.device == name,
        "clerk": lambda user_id: Order.actor_id == user_id,
        "least": lambda fen: Order.total >= fen,
        "most": lambda fen: Order.total <= fen,
    }
    found = found.where(*(plain[name](value) for name, value in chosen.items() if name in plain and value is not None))
    if chosen.get("buyer") is not None:
        found = queries.by_member(found, chosen["buyer"])
    if (which := lines_asked(filters)) is not None:
        own = OrderLine.store_id == Order.store_id, OrderLine.order_id == Order.id
        found = found.where(exists().where(*own, Product.id == OrderLine.product_id, which))
    return within(found, OrderPayment, OrderLine, because="payments and lines of the viewer's orders")


def lines_asked(filters: OrderFilters) -> Any:
    """Return the condition on lines and their products that a filter asks for, None where none does."""
    product = filters.chosen("product") if "product" in filters else None
    category = filters.chosen("category") if "category" in filters else None
    if product is None and category is None:
        return None
    if product is not None:
        return OrderLine.product_id == product
    return Product.category == ("" if category == NO_CATEGORY else category)


def flagged(flag: str) -> Any:
    """Return the condition that an order is flagged for this, or for anything at all."""
    if flag == ANY_FLAG:
        return Order.flags != ""
    return (literal(" ") + Order.flags + " ").contains(f" {flag} ", autoescape=True)


def far_back() -> Any:
    """Return the condition that keeps a filter without an index to the last month."""
    return Order.placed_at >= clock.now() - FAR


class Part:
    """How much of each order at hand is of the chosen product, category or way of payment."""

    def __init__(self, filters: OrderFilters) -> None:
        self.lines = lines_asked(filters)
        way = filters.chosen("payment")
        self.way = way if way != Payment.MIXED and self.lines is None else None
        self.fen: dict[Any, int] = {}
        self.many: dict[Any, int] = {}

    def complete(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Read the parts of the rows at hand, in one statement."""
        keys = [(row.store_id, row.id) for row in rows]
        if self.lines is not None and rows:
            found = queries.of_lines(keys, self.lines)
            self.fen, self.many = ({key: sums[n] for key, sums in found.items()} for n in (0, 1))
        elif self.way is not None:
            mixed = [(row.store_id, row.id) for row in rows if row.payment == Payment.MIXED]
            self.fen = {(row.store_id, row.id): row.total for row in rows} | dict.fromkeys(mixed, 0)
            self.fen |= queries.of_way(mixed, self.way) if mixed else {}
        return rows

    @property
    def columns(self) -> list[Column]:
        """The columns of the parts, none where the whole order is asked for."""
        if self.lines is None and self.way is None:
            return []
        many = Column("of_it_many", N_("Of it, quantity"), lambda row: self.many.get((row.store_id, row.id), 0), "qty")
        fen = Column("of_it", N_("Of it"), lambda row: self.fen.get((row.store_id, row.id), 0), "money")
        return [many, fen] if self.lines is not None else [fen]


def paid_by(way: Word) -> Any:
    """Return the condition that an order took something by this way, alone or among others."""
    if way == Payment.MIXED:
        return Order.payment == way
    part = exists().where(
        OrderPayment.store_id == Order.store_id, OrderPayment.order_id == Order.id, OrderPayment.way == way
    )
    return (Order.payment == way) | (Order.payment == Payment.MIXED) & part


def undone_is(undone: Word) -> Any:
    """Return the condition of a kind of orders."""
    undoing = aliased(Order)
    was_reversed = exists().where(undoing.store_id == Order.store_id, undoing.reverses_id == Order.id)
    none = Order.reverses_id.is_(None)
    sells = none & Order.returns_id.is_(None) & (Order.lines_count > 0)
    kinds = {
        Undone.SALES: sells & ~was_reversed,
        Undone.MADE: sells,
        Undone.REVERSED: was_reversed,
        Undone.REVERSALS: Order.reverses_id.is_not(None),
        Undone.RETURNS: none & Order.returns_id.is_not(None),
        Undone.SETTLEMENTS: Order.lines_count == 0,
    }
    return kinds[Undone(undone)]
