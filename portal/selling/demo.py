"""Selling's chapter: members, about ninety days of orders, and the day reports – most of them honest.

Planted, for the portal to find: stores that stay silent on some days, and reports that are not what they seem –
cloned baskets, a slump, orders taken back after their day was sealed. `story.facts["planted"]` holds the truth.
"""

import random
import uuid
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import select, update

from portal.goods import demo_counts, demo_cover
from portal.goods.models import Product, ProductState
from portal.kernel import clock, pinyin
from portal.kernel.db import db
from portal.kernel.money import line_amount
from portal.kernel.scope import house_read
from portal.kernel.trail import record
from portal.network.models import Lifetime
from portal.selling import (
    calendar,
    consent,
    demo_benefits,
    demo_days,
    demo_devices,
    demo_money,
    demo_paper,
    demo_people,
    demo_readings,
    demo_shifts,
)
from portal.selling.booking import book
from portal.selling.demo_benefits import EARN
from portal.selling.models import Member, Payment
from portal.selling.new_orders import NewLine, NewOrder, Part
from portal.story import Story

MEMBERS = 40
ONE = timedelta(days=1)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "秀兰", "桂英", "建华", "丽萍", "志明", "淑珍", "玉梅", "海燕", "国强", "雪", "婷婷", "文博", "慧敏", "永刚",
    "春梅", "晓东", "阿姨", "大姐", "师傅", "叔", "奶奶", "佳怡", "子涵", "俊杰", "红霞", "金凤", "立军",
)  # fmt: skip
HOURS = tuple(range(7, 22))
BUSY = (3, 6, 7, 6, 6, 7, 5, 4, 4, 5, 8, 12, 11, 8, 4)
WEEK = (0.92, 0.9, 0.94, 0.97, 1.08, 1.22, 1.18)
WAYS = (Payment.WECHAT, Payment.ALIPAY, Payment.CASH, Payment.CARD)
WAY_WEIGHTS = (54, 24, 17, 5)
UNDONE = ("顾客拿错了商品", "扫重了一件", "改用微信付款", "顾客不要了")
SHUT = ("盘点关门半天后下雨没有顾客", "设备检修")


@dataclass
class Shop:
    """A store with what its days need."""

    store: Any
    dice: random.Random
    size: float
    people: list[int | None]
    owner: Any
    members: list[tuple[date, int]] = field(default_factory=list)
    known: int = 0  # how many of the members, oldest first, there are on the day at hand
    sequences: dict[str, int] = field(default_factory=dict)
    orders: list[NewOrder] = field(default_factory=list)
    tablets: dict[str, Any] = field(default_factory=dict)
    money: demo_money.Till = field(default_factory=lambda: demo_money.Till(random.Random()))

    def tablet(self, at: datetime, n: int) -> str:
        """Return the tablet that stood at the first or second till then."""
        return demo_devices.name_at(self.store, n, at)

    def next_number(self, device: str) -> int:
        self.sequences[device] = self.sequences.get(device, 0) + 1
        return self.sequences[device]

    def key_at(self, at: datetime, dice: random.Random) -> str:
        """Return a key as a tablet makes it at a moment."""
        low, high = dice.getrandbits(12), dice.getrandbits(62)
        return str(uuid.UUID(int=int(at.timestamp() * 1000) << 80 | 0x7 << 76 | low << 64 | 2 << 62 | high))


@dataclass
class Plot:
    """What is planted where, by store code."""

    silent: dict[str, set[date]] = field(default_factory=dict)
    unreported: dict[str, set[date]] = field(default_factory=dict)
    excused: dict[str, set[date]] = field(default_factory=dict)
    no_sales: dict[str, set[date]] = field(default_factory=dict)
    late: dict[str, set[date]] = field(default_factory=dict)
    clones: dict[str, set[date]] = field(default_factory=dict)
    undone: dict[str, set[date]] = field(default_factory=dict)
    slump: dict[str, date] = field(default_factory=dict)

    def has(self, kind: str, code: str, day: date) -> bool:
        return day in getattr(self, kind).get(code, ())


def tell(story: Story) -> None:
    products = db.session.scalars(select(Product).where(Product.state == ProductState.ON).order_by(Product.id)).all()
    if not products:
        return
    begin = story.today - timedelta(days=story.days)
    records_begin(begin)
    facts = calendar.Facts(story.house, begin, story.today, None)
    shops = [shop_of(story, store) for store in facts.stores if facts.lives[store.id]]
    categories = {product.id: product.category for product in products}
    plot = plotted(story, [shop.store.code for shop in shops if shop.store.is_open])
    basket = Basket(products, story.rng("selling:products"))
    register_members(story, shops, begin)
    demo_devices.enrol(story, shops, begin)
    for shop in shops:
        days = [day for day in calendar.days_between(begin, story.today) if facts.owes(shop.store, day)]
        for day in days:
            trade(story, shop, day, basket, plot)
        shop.orders.sort(key=lambda order: order.placed_at)
        book(shop.orders)
        demo_devices.hear(shop)
        demo_days.seal(story, shop, days, plot, categories)
        demo_shifts.tell(story, shop)
    demo_paper.tell(story, shops, products)
    story.facts["planted"] = plot
    demo_people.tell(story, shops)
    demo_readings.tell(story)
    demo_benefits.tell(story)
    demo_counts.tell(story)
    demo_cover.tell(story)


def records_begin(begin: date) -> None:
    """The portal was taken into use on that day: older stores owe reports from then on."""
    older = update(Lifetime).where(Lifetime.first_day < begin).values(first_day=begin)
    everywhere = house_read(older, Lifetime, because="the demo network is made anew")
    db.session.execute(everywhere.execution_options(synchronize_session=False))
    db.session.expire_all()


def shop_of(story: Story, store: Any) -> Shop:
    dice = story.rng(f"selling:{store.code}")
    owner = story.people.get(f"owner:{store.code}")
    clerk = story.people.get(f"clerk:{store.code}")
    people = [person.id for person in (clerk, clerk, owner) if person is not None]
    money = demo_money.Till(story.rng(f"selling:money:{store.code}"))
    return Shop(store, dice, dice.uniform(0.85, 1.2), people or [None], owner, money=money)


def plotted(story: Story, codes: list[str]) -> Plot:
    """Decide which store does what; the first store stays a good one."""
    plot, today = Plot(), story.today

    def ago(*days: int) -> set[date]:
        return {today - timedelta(days=n) for n in days if n < story.days}

    def nth(n: int) -> str:
        return codes[n % len(codes)] if len(codes) > 8 else ""

    plot.silent = {nth(5): ago(6, 20, 41), nth(11): ago(12, 13)}
    plot.unreported = {nth(14): ago(9, 33), nth(1): ago(1)}
    plot.excused = {nth(2): ago(17), nth(10): ago(26), nth(15): ago(38)}
    plot.no_sales = {nth(3): ago(24), nth(9): ago(15, 52), nth(13): ago(30)}
    plot.late = {
        nth(0): ago(29),
        nth(4): ago(11, 36),
        nth(6): ago(4),
        nth(8): ago(19),
        nth(12): ago(7, 8),
        nth(16): ago(22),
    }
    plot.clones = {nth(7): ago(2, 5, 9, 14, 16)}
    plot.undone = {nth(12): ago(3, 6, 10, 13, 18)}
    plot.slump = {nth(9): today - timedelta(days=13)}
    return plot


def register_members(story: Story, shops: list[Shop], begin: date) -> None:
    """Every store has its members: half of them there before the portal, the rest come by and by."""
    made: list[tuple[Shop, Member]] = []
    for n, shop in enumerate(shops):
        for k in range(MEMBERS if shop.store.is_open else MEMBERS // 2):
            number = (n * MEMBERS + k) * 7919 % 5_000_000
            name = shop.dice.choice(SURNAMES) + shop.dice.choice(GIVEN)
            first = max(begin - timedelta(days=60), shop.store.opened_on)
            day = first + timedelta(days=int((story.today - first).days * shop.dice.random() ** 2))
            at = min(clock.at(day, shop.dice.choice(HOURS), shop.dice.randint(0, 59)), clock.now())
            phone = f"1990{5_000_000 + number}"
            member = Member(
                store_id=shop.store.id, phone=phone, last_four=phone[-4:], name=name, pinyin=pinyin.spelled(name, 120),
                consent_at=at, made_at=at, consent_version=consent.VERSION, consent_channel="till",
                actor_id=shop.people[0],
            )  # fmt: skip
            made.append((shop, member))
    db.session.add_all(member for _, member in made)
    db.session.flush()
    for shop, member in made:
        shop.members.append((clock.day_of(member.consent_at), member.id))
        record("member.registered", member, by=story.house, channel="till", version=consent.VERSION)
        db.session().info["trail"][-1]["at"] = member.consent_at
    for shop in shops:
        shop.members.sort()


class Basket:
    """What people buy: few products often, many seldom."""

    def __init__(self, products: Any, dice: random.Random) -> None:
        order = list(products)
        dice.shuffle(order)
        self.products = [(p.id, p.weighed, p.price, p.price_for(True)) for p in order]
        self.weights = list(accumulate(1 / (n + 4) ** 0.8 for n in range(len(order))))

    def fill(self, dice: random.Random, is_member: bool) -> tuple[NewLine, ...]:
        wanted = dice.choices((1, 2, 3, 4, 5, 6, 7), (24, 24, 19, 14, 9, 6, 4))[0]
        chosen = dict.fromkeys(dice.choices(range(len(self.products)), cum_weights=self.weights, k=wanted))
        return tuple(self.line(dice, self.products[n], is_member) for n in chosen)

    @staticmethod
    def line(dice: random.Random, product: tuple[int, bool, int, int], is_member: bool) -> NewLine:
        product_id, weighed, ordinary, member_price = product
        quantity = dice.randint(200, 2400) if weighed else dice.choices((1000, 2000, 3000), (80, 15, 5))[0]
        price = member_price if is_member else ordinary
        amount = line_amount(price, quantity)
        return NewLine(product_id, quantity, price, amount, max(0, line_amount(ordinary, quantity) - amount))


def trade(story: Story, shop: Shop, day: date, basket: Basket, plot: Plot) -> None:
    """One day of one store, with what is planted there."""
    code, dice = shop.store.code, shop.dice
    if any(plot.has(kind, code, day) for kind in ("silent", "excused", "no_sales")):
        return
    trend = 0.9 + 0.2 * (1 - (story.today - day).days / max(story.days, 1))
    shop.known = bisect_left(shop.members, (day, 0))
    wanted = dice.gauss(16, 1.6) * WEEK[day.weekday()] * trend * shop.size * 0.95
    if code in plot.slump and day >= plot.slump[code]:
        wanted *= 0.34
    moments = sorted(moment(dice, day) for _ in range(max(3, round(wanted))))
    for at in moments:
        order(shop, at, basket)
        sold = len(shop.orders) - 1
        demo_money.besides(shop, shop.money, at)
        if dice.random() < 0.006:
            undo(shop, shop.orders[sold], at + timedelta(minutes=dice.randint(3, 25)), dice.choice(UNDONE))
    if plot.has("clones", code, day):
        clone(shop, day, basket)
    if plot.has("undone", code, day):
        take_back(shop, day, basket)
    while shop.orders and shop.orders[-1].placed_at > clock.now():
        shop.orders.pop()  # today has come only so far


def moment(dice: random.Random, day: date) -> datetime:
    hour = dice.choices(HOURS, BUSY)[0]
    return clock.at(day, hour, dice.randint(0, 59), dice.randint(0, 59))


def order(shop: Shop, at: datetime, basket: Basket, **facts: Any) -> None:
    """Sell one basket, nearly every second one to a member."""
    dice = shop.dice
    member_id = shop.members[dice.randrange(shop.known)][1] if shop.known and dice.random() < 0.46 else None
    way = dice.choices(WAYS, WAY_WEIGHTS)[0]
    if member_id and dice.random() < 0.03:
        way = Payment.ACCOUNT
    device = shop.tablet(at, 0 if shop.store.tills < 2 or dice.random() < 0.7 else 1)
    put(shop, at, device, basket.fill(dice, member_id is not None), member_id, way, **facts)


def put(shop: Shop, at: datetime, device: str, lines: Any, member_id: int | None, way: Payment, **facts: Any) -> None:
    paid = sum(line.amount for line in lines)
    facts.setdefault("points", paid // EARN if member_id and paid > 0 else None)
    shop.orders.append(
        NewOrder(
            shop.store.id,
            shop.key_at(at, shop.dice),
            device,
            shop.next_number(device),
            at,
            lines,
            member_id,
            way,
            actor_id=shop.dice.choice(shop.people),
            **facts,
        )
    )


def undo(shop: Shop, undone: NewOrder, at: datetime, reason: str) -> None:
    lines = tuple(
        NewLine(x.product_id, -x.quantity, x.price, -x.amount, -x.discount, -x.coupon, -x.coupon_match)
        for x in undone.lines
    )
    back: dict[str, Any] = {"parts": tuple(Part(part.way, -part.amount) for part in undone.parts), "reason": reason}
    back["points"] = -undone.points if undone.points else None
    put(shop, at, undone.device, lines, undone.member_id, undone.payment, reverses_id=undone.id, **back)


def clone(shop: Shop, day: date, basket: Basket) -> None:
    """Late in the evening the same basket again and again, in cash, minutes apart: sales that were none."""
    lines = basket.fill(random.Random(f"{shop.store.code}{day}"), is_member=False)
    for n in range(shop.dice.randint(7, 10)):
        put(shop, clock.at(day, 21, 30 + n * 2, shop.dice.randint(0, 59)), "T1", lines, None, Payment.CASH)


def take_back(shop: Shop, day: date, basket: Basket) -> None:
    """Large cash orders of a sealed day, taken back the next morning."""
    for n in range(3):
        put(shop, clock.at(day, 20, 12 + n * 9), "T1", basket.fill(shop.dice, False) * 3, None, Payment.CASH)
        undo(shop, shop.orders[-1], clock.at(day + ONE, 8, 20 + n * 3), "顾客退货")
