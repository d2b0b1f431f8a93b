"""Of the demo's selling chapter: alerts about looking at very many members, and members who are idle."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from portal.kernel import clock, pinyin
from portal.kernel.db import db
from portal.kernel.scope import within
from portal.kernel.trail import record, unsealed
from portal.network.models import Store
from portal.selling import retention, rules
from portal.selling.models import Member, MemberOpening, Reading
from portal.selling.watch import MACHINE
from portal.story import Story

LOOK_UPS, HITS = 16, (3, 9)
TAKEN_OVER = {"BJ-0001": 6, "GZ-0001": 4}
NAMES = ("老周", "吴师傅", "郑阿姨", "冯大姐", "陈老师", "褚大爷")
EXPLAINED = "市场部要会员日短信名单，已和本人核对，文件用完已删除。"


def tell(story: Story) -> None:
    store = story.stores.get("BJ-0001")
    if store is not None and story.people.get("clerk") is not None:
        an_evening_of_looking(story, store, story.people["clerk"])
    an_export_explained(story)
    idle_members(story)
    if "BJ-0001" in story.stores:
        one_withdrew(story)


def an_evening_of_looking(story: Story, store: Store, clerk: Any) -> None:
    """Yesterday evening a clerk went through the members of his store and looked up many of other stores."""
    dice, at = story.rng("selling:readings"), clock.at(story.today - timedelta(days=1), 20, 41)
    found, looked_up = Reading(actor_id=clerk.id, store_id=store.id, began_at=at, last_at=at), 0
    for _ in range(LOOK_UPS):
        hits = dice.randint(*HITS)
        looked_up += hits
        record("member.looked_up", store, by=clerk, hits=hits)
        dated(at := at + timedelta(seconds=dice.randint(20, 70)))
    own = select(Member.id).where(Member.store_id == store.id, Member.made_at < at).order_by(Member.id)
    ids = db.session.scalars(within(own, Member, because="the demo's own shop")).all()
    for member_id in ids:
        at += timedelta(seconds=dice.randint(15, 45))
        db.session.add(MemberOpening(store_id=store.id, member_id=member_id, actor_id=clerk.id, at=at))
    found.last_at, found.looked_up, found.opened, found.seen = at, looked_up, len(ids), looked_up + len(ids)
    raised(found, at)


def an_export_explained(story: Story) -> None:
    """Two weeks ago head office exported the members of the chain; a colleague asked and wrote down what for."""
    office, colleague = story.people["office"], story.people["office_two"]
    at = clock.at(story.today - timedelta(days=15), 10, 12)
    members = Member.seen_by(MACHINE).where(Member.made_at < at)
    rows = db.session.scalar(members.with_only_columns(func.count(Member.id))) or 0
    record("members.exported", office, by=office, rows=rows)
    dated(at)
    found = Reading(actor_id=office.id, began_at=at, last_at=at, exported=rows)
    raised(found, at)
    found.closed_at, found.closer_id, found.conclusion = at + timedelta(hours=5), colleague.id, EXPLAINED
    record("reading.closed", found, by=colleague, reason=EXPLAINED)
    dated(found.closed_at)


def idle_members(story: Story) -> None:
    """Two shops took over the members of the supermarkets they were; some have not come for years."""
    rules.set_rules(rules.Rules(months=24), by=story.people["admin"])
    dated(clock.at(story.today - timedelta(days=story.days), 9, 5))
    dice, made = story.rng("selling:idle"), []
    for code, count in TAKEN_OVER.items():
        for n in range(count if code in story.stores else 0):
            at = clock.at(story.today - timedelta(days=dice.randint(800, 1400)), dice.randint(8, 20))
            phone, name = f"198000{story.stores[code].id:02}{n:03}"[:11], dice.choice(NAMES)
            member = Member(
                store_id=story.stores[code].id, phone=phone, last_four=phone[-4:], name=name,
                pinyin=pinyin.spelled(name, 120), consent_at=at, made_at=at, consent_version="1 (2022-06-01)",
                consent_channel="import",
            )  # fmt: skip
            made.append(member)
    db.session.add_all(made)
    db.session.flush()
    retention.announce([member.id for member in made], 24, by=retention.MACHINE)


def one_withdrew(story: Story) -> None:
    """A member of the first store took his consent back last week."""
    own = Member.seen_by(MACHINE).where(Member.store_id == story.stores["BJ-0001"].id)
    member = db.session.scalars(own.order_by(Member.id).limit(1)).first()
    if member is not None:
        member.withdrawn_at = clock.at(story.today - timedelta(days=6), 17, 25)
        record("member.withdrew", member, by=story.people["owner"])
        dated(member.withdrawn_at)


def raised(found: Reading, at: datetime) -> None:
    found.made_at = at
    db.session.add(found)
    record("reading.raised", found, by=MACHINE, person_id=found.actor_id, seen=found.seen, exported=found.exported)
    dated(at)


def dated(at: datetime) -> None:
    """Let the deed just recorded have happened then."""
    unsealed()[-1]["at"] = at
