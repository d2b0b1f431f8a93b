"""Demo: what people and teams have done, have and want; of the newest found not everything is known."""

from datetime import date, timedelta
from random import Random
from typing import Any

from portal.prospecting import actions, queries
from portal.prospecting.models import Free, IntentLevel, Makeup, Prospect, Source, Stage, Track

DONE = (
    "便利店店长六年，管过两家店、九个人，盘亏控制在千分之四",
    "在物流公司带十人车队，城配路线全熟",
    "退伍后做社区团购，三个群八百多人，周销两万",
    "批发市场干了十一年，粮油、日化两个档口",
    "夫妻在连锁超市分别做收银主管和生鲜组长",
    "开过一家 120 平方米的生鲜店，三年，因修路关了",
)
TOGETHER = (
    "2018 年中秋一起做节日团购，两周卖了 1,200 盒，账清",
    "2016–2019 年给我们供过日化，交货准",
    "2020 年帮我们跑过社区配送，七个月",
)
WANTS = (
    "一家自己说了算的店，离家近",
    "稳当，一年回本，两口子都能上班",
    "两年内开到三家",
    "不想再自己压货，要有人管供货",
)
MAKEUPS = ((Makeup.ONE, 1), (Makeup.COUPLE, 2), (Makeup.PARTNERS, 3), (Makeup.TEAM, 5))


def write(prospect: Prospect, goal: Stage, *, by: Any, dice: Random) -> None:
    """Write down what a manager learned of somebody by the time of a stage."""
    if prospect.track != Track.PERSON:
        return
    makeup, heads = makeup_of(prospect.name, dice)
    facts: dict[str, Any] = {"makeup": makeup, "heads": heads, "done": dice.choice(DONE)}
    facts["trade_years"] = dice.randint(2, 14)
    if prospect.source == Source.PARTNER:
        facts["together"] = dice.choice(TOGETHER)
    if goal != Stage.FOUND:
        facts["wants"] = dice.choice(WANTS)
    if goal not in (Stage.FOUND, Stage.PITCHED):
        facts["capital"] = dice.choice((8, 12, 15, 20, 30)) * 1_000_000
        facts["free"] = dice.choice((Free.NOW, Free.QUARTER, Free.QUARTER, Free.YEAR))
    actions.describe_person(prospect, by=by, **facts)


def makeup_of(name: str, dice: Random) -> tuple[Makeup, int]:
    """Return who they are, as far as their name says it."""
    for word, found in (("夫妇", 1), ("合伙", 2), ("团队", 3)):
        if word in name:
            return MAKEUPS[found]
    return MAKEUPS[0] if dice.random() < 0.8 else MAKEUPS[2]


WHY = {
    IntentLevel.FIRM: ("主动问了两次什么时候能签", "带爱人来看了样板店，当场问装修几天", "说钱已经备好，只等地方"),
    IntentLevel.OPEN: ("听得认真，没问钱", "说要等孩子考完试", "和房东还没谈拢，不敢定"),
}


def judge(prospect: Prospect, goal: Stage, begun: date, *, by: Any, dice: Random) -> None:
    """Screen who was pitched, and judge his intent: first unsure, later as far as he came."""
    if goal in (Stage.FOUND, Stage.DECISION_MAKER):
        return
    answers = {}
    for one in queries.criteria(prospect.track):
        if dice.random() < 0.9:
            answers[one.id] = dice.choice(one.options[: 2 if goal == Stage.AGREED else 3])[0]
    if answers:
        actions.screen(prospect, answers, by=by)
    actions.judge_intent(prospect, IntentLevel.OPEN, dice.choice(WHY[IntentLevel.OPEN]), by=by, judged_on=begun)
    if goal not in (Stage.PITCHED, Stage.SHORTLISTED):
        on = begun + timedelta(days=2)
        actions.judge_intent(prospect, IntentLevel.FIRM, dice.choice(WHY[IntentLevel.FIRM]), by=by, judged_on=on)
