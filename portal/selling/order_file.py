"""Orders from files: rows of one key stand together, and are taken or left as one (C32)."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from portal.goods.queries import barcodes_of_one
from portal.kernel import clock, money
from portal.kernel.db import db
from portal.kernel.importer import Column, Pass, Reader, Unit
from portal.kernel.sheets import Row
from portal.kernel.words import N_
from portal.network.queries import stores
from portal.selling.booking import bodies_under, book
from portal.selling.models import WAYS, DayTotal, Member, Order, Payment
from portal.selling.new_orders import NewLine, NewOrder

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
MOST_SEQUENCE = 2**53
NUMBER = N_("Not a number.")
WRITE_AMOUNT = N_("Write an amount like 12.50.")

ORDER_COLUMNS = (
    Column("key", N_("Order key"), ("单据键", "单号", "小票号", "订单号"), True, "POS1-20260105-0001",
           N_("The order's number in its source. Loading it again changes nothing.")),
    Column("store", N_("Store code"), ("门店编号", "门店"), True, "BJ-0001", N_("Like BJ-0001.")),
    Column("device", N_("Device"), ("设备", "收银机", "收银台"), False, "POS1", N_("Which till. Empty: file.")),
    Column("sequence", N_("Number at the device"), ("流水号", "设备流水号", "序号"), True, "1",
           N_("Counts the till's orders: 1, 2, 3 …")),
    Column("placed_at", N_("Time"), ("时间", "下单时间", "销售时间"), True, "2026-01-05 09:30:00",
           N_("Local time, like 2026-01-05 09:30:00.")),
    Column("member", N_("Member"), ("会员", "会员键", "会员手机"), False, "",
           N_("The member's key or phone; empty where nobody showed a card.")),
    Column("payment", N_("Payment"), ("收款", "收款方式", "支付方式"), False, "现金",
           N_("Cash, WeChat, Alipay, card or on account. Empty: cash.")),
    Column("barcode", N_("Barcode"), ("条码", "商品条码", "条形码"), True, "6901234567892",
           N_("A product of the catalogue. One row a product; an order's rows stand together.")),
    Column("quantity", N_("Quantity"), ("数量",), True, "2", N_("Up to three decimals.")),
    Column("price", N_("Price"), ("单价",), False, "12.50", N_("Empty: the catalogue's price.")),
    Column("amount", N_("Amount"), ("金额", "实收", "小计"), True, "25.00",
           N_("What was charged for the row. It is taken as it stands.")),
    Column("discount", N_("Discount"), ("优惠", "折扣"), False, "0.00", N_("Taken off by the shop.")),
    Column("coupon", N_("Coupon"), ("券", "优惠券"), False, "0.00", N_("Taken off by a coupon.")),
    Column("coupon_match", N_("Coupon match"), ("店铺补券", "补券"), False, "0.00",
           N_("What the shop added to a coupon.")),
)  # fmt: skip

_PAYMENTS = {way.value: way for way in WAYS} | {
    "": Payment.CASH, "现金": Payment.CASH, "微信": Payment.WECHAT, "微信支付": Payment.WECHAT,
    "支付宝": Payment.ALIPAY, "银行卡": Payment.CARD, "刷卡": Payment.CARD, "挂账": Payment.ACCOUNT,
    "记账": Payment.ACCOUNT,
}  # fmt: skip


class Parsed(dict[str, int]):
    """Remembers what texts were read as: a file repeats a few thousand amounts a million times."""

    def __init__(self, parse: Callable[[str], int]) -> None:
        self.parse = parse

    def __missing__(self, text: str) -> int:
        value = self.parse(text)
        if value < 0:
            raise ValueError(text)
        if len(self) < 200_000:
            self[text] = value
        return value


class Draft(NamedTuple):
    """An order read, its member not looked up yet."""

    rows: list[Row]
    order: NewOrder
    member: str


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
        self.yuan, self.quantities = Parsed(money.parse_yuan), Parsed(money.parse_quantity)
        self.amounts = Parsed(money.parse_yuan)
        self.yuan[""] = 0
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
        key, store_id, device, sequence, placed_at, member, payment, lines = facts
        self.keys.add((store_id, key))
        self.numbers.add((store_id, device, sequence))
        order = NewOrder(
            store_id=store_id, id=order_id(self.code_of[store_id], key, placed_at), device=device, sequence=sequence,
            placed_at=placed_at, lines=lines, payment=payment, source_key=key, flags="imported",
            actor_id=self.run.reach.id,
        )  # fmt: skip
        return Draft(group, order, member)

    def quick(self, group: list[Row]) -> Any:
        """Read rows that are as they should be; None where anything is odd, for `careful` to say what."""
        head_of, line_of, short = self.pickers
        tail = [""] if short else []
        try:
            head = head_of(group[0][1] + tail)
            key, store, device, sequence, placed_at, member, payment = head
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
                barcode, quantity, price, amount, discount, coupon, match = line_of(cells)
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
            return key, store_id, device, number, moment, member, _PAYMENTS[payment], tuple(lines)
        except (KeyError, ValueError, OverflowError):
            return None

    @cached_property
    def pickers(self) -> tuple[Callable[[Any], Any], Callable[[Any], Any], bool]:
        """Getters of an order's cells and of a line's; columns the file lacks point at an empty last cell."""
        head = ("key", "store", "device", "sequence", "placed_at", "member", "payment")
        line = ("barcode", "quantity", "price", "amount", "discount", "coupon", "coupon_match")
        places = self.run.places
        return (
            itemgetter(*(places.get(name, -1) for name in head)),
            itemgetter(*(places.get(name, -1) for name in line)),
            any(name not in places for name in (*head, *line)),
        )

    def careful(self, group: list[Row]) -> Any:
        """Read an order again, saying of every row what is wrong with it; the facts where nothing is."""
        first = self.run.line(*group[0])
        head = self.head(first)
        same = ("key", "store", "device", "sequence", "placed_at", "member", "payment")
        read = [first]
        lines = []
        for n, row in enumerate(group):
            line = first if n == 0 else self.run.line(*row)
            if n:
                read.append(line)
            for name in same:
                if line.text(name, 999) != first.text(name, 999):
                    line.fault(name, N_("Differs from the order's first row."), N_("All rows of an order agree here."))
            lines.append(self.line(line))
        if not any(line.faults for line in read):
            return (*head, tuple(lines))
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
        payment = _PAYMENTS.get(line.text("payment").lower())
        if payment is None:
            line.fault("payment", N_("No such payment."), N_("Write 现金, 微信, 支付宝, 银行卡 or 挂账."))
        return key, store_id, device, number, moment, line.text("member", 80), payment

    def line(self, line: Any) -> NewLine:
        barcode = line.needed("barcode", 20)
        if barcode and barcode not in self.products:
            line.fault("barcode", N_("Not in the catalogue."), N_("Import the product first."))
        line.needed("quantity")
        line.needed("amount")
        quantity = line.read(
            "quantity", self.quantities.__getitem__, NUMBER, N_("Write 0 or more, at most three decimals."), 0
        )
        money_of = {
            name: line.read(name, self.yuan.__getitem__, NUMBER, WRITE_AMOUNT)
            for name in ("price", "amount", "discount", "coupon", "coupon_match")
        }
        price = money_of.pop("price")
        price = self.prices.get(barcode, 0) if price is None else price
        sums = {name: value or 0 for name, value in money_of.items()}
        return NewLine(self.products.get(barcode, 0), quantity, price, **sums)

    def looked_at(self, drafts: list[Draft]) -> Iterator[Unit]:
        """Look up the members of some orders, and what stands under their keys and numbers already."""
        if not drafts:
            return
        self.find_members({draft.member for draft in drafts if draft.member})
        taken, numbered = self.standing([draft.order for draft in drafts])
        db.session.rollback()
        for rows, order, member in drafts:
            order_number = (order.store_id, order.device, order.sequence)
            if member:
                order = replace(order, member_id=self.members[member])
            if member and order.member_id is None:
                self.spoil(rows, "member", N_("No such member within your reach."), N_("Import the members first."))
            elif numbered.get(order_number, order.id) != order.id:
                why = N_("Another order has this number at this device.")
                self.spoil(rows, "sequence", why, N_("It is in the portal already, under another key or time."))
            elif order.id not in taken:
                yield Unit(*rows[0], len(rows), order, "new")
            elif taken[order.id] == order.body_hash():
                yield Unit(*rows[0], len(rows), order, "known")
            else:
                why = N_("Taken in before with other rows; posted numbers never change.")
                self.spoil(rows, "key", why, N_("Reverse the order and enter it anew."))

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
