"""From what a device says to orders that can be booked: prices, sums, members, sequences, reversals (C32).

Both ways in use it: the order page, which leaves prices and time to the server, and the sync of a tablet,
which was offline and states them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.goods.prices import Priced, priced
from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.money import MILLI, line_amount
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import house_read, within
from portal.kernel.words import N_, Word
from portal.network.models import Store, StoreState
from portal.selling.models import Member, Order, OrderLine, Payment
from portal.selling.new_orders import NewLine, NewOrder
from portal.selling.stored import Shop, stored

AHEAD, BEHIND = timedelta(hours=3), timedelta(days=30)
MOST_LINES = 500
MOST_FEN = 10**8  # of a line: one million yuan
MOST_ORDER_FEN = 10**9
MOST_QUANTITY = 10**7  # of a line, in thousandths: ten tonnes
MOST_AHEAD = 100_000  # how far a device's number may leap


@dataclass(frozen=True)
class SaidLine:
    """A line as a device says it; without a price the catalogue's counts."""

    product_id: int | None
    quantity: int
    barcode: str = ""
    price: int | None = None
    amount: int | None = None


@dataclass(frozen=True)
class SaidOrder:
    """An order as a device says it. Without a sequence or a time the server gives them."""

    key: str
    lines: tuple[SaidLine, ...] = ()
    sequence: int | None = None
    placed_at: datetime | None = None
    member_id: int | None = None
    payment: Payment = Payment.CASH
    reverses_id: str | None = None
    reason: str = ""
    skew: timedelta = timedelta(0)  # how far the device's clock was ahead when it sent this, as far as it said


def is_doubtful(placed_at: datetime, skew: timedelta = timedelta(0)) -> bool:
    """Whether an order's business day may be wrong: its moment cannot be, or by our clock it was another day."""
    day = clock.day_of(placed_at)
    if not -BEHIND <= placed_at - clock.now() <= AHEAD or day > clock.today():
        return True
    # clocks that are further apart than a tablet's may be: nobody knows which of them is wrong
    return abs(skew) > AHEAD or (bool(skew) and clock.day_of(placed_at - skew) != day)


class Fate(Word):
    """What became of a posted order."""

    STORED = "stored", N_("Posted")
    KNOWN = "known", N_("Posted before")
    CLASH = "clash", N_("Another order has this key"), "bad"
    REFUSED = "refused", N_("Refused"), "bad"


@dataclass(frozen=True)
class Posted:
    """The fate of one order, with the reason where it was refused."""

    key: str
    fate: Fate
    reason: str = ""
    message: str = ""
    flags: str = ""


class Batch:
    """Orders said together by one device of one store, and what must be known to check them.

    The store's book is locked first, so that nothing found here changes before it is booked.
    `meet` notes that a member of another store is learned of, or refuses; it is told how many this batch noted.
    Those in `met` are known already. `products` are those named, where they were read before the book was locked.
    """

    def __init__(
        self,
        viewer: Any,
        store: Store | Shop,
        device: str,
        said: Sequence[SaidOrder],
        *,
        meet: Callable[[int], None],
        met: Iterable[int] = (),
        products: Mapping[int | str, Priced] | None = None,
    ) -> None:
        self.viewer, self.store, self.device = viewer, store, device
        self.meet, self.met, self.noted = meet, set(met), 0
        trail.lock(db.session(), f"store:{store.id}")
        undone = {order.reverses_id for order in said if order.reverses_id}
        numbers = {order.sequence for order in said if order.sequence is not None}
        first_day = min([clock.today(), *(clock.day_of(order.placed_at) for order in said if order.placed_at)])
        self.held = held = stored(store.id, device, {order.key for order in said}, numbers, first_day)
        self.sequences, self.last_sequence = held.keys, held.last_number
        self.orders = self.own({*held.bodies, *undone})
        self.reversed = self.reversals_of(undone)
        self.products = products_named(store.id, said) if products is None else products
        self.members = known_members({order.member_id for order in said if order.member_id})
        self.next_number: int | None = None

    def own(self, ids: set[str]) -> dict[str, Order]:
        """Return those of this store's orders that are repeated or reversed, with their lines."""
        if not ids:
            return {}
        mine = select(Order).where(Order.store_id == self.store.id, Order.id.in_(ids))
        found = self.within_own(mine.options(selectinload(Order.lines)))
        return {order.id: order for order in db.session.scalars(found)}

    def reversals_of(self, ids: set[str]) -> dict[str, str]:
        if not ids:
            return {}
        found = select(Order.reverses_id, Order.id).where(Order.store_id == self.store.id, Order.reverses_id.in_(ids))
        return {str(row[0]): row[1] for row in db.session.execute(self.within_own(found))}

    def within_own(self, statement: Any) -> Any:
        return within(statement, Order, OrderLine, because="orders of the store that posts, whose book is held")

    def next_sequence(self) -> int:
        """Give out the device's next number."""
        self.next_number = (self.last_sequence if self.next_number is None else self.next_number) + 1
        return self.next_number

    def compose(self, said: SaidOrder) -> NewOrder:
        """Return the order to book. Raises Refused, whose field is the reason's code.

        What the device left out is taken from the order stored under the same key, if there is one, so that
        a repeat is the same order even when the catalogue has changed in between.
        """
        if self.store.state == StoreState.PREPARING:
            raise Refused("This store is not open yet.", field="store")
        before = self.orders.get(said.key)
        if said.reverses_id:
            lines, member_id, payment, flags = *self.undone(said), ""
        else:
            member_id, payment = self.buyer(said, before), said.payment
            lines, flags = self.priced(said, before, is_member=member_id is not None)
            if member_id != said.member_id:
                flags = f"member {flags}".strip()
        placed_at = said.placed_at or (before.placed_at if before else clock.now())
        if is_doubtful(placed_at, said.skew):
            flags = f"clock {flags}".strip()
        return NewOrder(
            store_id=self.store.id,
            id=said.key,
            device=self.device,
            sequence=self.numbered(said, before),
            placed_at=placed_at,
            lines=lines,
            member_id=member_id,
            payment=payment,
            reverses_id=said.reverses_id,
            reason=said.reason[:200],
            flags=flags,
            actor_id=self.viewer.id,
        )

    def buyer(self, said: SaidOrder, before: Order | None) -> int | None:
        """Return the member who buys: none if he is gone, or of another store and too many were named."""
        if said.member_id is None:
            return None
        if before and (before.member_id == said.member_id or "member" in before.flags.split()):
            return before.member_id
        if said.member_id not in self.members:
            raise Refused("This member is not known.", field="member")
        store_id, gone_at = self.members[said.member_id]
        if gone_at is not None:
            return None
        if store_id not in self.viewer.store_ids and said.member_id not in self.met:
            try:
                self.meet(self.noted)
            except Refused:
                return None
            self.noted += 1
            self.met.add(said.member_id)
        return said.member_id

    def numbered(self, said: SaidOrder, before: Order | None) -> int:
        if said.sequence is None:
            return before.sequence if before else self.next_sequence()
        if self.sequences.setdefault(said.sequence, said.key) != said.key:
            raise Refused("This device has used number %(n)s for another order.", n=said.sequence, field="sequence")
        if before is None and said.sequence > self.last_sequence + MOST_AHEAD:
            raise Refused("Number %(n)s is too far ahead of this device's last one.", n=said.sequence, field="sequence")
        return said.sequence

    def priced(self, said: SaidOrder, before: Order | None, *, is_member: bool) -> tuple[tuple[NewLine, ...], str]:
        """Return the lines with their amounts, and the flag "price" where one differs from the catalogue."""
        if not said.lines:
            raise Refused("An order needs at least one line.", field="lines")
        if len(said.lines) > MOST_LINES:
            raise Refused("An order has at most %(most)s lines.", most=MOST_LINES, field="lines")
        lines_before = dict(enumerate(before.lines)) if before else {}
        found, differs = [], False
        moment = said.placed_at or (before.placed_at if before else clock.now())
        for n, line in enumerate(said.lines):
            product = self.products.get(line.product_id or line.barcode)
            if product is None:
                raise Refused("Product %(code)s is not in the catalogue.", code=line.barcode or "?", field="product")
            product = product.at(moment)
            catalogue = product.price_for(is_member)
            new = new_line(line, product, catalogue, lines_before.get(n))
            differs = differs or new.price != catalogue
            found.append(new)
        if sum(line.amount for line in found) > MOST_ORDER_FEN:
            raise Refused("An order cannot be above ten million yuan.", field="amount")
        return tuple(found), "price" if differs else ""

    def undone(self, said: SaidOrder) -> tuple[tuple[NewLine, ...], int | None, Payment]:
        """Return the lines that undo an order exactly, its member and its payment."""
        if not self.viewer.may(Can.REVERSE_ORDERS):
            raise Refused("You may not reverse orders.", field="right")
        if not said.reason:
            raise Refused("Say why the order is reversed.", field="reason")
        order = self.orders.get(said.reverses_id or "")
        if order is None:
            raise Refused("The order to reverse is not known.", field="reverses")
        if order.is_reversal:
            raise Refused("A reversal cannot be reversed.", field="reverses")
        if self.reversed.setdefault(order.id, said.key) != said.key:
            raise Refused("This order was reversed already.", field="reverses")
        stated = [(self.id_of(line), line.quantity) for line in said.lines]
        if stated and stated != [(line.product_id, -line.quantity) for line in order.lines]:
            raise Refused("A reversal must undo every line of its order.", field="lines")
        return tuple(negated(line) for line in order.lines), order.member_id, order.payment

    def id_of(self, line: SaidLine) -> int | None:
        product = self.products.get(line.product_id or line.barcode)
        return product.id if product else None


def new_line(line: SaidLine, product: Priced, catalogue: int, stored: OrderLine | None) -> NewLine:
    """Return a line with its price and amount; `discount` is what was saved on the ordinary price."""
    if line.quantity > MOST_QUANTITY:
        raise Refused("The quantity of %(name)s cannot be above 10,000.", name=product.name, field="quantity")
    if line.quantity <= 0 or (not product.weighed and line.quantity % MILLI):
        raise Refused("The quantity of %(name)s is not possible.", name=product.name, field="quantity")
    same = stored is not None and (stored.product_id, stored.quantity) == (product.id, line.quantity)
    price = line.price if line.price is not None else stored.price if stored and same else catalogue
    amount = line_amount(price, line.quantity)
    if amount > MOST_FEN:
        raise Refused("The amount of %(name)s cannot be above one million yuan.", name=product.name, field="amount")
    if price < 0 or line.amount not in (None, amount):
        raise Refused("The amount of %(name)s is not its price times its quantity.", name=product.name, field="amount")
    if stored and same and stored.price == price:
        discount = stored.discount
    else:
        discount = max(0, line_amount(product.price, line.quantity) - amount)
    return NewLine(product.id, line.quantity, price, amount, discount)


def negated(line: OrderLine) -> NewLine:
    return NewLine(
        line.product_id, -line.quantity, line.price, -line.amount, -line.discount, -line.coupon, -line.coupon_match
    )


def products_named(store_id: int, said: Iterable[SaidOrder]) -> dict[int | str, Priced]:
    """Return the products that orders name, by id and by barcode, with what they cost in their store."""
    lines = [line for order in said for line in order.lines]
    return priced(
        store_id,
        {line.product_id for line in lines if line.product_id},
        {line.barcode for line in lines if line.barcode and not line.product_id},
    )


def known_members(ids: set[int]) -> dict[int, tuple[int, datetime | None]]:
    """Return each member's store and when he was erased or withdrew; a member belongs to the whole chain."""
    if not ids:
        return {}
    found = select(Member.id, Member.store_id, func.coalesce(Member.erased_at, Member.withdrawn_at)).where(
        Member.id.in_(ids)
    )
    rows = db.session.execute(house_read(found, Member, because="a member is the chain's; no name is read"))
    return {row[0]: (row[1], row[2]) for row in rows}
