"""Of the demo's selling chapter: who took tills over, sales on hold, and members who may owe."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

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
HOLDS = (("红衣服大姐", 8640, 7, 0, 10), ("", 2350, 2, 0, 25), ("3 号楼张师傅", 15900, 12, 1, 40))
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
    for name, total, pieces, ago, minutes in HOLDS:
        put_aside(story, shop, clerk, name, total, pieces, min(clock.now(), clock.at(story.today, 18)), ago, minutes)
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


def put_aside(
    story: Story, shop: Any, clerk: Any, name: str, total: int, pieces: int, now: Any, ago: int, minutes: int
) -> None:
    at = now - timedelta(days=ago, minutes=minutes)
    hold = Hold(
        store_id=shop.store.id, id=new_key(), device="2", name=name, body={}, total=total, pieces=pieces,
        maker_id=clerk.id, made_at=at,
    )  # fmt: skip
    db.session.add(hold)
    record("hold.made", hold, by=story.viewer_of(clerk))
    dated(at)
