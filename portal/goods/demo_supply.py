"""Goods orders in the demo network: deliveries of ninety days, some not as shipped; one to ship, one to take in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from portal.goods import actions
from portal.goods.models import Deviation, GoodsOrder, Product
from portal.kernel import clock
from portal.story import Story, happened

BUSY = ("BJ-0001", "BJ-0002")  # these order each fortnight, the others once
OTHERWISE = (
    None, (Deviation.SHORT, "整箱少一件，司机已签字"), None, (Deviation.BROKEN, "纸箱压坏"), None, None,
)  # fmt: skip
KINDS = 14


def tell(story: Story, everything: Sequence[Product]) -> None:
    dice, n = story.rng("goods:orders"), 0
    on_sale = list(everything[:-1])  # the last one is withdrawn
    for code in sorted(story.stores):
        store = story.stores[code]
        if not store.is_open:
            continue
        for ago in reversed(range(12, story.days - 5, 14)) if code in BUSY else (dice.randint(12, 40),):
            order = ordered(story, store, dice.sample(on_sale, KINDS), ago, dice)
            taken_in(story, order, code, ago - 2, OTHERWISE[n % len(OTHERWISE)])
            n += 1
    if BUSY[0] in story.stores:
        order = ordered(story, story.stores[BUSY[0]], dice.sample(on_sale, KINDS), 1, dice)
        ship(story, order, 0)
    if BUSY[1] in story.stores:
        ordered(story, story.stores[BUSY[1]], dice.sample(on_sale, KINDS), 0, dice)


def at(story: Story, ago: int, hour: int) -> datetime | None:
    return clock.at(story.today - timedelta(days=ago), hour, 20) if ago else None


def ordered(story: Story, store: Any, products: Sequence[Product], ago: int, dice: Any) -> GoodsOrder:
    with happened(at(story, ago, 9)):
        lines = [(product, dice.choice((6, 12, 12, 24)) * 1000) for product in products]
        return actions.order_goods(store, lines, by=story.as_(f"owner:{store.code}"))


def ship(story: Story, order: GoodsOrder, ago: int) -> None:
    office = story.as_("office") if "office" in story.people else story.house
    with happened(at(story, ago, 15)):
        actions.ship_goods(order, {}, by=office, expected_on=clock.today() + timedelta(days=1))


def taken_in(story: Story, order: GoodsOrder, code: str, ago: int, otherwise: tuple[Deviation, str] | None) -> None:
    ship(story, order, ago + 1)
    with happened(at(story, ago, 10)):
        first = order.lines[0]
        odd = {first.id: ((first.shipped or 0) - 1000, *otherwise)} if otherwise else {}
        actions.take_in_goods(order, odd, by=story.as_(f"owner:{code}"))
