"""What only some of the demo network's orders have: several payments, discounts by hand, returns, settled accounts."""

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from portal.selling.models import BenefitKind, Payment
from portal.selling.new_orders import Benefit, NewLine, NewOrder, Part, Returned
from portal.selling.rules_of_till.paying import returnable
from portal.selling.rules_of_till.sums import share

MIXED, BY_HAND, BACK, SETTLED = 0.012, 0.012, 0.006, 0.01  # of a hundred sales, about one
NOTES = (1000, 5000, 10000)
WHY = ("包装破了", "快到期", "老顾客抹零", "最后一件，外盒压坏")
RETURNED = ("买错了规格", "打开是坏的", "家里还有，没拆封", "尺寸不合适")
PARTS = ("amount", "discount", "coupon", "coupon_match")


@dataclass
class Till:
    """What a shop's besides need to know of its orders so far."""

    dice: random.Random
    owed: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    back: set[str] = field(default_factory=set)
    seen: int = 0


def besides(shop: Any, till: Till, at: datetime) -> None:
    """Let the sale just made be paid or priced in another way, or goods or money come back after it."""
    dice, newest = till.dice, shop.orders[-1]
    chance = dice.random()
    if chance < MIXED:
        shop.orders[-1] = in_parts(newest, dice)
    elif chance < MIXED + BY_HAND:
        shop.orders[-1] = by_hand(newest, dice)
    learn(shop, till)
    at += timedelta(seconds=40)
    if dice.random() < BACK and (sold := returnable_one(shop, till, at)):
        bring_back(shop, till, sold, at)
    owing = [member_id for member_id, fen in till.owed.items() if fen > 0]
    if owing and dice.random() < SETTLED:
        settle(shop, till, dice.choice(owing), at + timedelta(seconds=30))


def learn(shop: Any, till: Till) -> None:
    """Add up what members owe by the orders that came since."""
    for order in shop.orders[till.seen :]:
        if order.member_id is not None:
            till.owed[order.member_id] += sum(part.amount for part in order.paid() if part.way == Payment.ACCOUNT)
    till.seen = len(shop.orders)


def in_parts(order: NewOrder, dice: random.Random) -> NewOrder:
    """Pay a sale by app, and the rest in cash with change."""
    total = sum(line.amount for line in order.lines)
    cash = total // 200 * 100
    if cash < 100 or order.payment == Payment.ACCOUNT:
        return order
    given = -(-cash // (note := dice.choice(NOTES))) * note
    parts = (Part(dice.choice((Payment.WECHAT, Payment.ALIPAY)), total - cash), Part(Payment.CASH, cash, given))
    return replace(order, payment=Payment.MIXED, parts=parts)


def by_hand(order: NewOrder, dice: random.Random) -> NewOrder:
    """Take a little off the first line, within a clerk's right."""
    first = order.lines[0]
    fen = first.amount * 4 // 100
    if fen < 10:
        return order
    line = first._replace(amount=first.amount - fen, discount=first.discount + fen)
    benefit = Benefit(1, BenefitKind.MANUAL, fen, why=dice.choice(WHY))
    return replace(order, lines=(line, *order.lines[1:]), benefits=(benefit,))


def returnable_one(shop: Any, till: Till, at: datetime) -> NewOrder | None:
    """Return a sale of the days before of which nothing came back."""
    undone = {order.reverses_id for order in shop.orders if order.reverses_id}
    days = timedelta(days=1), timedelta(days=6)
    found = [
        order
        for order in shop.orders[-200:]
        if days[0] < at - order.placed_at < days[1]
        and order.lines
        and not (order.reverses_id or order.returns_id or order.id in undone or order.id in till.back)
    ]
    return till.dice.choice(found) if found else None


def bring_back(shop: Any, till: Till, sold: NewOrder, at: datetime) -> None:
    """Take one line back, or a third of it, and pay it back in cash."""
    position = till.dice.randint(1, len(sold.lines))
    line = sold.lines[position - 1]
    part = {name: getattr(line, name) for name in ("quantity", *PARTS)}
    pieces = line.quantity // 1000
    quantity = 1000 if line.quantity % 1000 == 0 and pieces > 1 else line.quantity
    came = returnable(part, [], quantity)
    if came is None:
        return
    back = NewLine(line.product_id, -quantity, line.price, *(came[name] for name in PARTS))
    till.back.add(sold.id)
    total = sum(one.amount for one in sold.lines)
    put(
        shop, till, at, (back,), sold.member_id, payment=Payment.CASH, returns_id=sold.id,
        returns=(Returned(1, sold.id, position, quantity),), reason=till.dice.choice(RETURNED),
        points=share(sold.points, back.amount, total) if sold.points and total else None,
    )  # fmt: skip


def settle(shop: Any, till: Till, member_id: int, at: datetime) -> None:
    """Take in what a member owes, mostly all of it."""
    owed = till.owed[member_id]
    fen = owed if till.dice.random() < 0.7 else max(100, share(owed, 1, 2))
    fen = min(fen, owed)
    parts = Part(till.dice.choice((Payment.CASH, Payment.WECHAT)), fen), Part(Payment.ACCOUNT, -fen)
    put(shop, till, at, (), member_id, payment=Payment.MIXED, parts=parts)


def put(shop: Any, till: Till, at: datetime, lines: Any, member_id: int | None, **facts: Any) -> None:
    device = shop.orders[-1].device
    shop.orders.append(
        NewOrder(
            shop.store.id, shop.key_at(at, till.dice), device, shop.next_number(device), at, lines, member_id,
            actor_id=till.dice.choice(shop.people), **facts,
        )
    )  # fmt: skip
    learn(shop, till)
