"""Of the demo's selling chapter: levels, the rules that members are given something by, and birthdays."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.goods.queries import all_categories
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.kernel.trail import record
from portal.selling import actions, points, queries
from portal.selling.benefits import Levels, set_levels
from portal.selling.models import BenefitRule, Level, Member, MemberTotal, Referral, RuleKind
from portal.story import Story

SILVER, GOLD = 300_00, 800_00
EARN = 1_00  # a point for each yuan
REFERRED = 10
ANEW = "the demo network is made anew"
TOLD = 3  # every third member told his birthday


def tell(story: Story) -> None:
    office = story.people["office"]
    set_levels(Levels(silver=SILVER, gold=GOLD), by=office)
    points.set_rules(points.Points(earn_fen=EARN, worth_fen=1, months=24, referral=200), by=office)
    rules_written(story, office)
    birthdays(story)
    points_put_right(story)
    recommendations(story)
    two_files(story)


def rules_written(story: Story, office: Any) -> None:
    begin = story.today - timedelta(days=60)
    staple = next((one for one, _ in all_categories() if "粮" in one.name), None)
    all_year = {"percent": 5, "category_id": staple and staple.id, "since": begin}
    all_year["until"] = story.today + timedelta(days=11)
    words = f"生日当月，{staple.name if staple else '全场'}再打九五折"
    birthday = written(office, kind=RuleKind.BIRTHDAY, name="生日九五折", words=words, **all_year)
    later = {"percent": 10, "since": story.today + timedelta(days=12), "follows_id": birthday.id}
    written(office, kind=RuleKind.BIRTHDAY, name="生日九折", words="生日当月，全场再打九折", **later)
    gold = {"percent": 2, "level": Level.GOLD, "since": begin}
    written(office, kind=RuleKind.LEVEL, name="金卡九八折", words="金卡会员全场再打九八折", **gold)
    first = {"fen": 5_00, "least_fen": 50_00, "first_days": 30, "since": begin}
    written(office, kind=RuleKind.NEW_MEMBER, name="新会员立减", words="入会三十天内，满五十元立减五元", **first)
    over = {"percent": 10, "since": begin, "until": story.today - timedelta(days=40)}
    written(office, kind=RuleKind.LEVEL, name="开门红九折", words="开门红，会员全场九折", **over)


def written(office: Any, **facts: Any) -> BenefitRule:
    rule = BenefitRule(**facts, actor_id=office.id, made_at=clock.at(facts["since"] - timedelta(days=3), 10))
    rule.made_at = min(rule.made_at, clock.now())
    db.session.add(rule)
    db.session.flush()
    record("benefit_rule.added", rule, by=office)
    return rule


def birthdays(story: Story) -> None:
    dice = story.rng("selling:birthdays")
    found = house_read(select(Member).order_by(Member.id), Member, because=ANEW)
    for n, member in enumerate(db.session.scalars(found)):
        if n % TOLD == 0:
            member.birthday = f"{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"


def points_put_right(story: Story) -> None:
    """One was not put on a sale that was his, and one spent the points of somebody else."""
    office = story.as_("office")
    some = select(Member).where(Member.consenting()).order_by(Member.id).limit(2)
    found = house_read(some, Member, because=ANEW)
    moves = ((50, "收银时漏了会员，补记"), (-12, "用错了人的积分"))
    for member, (moved, why) in zip(db.session.scalars(found).all(), moves, strict=False):
        if queries.points_of([member.id])[member.id] + moved >= 0:
            actions.adjust_points(member, points=moved, reason=why, by=office)


def recommendations(story: Story) -> None:
    """Ten members were recommended by one of their store who had bought before; the night rewards them."""
    bought = (
        select(MemberTotal.member_id, MemberTotal.store_id)
        .join(Member, Member.id == MemberTotal.member_id)
        .where(MemberTotal.orders > 0, Member.consenting())
        .order_by(MemberTotal.last_on.desc(), MemberTotal.member_id)
    )
    found = house_read(bought, MemberTotal, Member, because=ANEW)
    of_store: dict[int, list[int]] = defaultdict(list)
    for member_id, store_id in db.session.execute(found.limit(400)):
        of_store[store_id].append(member_id)
    for store_id, ids in sorted(of_store.items())[:REFERRED]:
        if len(ids) > 1:
            db.session.add(Referral(store_id=store_id, member_id=max(ids), referrer_id=min(ids)))
    db.session.flush()
    actions.settle_referrals(queries.unsettled(), points.rules().referral, by=story.house)


def two_files(story: Story) -> None:
    """Two people of the first store had registered a second time under a new number."""
    store = story.stores.get("BJ-0001")
    if store is None:
        return
    own = Member.store_id == store.id, Member.consent_channel == "till", Member.consenting()
    some = select(Member).where(*own).order_by(Member.id.desc()).limit(4)
    found = db.session.scalars(house_read(some, Member, because=ANEW)).all()
    for older, newer in (found[:2], found[2:]):
        actions.merge(older, phone=newer.phone or "", reason="换了手机号，本人到店核对", by=story.as_("office"))
