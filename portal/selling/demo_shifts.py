"""The demo network's shifts: one a till and day, cash brought to the safe at its end, now and then a difference."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.trail import record
from portal.selling.demo_days import dated
from portal.selling.keys import new_key
from portal.selling.models import WAYS, CashKind, CashMove, Payment, Shift
from portal.story import Story

FLOAT, NOTE = 30000, 10000
DAYS, LONG = 4, 30  # of most stores, of the first one
BECAUSE = ("找零多找，顾客已走", "零钱数错，已重数两遍", "一张假币，没收登记")


def tell(story: Story, shop: Any) -> None:
    """Keep the shifts of a shop's last days; today's are under way."""
    if not shop.store.is_open:
        return
    dice = story.rng(f"selling:shifts:{shop.store.code}")
    first = story.today - timedelta(days=LONG if shop.store.code == "BJ-0001" else DAYS)
    by_till: dict[str, dict[date, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for order in shop.orders:
        by_till[order.device][clock.day_of(order.placed_at)].append(order)
    for till, days in sorted(by_till.items()):
        numbered = {order.sequence: order for orders in days.values() for order in orders}
        last = max((o.sequence for day, orders in days.items() if day < first for o in orders), default=0)
        for day in sorted(day for day in days if day >= first):
            begin, last = last + 1, max(last, *(order.sequence for order in days[day]))
            orders = [numbered[n] for n in range(begin, last + 1) if n in numbered]
            keep(story, shop, till, day, begin, last, orders, dice)


def keep(story: Story, shop: Any, till: str, day: date, first: int, last: int, orders: Any, dice: Any) -> None:
    opener, closer = dice.choice(shop.people), dice.choice(shop.people)
    shift = Shift(
        store_id=shop.store.id, id=new_key(), device=till, opened_at=clock.at(day, 6, dice.randint(40, 58)),
        opener_id=opener, float_fen=FLOAT, first_number=first,
    )  # fmt: skip
    said("shift.opened", shift, opener, shift.opened_at, story)
    if day == story.today:
        return
    expected = {way.value: 0 for way in WAYS}
    for order in orders:
        for part in order.paid():
            expected[part.way.value] += part.amount
    if (brought := expected[Payment.CASH] // NOTE * NOTE) > 0:
        at = clock.at(day, 21, dice.randint(31, 44))
        move = CashMove(
            store_id=shift.store_id, id=new_key(), shift_id=shift.id, kind=CashKind.SAFE, fen=brought,
            actor_id=closer, at=at,
        )  # fmt: skip
        said("cash.moved", move, closer, at, story)
    shift.total, shift.orders = sum(expected.values()), len(orders)
    expected[Payment.CASH] += FLOAT - max(brought, 0)
    counted, reasons = dict(expected), {}
    if dice.random() < 0.06:
        counted[Payment.CASH] += dice.choice((-500, -100, -50, 100))
        reasons[Payment.CASH.value] = dice.choice(BECAUSE)
    shift.expected, shift.counted, shift.reasons = expected, counted, reasons
    shift.last_number, shift.missing = last, last - first + 1 - len(orders)
    shift.left_fen = min(FLOAT, counted[Payment.CASH])
    shift.closed_at, shift.closer_id = clock.at(day, 21, dice.randint(45, 59)), closer
    said("shift.closed", shift, closer, shift.closed_at, story)


def said(event: str, subject: Any, actor_id: int | None, at: Any, story: Story) -> None:
    db.session.add(subject)
    record(event, subject, by=story.house)
    dated(at)
    db.session().info["trail"][-1]["actor_id"] = actor_id
