"""Supervision's chapter: audits of the last ninety days, what failed again, and one that is under way."""

import io
import random
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from portal.kernel import clock
from portal.kernel.db import db
from portal.network.models import StoreState
from portal.story import Story
from portal.supervision import actions
from portal.supervision.actions import Given
from portal.supervision.minutely import people
from portal.supervision.missed import owed_days
from portal.supervision.models import Audit, AuditItem, Mark
from portal.supervision.rules import rules
from portal.supervision.seed import seed_template

SEEN = {
    "front-sign": "门头左侧灯箱不亮，“店”字缺一半。",
    "front-clean": "门口堆着两层饮料空箱，挡了半扇门。",
    "shelf-full": "粮油组第三层空了四个排面，后仓有货没上。",
    "shelf-tags": "抽 10 个有 2 个价签是上期的价。",
    "shelf-promo": "推荐的五常大米没有说明牌。",
    "goods-expired": "酸奶 2 盒过期一天，已当场下架登记。",
    "goods-near": "临期面包和正价混放，没有标明。",
    "goods-cold": "下午一栏连着几天没有记，柜内现 7.5℃。",
    "goods-count": "纸巾账上 24 提，实点 21 提。",
    "till-receipt": "两位顾客没有给小票。",
    "till-report": "上月有一天没有交日报。",
    "member-ask": "五单里有三单没有问会员。",
    "member-signs": "会员价牌还是上个月的。",
    "staff-badge": "新来的店员没有工牌。",
    "staff-skill": "能说出一个卖点，另外两个说不上。",
    "safe-wires": "收银台下插线板叠插。",
    "safe-clean": "后仓排水口有积水。",
}
ALWAYS = {"TY-0001": "goods-cold", "SH-0002": "shelf-tags", "GZ-0001": "member-ask", "HZ-0002": "goods-near"}
CRITICAL = "NJ-0001"
NOTES = (
    "整体不错，把价签这件事定到人。",
    "店长说下周补齐，月底再来看。",
    "会员介绍要天天练，晨会抽查。",
    "后仓先进先出做得好，可以给别的店看。",
)


def tell(story: Story) -> None:
    dice = story.rng("supervision")
    form = seed_template(by=story.house)
    for item in form.items:
        item.added_at = clock.at(story.today - timedelta(days=story.days + 30))
    for store in story.stores.values():
        if store.state == StoreState.OPEN and store.opened_on:
            audit_store(story, dice, store)
    db.session.flush()
    under_way(story, dice)
    told_of_reports(story)


def told_of_reports(story: Story) -> None:
    """Who was told of the reports that are missing: the owner first, then those above him."""
    house: Any = story.house
    for owed in owed_days(house, story.today - timedelta(days=story.days)):
        store = story.stores[owed.code]
        for step, moment in rules().moments(owed.day).items():
            if not owed.is_missing or moment > clock.now():
                continue
            notice = actions.tell(store, owed.day, step, people=people(store, step), by=story.house)
            if notice is not None:
                notice.at = moment
                db.session().info["trail"][-1]["at"] = moment
    db.session.flush()


def audit_store(story: Story, dice: random.Random, store: Any) -> None:
    """Audit a store one to three times, about a month apart; every fifth was not visited for long."""
    key = story.rm_of(store)
    newest = dice.choice((3, 6, 9, 13, 17, 22, 26)) if dice.random() < 0.8 else dice.randint(33, 48)
    for n in range(dice.randint(1, 3), 0, -1):
        day = story.today - timedelta(days=newest + (n - 1) * dice.randint(24, 31))
        if day <= store.opened_on or day < story.today - timedelta(days=story.days):
            continue
        failed = set(dice.sample(sorted(SEEN.keys() - {"goods-expired", "goods-cold"}), dice.randint(0, 4)))
        if store.code in ALWAYS:
            failed.add(ALWAYS[store.code])
        if store.code == CRITICAL and n == 1:
            failed.add("goods-expired")
        audit = begin(story, store, key, day, dice)
        by = viewer(story, key)
        actions.answer(audit, {item.id: said(item, failed, dice) for item in audit.items}, by=by)
        actions.sign(audit, by=by, note=dice.choice(NOTES))
        audit.submitted_at = audit.started_at + timedelta(minutes=dice.randint(35, 80))


def viewer(story: Story, key: str) -> Any:
    """Return who audits, found once."""
    known = story.facts.setdefault("auditors", {})
    if key not in known:
        known[key] = story.as_(key)
    return known[key]


def begin(story: Story, store: Any, key: str, day: Any, dice: random.Random) -> Audit:
    audit = actions.start(store, by=viewer(story, key))
    audit.started_at = clock.at(day, dice.randint(9, 16), dice.randint(0, 59))
    return audit


def under_way(story: Story, dice: random.Random) -> None:
    """RM north stands in a store and has answered the first two sections and a half."""
    store = story.stores.get("TY-0001") or story.stores["BJ-0001"]
    audit = begin(story, store, "rm_north", story.today, dice)
    audit.started_at = min(audit.started_at, clock.now())
    begun = audit.items[:9]
    actions.answer(audit, {item.id: said(item, {"shelf-full"}, dice) for item in begun}, by=viewer(story, "rm_north"))


def said(item: AuditItem, failed: set[str], dice: random.Random) -> Given:
    if item.code in failed:
        return Given(Mark.FAIL, SEEN[item.code], [photo(item, dice)] if item.needs_photo else [])
    skipped = item.code in ("goods-cold", "member-signs") and dice.random() < 0.08
    return Given(Mark.NOT_APPLICABLE if skipped else Mark.PASS)


def photo(item: AuditItem, dice: random.Random) -> FileStorage:
    """Return a drawn picture that could be of a shelf."""
    picture = Image.new("RGB", (320, 240), (143, 154, 157))
    pen = ImageDraw.Draw(picture)
    for y in range(3):
        top = 24 + y * 70
        pen.rectangle((14, top, 306, top + 56), fill=(233, 236, 236))
        x = 20
        while x < 290:
            width = dice.randint(14, 30)
            if dice.random() < 0.8:
                tall = dice.randint(26, 46)
                colour = dice.choice(((47, 107, 88), (176, 141, 87), (82, 100, 106), (158, 74, 62), (214, 205, 180)))
                pen.rectangle((x, top + 54 - tall, min(x + width, 300), top + 54), fill=colour)
            x += width + 4
        pen.rectangle((14, top + 56, 306, top + 62), fill=(109, 122, 124))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    buffer.seek(0)
    return FileStorage(buffer, filename=f"{item.text[:12]}.jpg")
