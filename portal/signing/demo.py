"""Signing's chapter: applications in every state, and those behind the stores that prepare or opened lately.

Takes `story.facts["agreed"]` from prospecting where it is told.
"""

import io
import random
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from portal.kernel import clock
from portal.kernel.db import db
from portal.network.models import StoreState
from portal.prospecting import actions as prospecting
from portal.prospecting import demo
from portal.prospecting.models import Prospect, Stage, StageMove, Track
from portal.signing import actions
from portal.signing.actions import Line
from portal.signing.age import is_working_day
from portal.signing.models import Application, ApplicationState, Decision, InvestmentLine, Payer, Submission, Verdict
from portal.story import Story, happened

COMPANY, STORE = Payer.COMPANY, Payer.STORE
# what a renovation costs: title, who pays, yuan for a shop of 300 m²
COSTS = (
    ("牌匾设计与制作", COMPANY, 16_500),
    ("店面装修", COMPANY, 46_000),
    ("店面装修（店主自付）", STORE, 22_000),
    ("室内装饰与照明", COMPANY, 19_800),
    ("货架及货品摆放", STORE, 36_400),
    ("收银设备", STORE, 12_600),
)
COLD_NEW = Line("冷链设备（新购 4 台）", COMPANY, 72_000_00)
COLD_KEPT = Line("冷链设备（留用 2 台，新购 2 台）", STORE, 36_000_00)
WHY = (
    "三次蹲点数客流，早晚高峰每小时 60 人以上；主街转角，门前可停车。经营者认同共享渠道的理念，愿意按方案改造。",
    "周边三个小区约 4200 户，最近的对手在 900 米外。原店生意冷清主要是缺货和陈列，换货架后可以救回来。",
    "租约还有五年，租金每平方米每天 2.1 元；团队四人都做过商超，肯投入自己的钱。",
    "社区团购点多，会员好做；冷柜与收银都可留用，改造只动门头和动线。",
)
OWNERS = ("闫桂芝", "龚志远", "邵丽华", "白永强", "贺春梅", "戴建平", "石秀云", "范国庆", "康晓东", "尹淑芬")
STREETS = ("建设路", "人民路", "解放街", "文化路", "和平路", "新华街", "中山路", "学府街")
# how many days after its opening was planned a store of the past was applied for
LEAD = timedelta(days=34)
MANAGERS = ("rm_north", "rm_east", "rm_south")


def tell(story: Story) -> None:
    dice = story.rng("signing")
    behind_stores(story, dice)
    agreed = list(story.facts.get("agreed") or [])
    while len(agreed) < 8:
        agreed.append(agreed_one(story, len(agreed), dice))
    agreed.sort(key=lambda prospect: (prospect.track == Track.PERSON, prospect.id))
    returned_and_back(story, agreed[0], dice)
    one_of_two(story, agreed[1], dice)
    waiting(story, agreed[2], dice, working_days=6)
    waiting(story, agreed[3], dice, working_days=1)
    came_back(story, agreed[4], dice)
    ended(story, agreed[5], dice, Verdict.REJECTED, "同城已有门店不足 800 米，客流重叠，本年度不再设点。")
    ended(story, agreed[6], dice, None, "经营者家中有事，推迟到明年再申请。")
    with happened(morning(story.today - timedelta(days=1))):
        drafted(story, agreed[7], dice, area_m2=None, planned_opening=None, lines=(), papers=())


def returned_and_back(story: Story, prospect: Prospect, dice: random.Random) -> Application:
    """Handed in, returned with what is missing, put right and handed in again: what changed is what counts."""
    first, back, again = (working_days_ago(story.today, n) for n in (7, 6, 3))
    lines = (*costs(dice), COLD_NEW)
    application = drafted(story, prospect, dice, at=morning(first), lines=lines)
    rm = manager(story, application)
    hand_in(application, rm, morning(first, 15))
    reason = "租约不足两年，冷柜可以留用，重算投入。"
    with happened(morning(back, 10)):
        outcome = actions.decide(application, Verdict.RETURNED, by=story.as_("office"), reason=reason)
    outcome.decision.at = morning(back, 10)
    with happened(morning(again, 9)):
        actions.edit(
            application,
            by=rm,
            lines=(*lines[:-1], COLD_KEPT),
            planned_opening=(application.planned_opening or story.today) + timedelta(days=7),
            reasons=f"{application.reasons} 租约已续至 2031 年 3 月（附件）。",
        )
    hand_in(application, rm, morning(again, 11))
    return application


def one_of_two(story: Story, prospect: Prospect, dice: random.Random) -> Application:
    """Over the limit: one has agreed, a second must."""
    submitted, agreed = (working_days_ago(story.today, n) for n in (2, 1))
    lines = (*costs(dice, share=1.2), COLD_NEW)
    application = drafted(story, prospect, dice, at=morning(submitted), lines=lines)
    hand_in(application, manager(story, application), morning(submitted, 14))
    with happened(morning(agreed, 16)):
        outcome = actions.decide(
            application, Verdict.APPROVED, by=story.as_("office_two"), reason="投入合理，建议冷链分两批到货。"
        )
    outcome.decision.at = morning(agreed, 16)
    return application


def waiting(story: Story, prospect: Prospect, dice: random.Random, *, working_days: int) -> Application:
    day = working_days_ago(story.today, working_days)
    application = drafted(story, prospect, dice, at=morning(day))
    hand_in(application, manager(story, application), morning(day, 13))
    return application


def came_back(story: Story, prospect: Prospect, dice: random.Random) -> Application:
    application = waiting(story, prospect, dice, working_days=5)
    at = morning(working_days_ago(story.today, 2), 17)
    with happened(at):
        reason = "缺消防验收证明；店主出资部分请附银行流水。"
        outcome = actions.decide(application, Verdict.RETURNED, by=story.as_("office"), reason=reason)
    outcome.decision.at = at
    return application


def ended(story: Story, prospect: Prospect, dice: random.Random, verdict: Verdict | None, reason: str) -> None:
    """Rejected by head office, or (no verdict) withdrawn by its manager."""
    application = waiting(story, prospect, dice, working_days=12)
    at = morning(working_days_ago(story.today, 9), 11)
    with happened(at):
        if verdict is None:
            actions.withdraw(application, by=manager(story, application), reason=reason)
        else:
            actions.decide(application, verdict, by=story.as_("office"), reason=reason).decision.at = at


def drafted(
    story: Story, prospect: Prospect, dice: random.Random, *, at: datetime | None = None, **facts: Any
) -> Application:
    """Begin an application as its manager would, with what the prospect's file knows."""
    survey, name = prospect.survey, OWNERS[prospect.id % len(OWNERS)]
    street = prospect.address or f"{dice.choice(STREETS)} {dice.randint(12, 380)} 号"
    city = prospect.city.name.removesuffix("市")
    given: dict[str, Any] = {
        "store_name": f"{prospect.name}店" if survey else f"{city}{street.split()[0]}店",
        "district": (survey.district if survey else "") or "城区",
        "address": street,
        "owner_name": name,
        "owner_phone": prospect.phone or f"1391000{prospect.id:04d}",
        "area_m2": (survey.area_m2 if survey else None) or dice.randrange(180, 460, 10),
        "tills": dice.choice((2, 2, 3)),
        "planned_opening": story.today + timedelta(days=dice.randint(26, 44)),
        "reasons": WHY[prospect.id % len(WHY)],
        "lines": costs(dice),
        "papers": [drawn(f"门头 {n}.jpg", dice) for n in (1, 2)],
    } | facts
    owner = next(key for key in MANAGERS if story.people[key].id == prospect.owner_id)
    with happened(at):
        return actions.draft(prospect, by=story.as_(owner), **given)


def hand_in(application: Application, rm: Any, at: datetime) -> None:
    with happened(at):
        submission = actions.submit(application, by=rm)
    submission.at = application.submitted_at = at


def behind_stores(story: Story, dice: random.Random) -> None:
    """Write the approved applications behind stores of the demo: the stores are there, so no step is taken anew."""
    lately = story.today - timedelta(days=100)
    for store in story.stores.values():
        prepares = store.state == StoreState.PREPARING
        if not prepares and not (store.state == StoreState.OPEN and store.opened_on > lately):
            continue
        opening = store.planned_opening if prepares else store.opened_on
        approved(story, store, working_days_ago(opening - LEAD, 0), dice)


def approved(story: Story, store: Any, day: date, dice: random.Random) -> None:
    owner, rm = story.people[f"owner:{store.code}"], story.people[story.rm_of(store)]
    prospect = developed(story, store, owner, day, dice)
    application = Application(
        region_id=store.region_id, city=store.region, prospect_id=prospect.id, prospect=prospect, applicant_id=rm.id,
        state=ApplicationState.APPROVED, store_name=store.name, district=store.district, address=store.address,
        owner_name=owner.name, owner_phone=owner.phone, area_m2=store.area_m2, tills=store.tills,
        planned_opening=store.planned_opening or store.opened_on, reasons=dice.choice(WHY), submitted_at=morning(day),
        store_id_made=store.id, made_at=morning(day), attachment_ids=[],
    )  # fmt: skip
    place = {"region_id": store.region_id}
    application.lines = [
        InvestmentLine(position=n, title=line.title, payer=line.payer, amount=line.amount, **place)
        for n, line in enumerate(costs(dice), 1)
    ]
    application.submissions = [
        Submission(round=1, at=morning(day), actor_id=rm.id, facts=application.snapshot, **place)
    ]
    answered = day + timedelta(days=1)
    while not is_working_day(answered):
        answered += timedelta(days=1)
    office = story.people[dice.choice(("office", "office_two"))]
    application.decisions = [
        Decision(
            round=1, verdict=Verdict.APPROVED, reason="同意。", actor_id=office.id, at=morning(answered, 10), **place
        )
    ]
    db.session.add(application)


def developed(story: Story, store: Any, owner: Any, applied_on: date, dice: random.Random) -> Prospect:
    """Tell how the supermarket behind a store came to apply, a talk before each step."""
    by = story.as_(story.rm_of(store))
    on = applied_on - timedelta(days=41)
    with happened(morning(on)):
        prospect = prospecting.create_prospect(
            store.region, track=Track.SUPERMARKET, by=by, name=f"{store.name.removesuffix('店')}原超市",
            contact_name=owner.name, decision_maker=owner.name, phone=owner.phone, address=store.address,
        )  # fmt: skip
    for stage in prospect.stages[1:]:
        on = min(on + timedelta(days=6), applied_on)
        if stage != Stage.APPLIED:
            with happened(morning(on, 10)):
                demo.talk(prospect, stage, by=by, dice=dice)
        # what a stage asks for is not told of them: their stores stand
        with happened(morning(on, 17 if stage != Stage.APPLIED else 9)):
            db.session.add(
                StageMove(
                    region_id=prospect.region_id, prospect_id=prospect.id, was=prospect.stage, now=stage,
                    days=prospect.days_in_stage, actor_id=by.id, track=prospect.track,
                    found_on=clock.day_of(prospect.made_at),
                )
            )  # fmt: skip
            prospect.stage = prospect.furthest = stage
            prospect.stage_since = clock.now()
    prospect.next_step, prospect.next_on = "", None
    return prospect


def agreed_one(story: Story, n: int, dice: random.Random) -> Prospect:
    """Make a prospect that has agreed, where prospecting told of too few."""
    city = sorted(story.cities.values(), key=lambda region: region.id)[n % len(story.cities)]
    owner = next(key for key in MANAGERS if any(r.region.path in city.path for r in story.people[key].regions))
    prospect = Prospect(
        region_id=city.id, city=city, track=Track.PERSON, stage=Stage.AGREED, name=f"{OWNERS[n]}团队",
        contact_name=OWNERS[n], phone=f"1392000{n:04d}", owner_id=story.people[owner].id,
        address=f"{dice.choice(STREETS)} {dice.randint(12, 380)} 号",
    )  # fmt: skip
    prospect.note_alikes()
    db.session.add(prospect)
    db.session.flush()
    return prospect


def manager(story: Story, application: Application) -> Any:
    key = next(key for key, person in story.people.items() if person.id == application.applicant_id)
    return story.as_(key)


def costs(dice: random.Random, share: float = 1.0) -> tuple[Line, ...]:
    """Return the lines of a renovation, in hundreds of yuan."""
    factor = share * dice.uniform(0.8, 1.1)
    return tuple(Line(title, payer, round(yuan * factor / 100) * 10_000) for title, payer, yuan in COSTS)


def working_days_ago(day: date, n: int) -> date:
    """Return the working day `n` working days before a day; with 0 the last working day up to it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    for _ in range(n):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return day


def morning(day: date, hour: int = 9) -> datetime:
    return clock.at(day, hour, day.day * 7 % 60)


def drawn(name: str, dice: random.Random) -> FileStorage:
    """Return a drawn shopfront."""
    picture = Image.new("RGB", (480, 360), (178, 190, 194))
    pen = ImageDraw.Draw(picture)
    sign = dice.choice(((47, 107, 88), (150, 60, 44), (52, 84, 122)))
    pen.rectangle((0, 300, 480, 360), fill=(122, 128, 126))
    pen.rectangle((40, 90, 440, 300), fill=(226, 222, 210))
    pen.rectangle((30, 60, 450, 110), fill=sign)
    for left in (70, 190, 310):
        pen.rectangle((left, 140, left + 100, 296), fill=(96, 116, 124))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    buffer.seek(0)
    return FileStorage(buffer, filename=name, content_type="image/jpeg")
