"""Orders from files: rows of one key stand together, and are taken or left as one (C32)."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from portal.goods.queries import barcodes_of_one
from portal.kernel import clock, money
from portal.kernel.db import db
from portal.kernel.importer import Line, Pass, Reader, Unit
from portal.kernel.refusals import Refused
from portal.kernel.sheets import Row
from portal.kernel.words import N_
from portal.network.queries import stores
from portal.selling.booking import bodies_under, book
from portal.selling.models import DayTotal, Member, Order
from portal.selling.new_orders import Benefit, NewLine, NewOrder
from portal.selling.order_back import Sold
from portal.selling.order_cells import NUMBER, PAYMENTS, WRITE_AMOUNT, by_hand_in, paid_in
from portal.selling.posting_money import Paid
from portal.selling.said import MOST_FEN

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
MOST_SEQUENCE = 2**53
_ALONE = {word: Paid(way) for word, way in PAYMENTS.items()}
_HEAD = ("key", "store", "device", "sequence", "placed_at", "member", "payment", "returns")
_LINE = ("barcode", "quantity", "price", "amount", "discount", "coupon", "coupon_match", "by_hand")


class Parsed(dict[str, int]):
    """Remembers what texts were read as: a file repeats a few thousand amounts a million times.

    What is above `most` is none: one barcode among the amounts would be the whole network's turnover.
    """

    def __init__(self, parse: Callable[[str], int], most: int = 2**53) -> None:
        self.parse, self.most = parse, most

    def __missing__(self, text: str) -> int:
        value = self.parse(text)
        if not 0 <= value <= self.most:
            raise ValueError(text)
        if len(self) < 200_000:
            self[text] = value
        return value


class Facts(NamedTuple):
    """What an order's rows say; `returns` is the key of the order whose goods come back, `of` are their rows in it."""

    key: str
    store_id: int
    device: str
    sequence: int
    placed_at: datetime
    member: str
    lines: tuple[NewLine, ...]
    paid: Paid
    benefits: tuple[Benefit, ...] = ()
    returns: str = ""
    of: tuple[int, ...] = ()


class Draft(NamedTuple):
    """An order read; its member, and the order that it takes goods back of, are not looked up yet."""

    rows: list[Row]
    order: NewOrder
    facts: Facts


def taken_back(text: str) -> int:
    """Read a quantity that comes back: below nothing. Raises ValueError."""
    quantity = money.parse_quantity(text)
    if quantity >= 0:
        raise ValueError(text)
    return quantity


def paid_back(text: str) -> int:
    """Read what is paid back, nothing or below it. Raises ValueError."""
    fen = money.parse_yuan(text) if text else 0
    if fen > 0:
        raise ValueError(text)
    return fen


def order_id(store_code: str, key: str, placed_at: datetime) -> str:
    """Return the UUIDv7 of an imported order: its moment, and the hash of its source's key."""
    digest = int.from_bytes(hashlib.sha256(f"{store_code}\n{key}".encode()).digest()[:10])
    moment = int(placed_at.timestamp() * 1000) & (1 << 48) - 1
    number = moment << 80 | 7 << 76 | (digest >> 62 & 0xFFF) << 64 | 2 << 62 | digest & (1 << 62) - 1
    return str(UUID(int=number))


class OrderReader(Reader):
    """Reads orders: rows of one key stand together, and a bad row spoils its whole order."""

    batch_rows = 3000
    looked_up = 400  # orders whose members and keys are looked up at once

    def __init__(self, run: Pass) -> None:
        super().__init__(run)
        self.codes = {store.code: store.id for store in stores(run.reach) if run.store_id in (None, store.id)}
        self.code_of = {store_id: code for code, store_id in self.codes.items()}
        self.products: dict[str, int] = {}
        self.prices: dict[str, int] = {}
        for barcode, product_id, price in barcodes_of_one():
            self.products[barcode], self.prices[barcode] = product_id, price
        trading = DayTotal.seen_by(run.reach).with_only_columns(DayTotal.store_id).distinct()
        self.trading = set(db.session.scalars(trading))
        self.members: dict[str, int | None] = {}
        self.keys: set[tuple[int, str]] = set()
        self.numbers: set[tuple[int, str, int]] = set()
        self.yuan, self.quantities = Parsed(money.parse_yuan, MOST_FEN), Parsed(money.parse_quantity)
        self.amounts = Parsed(money.parse_yuan, MOST_FEN)
        self.yuan[""] = 0
        self.sold = Sold(run.reach)
        self.latest = clock.now()

    def units(self, rows: Iterator[Row]) -> Iterator[Unit]:
        drafts: list[Draft] = []
        for group in self.groups(rows):
            if draft := self.draft(group):
                drafts.append(draft)
                if len(drafts) >= self.looked_up:
                    yield from self.looked_at(drafts)
                    drafts = []
        yield from self.looked_at(drafts)

    def load(self, things: list[NewOrder]) -> Counter[str]:
        booked = book(things)
        return Counter(new=len(booked.stored), known=len(booked.known), clash=len(booked.clashing))

    def groups(self, rows: Iterator[Row]) -> Iterator[list[Row]]:
        """Yield the rows of each key that stand together."""
        at = self.run.places["key"]
        group: list[Row] = []
        key = None
        for row in rows:
            if row[1][at] != key:
                if group:
                    yield group
                group, key = [], row[1][at]
            group.append(row)
        if group:
            yield group

    def draft(self, group: list[Row]) -> Draft | None:
        """Read an order's rows; None where one is wrong and all went into the tray."""
        facts = self.quick(group) or self.careful(group)
        if facts is None:
            return None
        key, store_id, device, sequence, placed_at = facts[:5]
        self.keys.add((store_id, key))
        self.numbers.add((store_id, device, sequence))
        order = NewOrder(
            store_id=store_id, id=order_id(self.code_of[store_id], key, placed_at), device=device, sequence=sequence,
            placed_at=placed_at, lines=facts.lines, payment=facts.paid.payment, source_key=key, flags="imported",
            actor_id=self.run.reach.id, parts=facts.paid.parts, benefits=facts.benefits, given=facts.paid.given,
        )  # fmt: skip
        return Draft(group, order, facts)

    def quick(self, group: list[Row]) -> Facts | None:
        """Read rows that are as they should be; None where anything is odd, for `careful` to say what."""
        head_of, line_of, short = self.pickers
        tail = [""] if short else []
        try:
            head = head_of(group[0][1] + tail)
            key, store, device, sequence, placed_at, member, payment, returns = head
            store_id = self.codes[store] if store else self.run.store_id
            device = device or "file"
            number = int(sequence)
            moment = clock.parse_moment(placed_at)
            products, prices = self.products, self.prices
            yuan, quantities, amounts = self.yuan, self.quantities, self.amounts
            lines = []
            for _, cells in group:
                if tail:
                    cells = cells + tail
                if head_of(cells) != head:
                    return None
                barcode, quantity, price, amount, discount, coupon, match, by_hand = line_of(cells)
                if returns or by_hand:
                    return None
                lines.append(
                    NewLine(
                        products[barcode], quantities[quantity], yuan[price] if price else prices[barcode],
                        amounts[amount], yuan[discount], yuan[coupon], yuan[match],
                    )
                )  # fmt: skip
            if store_id is None or not key or len(key) > 80 or len(device) > 40 or not 0 < number < MOST_SEQUENCE:
                return None
            if not EARLIEST <= moment <= self.latest:
                return None
            if (store_id, key) in self.keys or (store_id, device, number) in self.numbers:
                return None
            return Facts(key, store_id, device, number, moment, member, tuple(lines), _ALONE[payment])
        except (KeyError, ValueError, OverflowError):
            return None

    @cached_property
    def pickers(self) -> tuple[Callable[[Any], Any], Callable[[Any], Any], bool]:
        """Getters of an order's cells and of a line's; columns the file lacks point at an empty last cell."""
        places = self.run.places
        return (
            itemgetter(*(places.get(name, -1) for name in _HEAD)),
            itemgetter(*(places.get(name, -1) for name in _LINE)),
            any(name not in places for name in (*_HEAD, *_LINE)),
        )

    def careful(self, group: list[Row]) -> Facts | None:
        """Read an order again, saying of every row what is wrong with it; the facts where nothing is."""
        read = [self.run.line(*row) for row in group]
        first = read[0]
        head = self.head(first)
        for line in read[1:]:
            for name in _HEAD:
                if line.text(name, 999) != first.text(name, 999):
                    line.fault(name, N_("Differs from the order's first row."), N_("All rows of an order agree here."))
        facts = Facts(*head, *self.content(read))
        if not any(line.faults for line in read):
            return facts
        for line in read:
            if not line.faults:
                line.fault(
                    "key", N_("Another row of this order is wrong."), N_("Put that row right; then all are taken.")
                )
            line.refused()
        return None

    def head(self, line: Any) -> tuple[Any, ...]:
        key, code = line.needed("key", 80), line.text("store", 12)
        store_id = self.codes.get(code) if code else self.run.store_id
        if store_id is None:
            line.fault("store", N_("No such store within your reach."), N_("Write the code of one of your stores."))
        device = line.text("device", 40) or "file"
        line.needed("sequence", 20)
        number = line.read("sequence", int, NUMBER, N_("Write a whole number."))
        if number is not None and not 0 < number < MOST_SEQUENCE:
            line.fault("sequence", N_("Out of range."), N_("Write a whole number from 1."))
        line.needed("placed_at", 40)
        moment = line.read("placed_at", clock.parse_moment, N_("Not a time."), N_("Write it like 2026-01-05 09:30:00."))
        if moment is not None and not EARLIEST <= moment <= self.latest:
            line.fault("placed_at", N_("In the future, or before 2000."), N_("Look at the till's clock."))
        if (store_id, key) in self.keys:
            line.fault("key", N_("This order stands further up already."), N_("Put an order's rows together."))
        elif (store_id, device, number) in self.numbers:
            line.fault("sequence", N_("Another order has this number at this device."), N_("Give each order its own."))
        return key, store_id, device, number, moment, line.text("member", 80)

    def content(self, read: list[Line]) -> tuple[Any, ...]:
        """Read what an order sold or takes back, and how it was paid; a settlement has one row without a product."""
        first, returns = read[0], read[0].text("returns", 80)
        stands_alone = len(read) == 1 and not returns and not first.text("barcode")
        if stands_alone and first.text("payment", 200).lower() not in PAYMENTS:
            if not first.text("member", 80):
                first.fault("member", N_("A settlement names its member."), N_("Write the member's key or phone."))
            return (), paid_in(first, 0, settles=True)
        lines = tuple(self.line(line, is_back=bool(returns)) for line in read)
        payment = paid_in(first, sum(line.amount for line in lines), settles=False)
        if not returns:
            by_hand = [by_hand_in(line, n, lines[n - 1]) for n, line in enumerate(read, 1)]
            return lines, payment, tuple(chain.from_iterable(by_hand))
        of = tuple(line.read("of", int, NUMBER, N_("Write a whole number."), 0) for line in read)
        return lines, payment, (), returns, of

    def line(self, line: Line, *, is_back: bool) -> NewLine:
        barcode = line.needed("barcode", 20)
        if barcode and barcode not in self.products:
            line.fault("barcode", N_("Not in the catalogue."), N_("Import the product first."))
        line.needed("quantity")
        line.needed("amount")
        fix = N_("Goods that come back have a minus, others do not; at most three decimals.")
        quantity = line.read("quantity", taken_back if is_back else self.quantities.__getitem__, NUMBER, fix, 0)
        price = line.read("price", self.yuan.__getitem__, NUMBER, WRITE_AMOUNT)
        price = self.prices.get(barcode, 0) if price is None else price
        parse = paid_back if is_back else self.yuan.__getitem__
        names = ("amount", "discount", "coupon", "coupon_match")
        sums = [line.read(name, parse, NUMBER, WRITE_AMOUNT) or 0 for name in names]
        return NewLine(self.products.get(barcode, 0), quantity, price, *sums)

    def looked_at(self, drafts: list[Draft]) -> Iterator[Unit]:
        """Look up the members of some orders, and what stands under their keys and numbers already."""
        if not drafts:
            return
        self.find_members({draft.facts.member for draft in drafts if draft.facts.member})
        taken, numbered = self.standing([draft.order for draft in drafts])
        new = {(order.store_id, order.source_key) for _, order, _ in drafts if order.id not in taken}
        self.sold.learn({(d.order.store_id, d.facts.returns) for d in drafts if d.facts.returns} - new)
        db.session.rollback()
        for rows, order, facts in drafts:
            order_number = (order.store_id, order.device, order.sequence)
            member = facts.member
            if member:
                order = replace(order, member_id=self.members[member])
            if member and order.member_id is None:
                self.spoil(rows, "member", N_("No such member within your reach."), N_("Import the members first."))
            elif numbered.get(order_number, order.id) != order.id:
                why = N_("Another order has this number at this device.")
                self.spoil(rows, "sequence", why, N_("It is in the portal already, under another key or time."))
            elif facts.returns:
                yield from self.brought_back(rows, order, facts, taken)
            elif order.id not in taken:
                if "returns" in self.run.places and order.lines:
                    self.sold.note(order)
                yield Unit(*rows[0], len(rows), order, "new")
            else:
                yield from self.again(rows, order, taken)

    def again(self, rows: list[Row], order: NewOrder, taken: dict[str, str]) -> Iterator[Unit]:
        """Yield an order that was taken in before, where its rows are the same."""
        if taken[order.id] == order.body_hash():
            yield Unit(*rows[0], len(rows), order, "known")
        else:
            why = N_("Taken in before with other rows; posted numbers never change.")
            self.spoil(rows, "key", why, N_("Reverse the order and enter it anew."))

    def brought_back(self, rows: list[Row], order: NewOrder, facts: Facts, taken: dict[str, str]) -> Iterator[Unit]:
        """Yield what takes goods of another order back, as far as they were sold and are not back already."""
        try:
            order = self.sold.named(order, facts.returns, facts.of)
            if order.id not in taken:
                self.sold.take(order, facts.returns)
                yield Unit(*rows[0], len(rows), order, "new")
            else:
                yield from self.again(rows, order, taken)
        except Refused as refusal:
            fix = N_("It names an order further up in the file, or one taken in before, and its row.")
            self.spoil(rows, refusal.field, refusal.message, fix)

    def spoil(self, rows: list[Row], column: str, why: str, fix: str) -> None:
        for row in rows:
            line = self.run.line(*row)
            line.fault(column, why, fix)
            line.refused()

    def find_members(self, words: Iterable[str]) -> None:
        """Learn which members these keys and phones name; only those within reach."""
        missing = [word for word in words if word not in self.members]
        if not missing:
            return
        self.members |= dict.fromkeys(missing)
        for column in (Member.phone, Member.source_key):
            found = (
                Member.seen_by(self.run.reach)
                .with_only_columns(column, Member.id)
                .where(column.in_(missing), Member.withdrawn_at.is_(None))
            )
            self.members |= {word: member_id for word, member_id in db.session.execute(found) if word}

    def standing(self, orders: list[NewOrder]) -> tuple[dict[str, str], dict[tuple[int, str, int], str]]:
        """Return ({id: body hash}, {(store, device, number): id}) of what the portal holds already."""
        taken: dict[str, str] = {}
        numbered: dict[tuple[int, str, int], str] = {}
        for store_id in {order.store_id for order in orders} & self.trading:
            mine = [order for order in orders if order.store_id == store_id]
            taken |= bodies_under(store_id, [order.id for order in mine])
            for device in {order.device for order in mine}:
                numbers = [order.sequence for order in mine if order.device == device]
                found = (
                    Order.seen_by(self.run.reach)
                    .with_only_columns(Order.sequence, Order.id)
                    .where(Order.store_id == store_id, Order.device == device, Order.sequence.in_(numbers))
                )
                for number, known in db.session.execute(found):
                    numbered[store_id, device, number] = known
        return taken, numbered
