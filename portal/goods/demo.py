"""Goods' chapter: head office lists some two hundred products, the open stores take in their opening stock."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from portal.goods import actions, demo_pictures, demo_prices, demo_supply, demo_transfers
from portal.goods.barcodes import check_digit
from portal.goods.demo_catalogue import products
from portal.goods.models import Product
from portal.goods.product_file import FIELDS
from portal.goods.stock_file import Opening
from portal.kernel import clock
from portal.kernel.db import db
from portal.network.demo import opening_day
from portal.story import Story

WEIGHED = "千克"


def tell(story: Story) -> None:
    office = story.as_("office") if "office" in story.people else story.house
    dice = story.rng("goods")
    things = []
    for n, (category, name, unit, price, member_price) in enumerate(products()):
        body = f"69{dice.randint(20, 89)}{n * 7919 % 100_000_000:08d}"
        facts = {"category": category, "name": name, "unit": unit, "price": price, "member_price": member_price}
        things.append({**facts, "barcode": body + check_digit(body), "weighed": unit == WEIGHED})
    actions.add_all(things, by=office)
    everything = db.session.scalars(select(Product).order_by(Product.id)).all()
    change_some_prices(everything, office)
    give_some_more_barcodes(everything, office)
    number_and_cost(everything, office)
    put_some_in_front(everything, office)
    give_a_dozen_their_picture(everything, office)
    demo_prices.tell(story, everything, office)
    list_first_goods(everything, office)
    for code in sorted(story.stores):
        store = story.stores[code]
        if store.opened_on is None:
            continue
        day = opening_day(story, store) - timedelta(days=1)
        # a shop begins with what it sells in about two weeks; the small ones leave some out
        carried = [p for p in everything if store.tills > 1 or dice.random() < 0.85]
        actions.enter_opening_stock(
            store.id, [Opening(store.id, p.id, opening(p, dice.uniform(0.8, 1.6)), day) for p in carried], by=office
        )
    demo_supply.tell(story, everything)
    demo_transfers.tell(story, everything)


def give_a_dozen_their_picture(everything: Sequence[Product], office: object) -> None:
    for product in everything:
        if picture := demo_pictures.of(product.name):
            actions.keep_photo(product, upload=picture, by=office)


def opening(product: Product, much: float) -> int:
    """Return a plausible opening stock in thousandths: dozens of cheap things, a few of dear ones."""
    pieces = 480 if product.price < 1000 else 240 if product.price < 3000 else 96
    return int(pieces * much) * 1000


def change_some_prices(everything: Sequence[Product], office: object) -> None:
    """Let a few products have a price history, and one be withdrawn."""
    for product in everything[5::41]:
        facts = {name: getattr(product, name) for name in ("barcode", "name", "category", "unit", "weighed")}
        member = product.member_price and product.member_price + 50
        actions.change_product(product, by=office, **facts, price=product.price + 100, member_price=member)
    actions.withdraw(everything[-1], by=office, reason="厂家停产")


def number_and_cost(everything: Sequence[Product], office: object) -> None:
    """Give every product its article number and a cost, those for the scale their number on it."""
    brands = [product.name.split(" ")[0] if " " in product.name else "" for product in everything]
    since = clock.today() - timedelta(days=120)
    things, plu = [], 0
    for n, (product, brand) in enumerate(zip(everything, brands, strict=True)):
        facts = {name: getattr(product, name) for name in FIELDS} | {"code": f"SP{n + 1:05d}", "brand": brand}
        if product.weighed:
            plu += 1
            facts["plu"] = f"{plu:05d}"
        things.append((product, facts))
        actions.set_cost(product, fen=round(product.price * 0.72), since=since, by=office)
    actions.change_all(things, by=office)


def put_some_in_front(everything: Sequence[Product], office: object) -> None:
    """Put a few products in front this week, and one from next week on."""
    today = clock.today()
    for n, product in enumerate(everything[7::37][:5]):
        first = today + timedelta(days=7 if n == 4 else -2)
        actions.feature(product, first=first, last=first + timedelta(days=6), by=office)


def list_first_goods(everything: Sequence[Product], office: object) -> None:
    """Give new stores two lists to begin with: what sells fast, and more of it for the larger ones."""
    lists = (("200–300 m² 标准配置", 200, 300, 2, 1), ("300 m² 以上配置", 301, None, 1, 2))
    for name, least, most, step, much in lists:
        first = actions.add_configuration(name=name, least_m2=least, most_m2=most, by=office)
        goods = [(product, much * (24 if product.price < 1000 else 12) * 1000) for product in everything[::step]]
        actions.put_on_configuration(first, goods, by=office)


def give_some_more_barcodes(everything: Sequence[Product], office: object) -> None:
    """Let some products come in a second design, and some by the case of twelve."""
    by_the_piece = [product for product in everything if not product.weighed]
    packs = [(by_the_piece[n * 16], 1 if n % 2 else 12) for n in range(10)]
    codes = (f"6989{n:08d}" for n in range(10))
    actions.add_barcodes(
        [(product, {body + check_digit(body): pieces}) for (product, pieces), body in zip(packs, codes, strict=True)],
        by=office,
    )
