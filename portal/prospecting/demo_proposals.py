"""Demo: the price list of renovations, and a proposal for every supermarket whose plan is made."""

from datetime import date, timedelta
from random import Random
from typing import Any

from portal.kernel import clock
from portal.prospecting import actions, queries
from portal.prospecting.findings import found_in
from portal.prospecting.models import Measure, Outlook, Proposal, Prospect, Stage, Track
from portal.prospecting.payback import Case, Running, outcome
from portal.prospecting.queries.proposals import Priced
from portal.story import Story, happened

PRICES = (
    Priced("牌匾设计与制作", 24_000_00, Measure.ONCE, 75),
    Priced("店面装修", 160_00, Measure.AREA, 60),
    Priced("室内装饰与照明", 95_00, Measure.AREA, 60),
    Priced("货架及货品摆放", 130_00, Measure.AREA, 65),
    Priced("收银台与系统", 6_800_00, Measure.TILL, 100),
    Priced("冷链设备", 36_000_00, Measure.ONCE, 50),
)
# what the manager makes of the survey: people against today's, and the margin
GROWTH = {Outlook.LOW: (102, 17_500), Outlook.MIDDLE: (104, 17_800), Outlook.HIGH: (107, 18_000)}
FINDINGS = (
    "门头旧，晚上不亮，从公交站走过来看不见。\n货架有空位，日配和生鲜下午就断货。",
    "通道窄，婴儿车过不去；冷柜温度不稳，酸奶没人拿。\n价签有一半是手写的。",
    "老顾客多，年轻人少。\n促销靠手写牌，看不清。",
    "进门先见烟酒柜，生鲜藏在最里头。\n晚上七点半就关灯。",
    "库房占了三分之一的面积，货压着出不来。",
)
CHANGES = (
    "换牌匾和门头灯，主通道放宽到 1.8 米。\n日配每天两次到货，晚市打折；收银台换新。\n分两半装修，只停 6 天。",
    "冷柜换 2 台留 2 台，生鲜移到进门右手。\n会员全网通用，开业前登记周边三个小区。",
    "库房缩小，腾出 60 平方米做生鲜。\n营业到晚上九点半，日配一天两送。",
)
GOODS = ("开业首批货 30 天内不动销可调换", "米面油和日配首批货，按样板店动销配", "主推品端架两组")
TRAINING = ("录货、报单、会员、销售和会员待遇", "店长带班 14 天，店员轮流跟岗")


def set_prices(story: Story) -> None:
    actions.set_price_list(list(PRICES), by=story.house)


def tell_before(prospect: Prospect, stage: Stage, on: date, *, by: Any, dice: Random) -> None:
    """Write the plan the day before a supermarket is shown it, and its second version before it is negotiated."""
    if prospect.track == Track.SUPERMARKET and stage == Stage.PLANNED:
        with happened(clock.at(on - timedelta(days=1), 15)):
            write(prospect, by=by, dice=dice)
        with happened(clock.at(on, 9, 30)):
            actions.hand_over(newest(prospect, by), by=by)
    if prospect.track == Track.SUPERMARKET and stage == Stage.NEGOTIATING:
        with happened(clock.at(on - timedelta(days=1), 15)):
            revise(prospect, by=by, dice=dice)


def newest(prospect: Prospect, by: Any) -> Proposal:
    found = queries.newest_proposal(prospect, by)
    assert found is not None, "a planned supermarket has its plan"
    return found


def write(prospect: Prospect, *, by: Any, dice: Random) -> None:
    """Write a prospect's first version: what begins with the price list, and what a month costs in such a shop."""
    begun = queries.begun_with(prospect)
    area = (prospect.survey.area_m2 if prospect.survey else None) or 300
    wages = dice.randrange(14_000_00, 22_000_00, 500_00)
    rent = round(area * dice.randint(26, 38)) * 100
    facts: dict[str, Any] = begun | {
        "cases": {name: dict(case) for name, case in begun["cases"].items()},
        "findings": said_of(prospect, dice.choice(FINDINGS), by), "changes": dice.choice(CHANGES),
        "goods": dice.randrange(20_000_00, 60_000_00, 5_000_00), "goods_note": dice.choice(GOODS),
        "training_note": dice.choice(TRAINING), "rent": rent, "wages": wages,
        "other": dice.randrange(4_000_00, 8_000_00, 500_00),
    }  # fmt: skip
    for level, (people, margin) in GROWTH.items():
        facts["cases"][level.value] |= {"footfall": low_of(begun) * people // 100, "margin": margin}
    # what people spend is what makes today's costs come out even, and a little more: the shop is quiet, not broken
    low = facts["cases"][Outlook.LOW.value]
    monthly = low["footfall"] * 30 * low["buyers"] // 100_000 * low["margin"] // 100_000
    spent = max(1_200, (rent + wages + facts["other"] + dice.randrange(9_000_00, 16_000_00, 100_00)) // max(1, monthly))
    for case in facts["cases"].values():
        case["basket"] = round(spent, -1)
    before = Case(**facts["cases"][Outlook.LOW.value] | {"footfall": low_of(begun), "margin": 17_000})
    facts["today"] = outcome(before, Running(30, rent, wages, facts["other"]), 0).result // 100 * 100
    actions.add_proposal(prospect, by=by, **facts)


def said_of(prospect: Prospect, seen: str, by: Any) -> str:
    """Return what the survey found, and what the manager saw besides."""
    found = found_in(prospect.survey, by)
    return f"{found}\n{seen}" if found else seen


def low_of(begun: dict[str, Any]) -> int:
    """Return the people a day who were counted."""
    return int(begun["cases"][Outlook.LOW.value]["footfall"])


def revise(prospect: Prospect, *, by: Any, dice: Random) -> None:
    """Write a second version: he wanted the company to pay more of the shopfront."""
    first = newest(prospect, by)
    facts = queries.facts_of(first)
    lines = [dict(row) for row in facts["lines"]]
    lines[1]["company"] += lines[1]["price"] * lines[1]["quantity"] // 1000 // 10
    more = {"lines": lines, "goods": first.goods + dice.choice((0, 5_000_00))}
    actions.add_proposal(prospect, by=by, **facts | more)
