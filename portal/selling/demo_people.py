"""Of the demo's selling chapter: who took tills over, sales on hold, and members who may owe."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.goods.models import Product, ProductState
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import within
from portal.kernel.trail import record
from portal.selling import actions
from portal.selling.demo_days import dated
from portal.selling.keys import new_key
from portal.selling.models import Hold, Member, Turn
from portal.story import Story

SHOP = "BJ-0001"
DAYS = 3  # of turns
HOLDS = (("红衣服大姐", 4, 0, 10), ("", 1, 0, 25), ("3 号楼张师傅", 7, 1, 40))  # name, lines, days ago, minutes
LIMITS = (50000, 20000, 30000)


def tell(story: Story, shops: list[Any]) -> None:
    """Let the first store's people share its tills, and put three sales on hold, one of them yesterday."""
    shop = next((one for one in shops if one.store.code == SHOP), None)
    if shop is None or shop.owner is None:
        return
    clerk = story.people.get(f"clerk:{SHOP}", shop.owner)
    for n in range(DAYS, 0, -1):
        day = story.today - timedelta(days=n)
        for hour, person, other in ((11, shop.owner, clerk), (14, clerk, shop.owner)):
            take_turn(story, shop, person, other, clock.at(day, hour, 5 * n))
    for name, lines, ago, minutes in HOLDS:
        put_aside(story, shop, clerk, name, lines, min(clock.now(), clock.at(story.today, 18)), ago, minutes)
    known = select(Member).where(Member.store_id == shop.store.id, Member.consenting())
    mine = within(known.order_by(Member.id).limit(len(LIMITS)), Member, because="the demo's own shop")
    for member, limit in zip(db.session.scalars(mine), LIMITS, strict=False):
        actions.set_credit(member, limit=limit, by=story.viewer_of(shop.owner))
        dated(clock.at(story.today - timedelta(days=9), 10, 20))


def take_turn(story: Story, shop: Any, person: Any, other: Any, at: Any) -> None:
    turn = Turn(store_id=shop.store.id, id=new_key(), device="2", user_id=person.id, actor_id=other.id, at=at)
    db.session.add(turn)
    record("turn.taken", turn, by=story.viewer_of(person))
    dated(at)


def put_aside(story: Story, shop: Any, clerk: Any, name: str, lines: int, now: Any, ago: int, minutes: int) -> None:
    at = now - timedelta(days=ago, minutes=minutes)
    body = sale_of(lines)
    hold = Hold(
        store_id=shop.store.id, id=new_key(), device="2", name=name, body=body, pieces=lines,
        total=sum(line["price"] for line in body["lines"]), maker_id=clerk.id, made_at=at,
    )  # fmt: skip
    db.session.add(hold)
    record("hold.made", hold, by=story.viewer_of(clerk))
    dated(at)


def sale_of(lines: int) -> dict[str, Any]:
    """Return a sale as a tablet writes it down (static/js/till/sale.js), one of each product."""
    on_sale = select(Product).where(Product.state == ProductState.ON, Product.weighed.is_(False))
    products = db.session.scalars(on_sale.order_by(Product.id.desc()).limit(lines)).all()
    return {
        "key": new_key(), "at": lines, "next": lines + 1, "member": None,
        "lines": [
            {
                "n": n, "product": product.id, "name": product.name, "unit": product.unit, "weighed": False,
                "category": product.category, "price": product.price, "member": product.member_price,
                "quantity": 1000, "tare": 0, "off": 0, "discount": None,
            }
            for n, product in enumerate(products, 1)
        ],
    }  # fmt: skip
