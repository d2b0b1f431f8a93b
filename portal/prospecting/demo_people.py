"""Demo: who the people and teams are, what they have done, have and want; of the newest found not all is known."""

from dataclasses import dataclass
from random import Random
from typing import Any

from portal.kernel import clock
from portal.prospecting import actions, queries
from portal.prospecting.models import Free, IntentLevel, Makeup, Prospect, Source, Stage, Track

ONE, COUPLE, PARTNERS, TEAM = Makeup.ONE, Makeup.COUPLE, Makeup.PARTNERS, Makeup.TEAM
NAMED = {ONE: "{}", COUPLE: "{}夫妇", PARTNERS: "{}、合伙三人", TEAM: "{}团队"}
HEADS = {ONE: 1, COUPLE: 2, PARTNERS: 3, TEAM: 5}


@dataclass(frozen=True)
class Persona:
    """One person or team: who they are, since how many years in the trade, and what they did and want."""

    makeup: Makeup
    years: int
    source: Source
    background: str
    done: str
    wants: str
    together: str = ""


# of each manager, in the order of his plan; the last one is lost
PERSONAS: tuple[tuple[Persona, ...], ...] = (
    (
        Persona(
            TEAM,
            9,
            Source.FAIR,
            "五个人都在商超干过，想自己做。",
            "一家大卖场的生鲜班组，五个人一起出来，管过日销三万的店",
            "有自己的店，五个人都有股份",
        ),
        Persona(
            PARTNERS,
            7,
            Source.REFERRAL,
            "三个同学合伙，小区里人头熟。",
            "做社区团购三年，四个群一千二百人",
            "把群里的客人接到店里，不再只赚差价",
        ),
        Persona(
            TEAM,
            12,
            Source.PARTNER,
            "批发市场出身，带着四个伙计。",
            "粮油批发十二年，给三十多家小店送货",
            "不再压货，店里的货有人统一供",
            "2016–2019 年给公司的门店供过粮油，交货准、账清",
        ),
        Persona(
            PARTNERS,
            5,
            Source.WEBSITE,
            "在官网留言，两天打来三次电话。",
            "三个人合开过一家水果店，去年修路关了",
            "一年回本，离家近",
        ),
        Persona(
            ONE,
            8,
            Source.PARTNER,
            "以前合作过的供货商，人可靠。",
            "日化代理八年，手下两个业务员",
            "趁还干得动，做个长久的生意",
            "2018 年中秋一起做节日团购，两周卖了 1,200 盒",
        ),
        Persona(
            ONE, 6, Source.CALL, "看到门店招牌后打来电话。", "便利店店长六年，管过两家店、九个人", "一家自己说了算的店"
        ),
        Persona(TEAM, 4, Source.VISIT, "在商会认识的。", "做过两年社区食堂，四个人", "先开一家，两年内开到三家"),
    ),
    (
        Persona(COUPLE, 3, Source.REFERRAL, "普陀店的老顾客介绍来的。", "先生开货车，爱人在超市收银", "两口子都有班上"),
        Persona(ONE, 10, Source.FAIR, "在供应链展会上换的名片。", "外企超市采购十年，熟悉日配和冷冻", "带着经验自己干"),
        Persona(
            PARTNERS,
            6,
            Source.PARTNER,
            "老合作伙伴，三家合股。",
            "在吴江开过三家烟酒店",
            "换个有会员、有系统的牌子",
            "2021 年一起做过社区配送，七个月",
        ),
        Persona(ONE, 2, Source.WEBSITE, "退伍五年，在官网看了开店要求。", "退伍后做物流调度，管八台车", "稳当，有人带"),
        Persona(ONE, 11, Source.REFERRAL, "杭州门店店主的表姐。", "幼儿园食堂采购十一年", "离学校近的小店，自己守着"),
        Persona(
            ONE,
            14,
            Source.CALL,
            "看了样板店的报道打来的。",
            "国营副食店干了十四年，从学徒到店长",
            "把老副食店的口碑做回来",
        ),
        Persona(
            ONE,
            5,
            Source.PARTNER,
            "以前给公司做过门店装修。",
            "装修队领班，做过公司两家店的改造",
            "自己也开一家",
            "2023 年做过两家门店的装修，工期没拖过",
        ),
        Persona(PARTNERS, 4, Source.VISIT, "拜访街道时认识的。", "三个人做过电商仓库", "线下有个门面"),
    ),
    (
        Persona(COUPLE, 6, Source.VISIT, "看铺的时候碰上的。", "在市场卖了六年熟食", "有空调、有货架的店，不再起早"),
        Persona(ONE, 7, Source.WEBSITE, "晚上十点在官网留的言。", "连锁药店店长七年", "药店太卷，想做日用品"),
        Persona(
            TEAM,
            8,
            Source.FAIR,
            "加盟展上谈了半小时。",
            "带过二十人的地推队，做过社区拼团",
            "先开一家，看数再开第二家",
        ),
        Persona(
            ONE,
            3,
            Source.REFERRAL,
            "天河东路店店主的战友。",
            "退伍后在物业做了三年主管，管四个小区",
            "开在自己管过的小区门口",
        ),
        Persona(
            PARTNERS,
            9,
            Source.PARTNER,
            "顺德做厨具的老朋友带的头。",
            "三个人做厨具批发九年，有自己的仓",
            "仓库边上的门面别空着",
            "2017 年一起跑过顺德的厨具渠道",
        ),
        Persona(
            PARTNERS,
            5,
            Source.CALL,
            "三个湖南老乡，电话里问得很细。",
            "在东莞厂区开过两家小卖部",
            "厂区人多的地方再开一家大的",
        ),
        Persona(
            TEAM,
            6,
            Source.REFERRAL,
            "深圳门店的老店员出来自己做。",
            "五个人都在连锁超市做过班组长",
            "五个人一家店，工资之外有分红",
        ),
        Persona(COUPLE, 4, Source.CALL, "夫妻俩想换个城市。", "在惠州开过四年便利店", "回老家之前再干五年"),
    ),
)


def persona(manager: int, nth: int) -> Persona:
    return PERSONAS[manager][nth]


def write(prospect: Prospect, who: Persona, *, by: Any) -> None:
    """Write down what a manager learns of somebody when he first hears of him."""
    facts: dict[str, Any] = {"makeup": who.makeup, "heads": HEADS[who.makeup], "done": who.done}
    actions.describe_person(prospect, by=by, trade_years=who.years, together=who.together, **facts)


def learn(prospect: Prospect, stage: Stage, who: Persona, *, by: Any, dice: Random) -> None:
    """Write down what else he says of himself on the way to a stage."""
    if stage == Stage.PITCHED:
        actions.describe_person(prospect, by=by, wants=who.wants)
    if stage == Stage.INTERESTED:
        capital = dice.choice((12, 15, 18, 20, 30)) * 1_000_000
        actions.describe_person(
            prospect, by=by, capital=capital, free=dice.choice((Free.NOW, Free.QUARTER, Free.QUARTER))
        )


WHY: dict[tuple[Track, IntentLevel], tuple[str, ...]] = {
    (Track.PERSON, IntentLevel.OPEN): ("听得认真，没问钱。", "说要和家里商量。", "想先看看别人开得怎么样。"),
    (Track.PERSON, IntentLevel.FIRM): (
        "主动问了两次什么时候能签。", "自己去样板店看了半天，回来问装修要几天。", "说钱已经备好，只等地方。",
    ),
    (Track.SUPERMARKET, IntentLevel.OPEN): ("听得认真，没问钱。", "怕停业，不敢定。", "说要等家里人都在再谈。"),
    (Track.SUPERMARKET, IntentLevel.FIRM): (
        "拿出三年的账给我们看。", "自己去样板店看了半天，回来问停业几天。", "催着要方案，说年前想改好。",
    ),
}  # fmt: skip


def judge(prospect: Prospect, stage: Stage, goal: Stage, *, by: Any, dice: Random) -> None:
    """Screen who was pitched, and judge his intent: unsure at first, firm when he says so himself."""
    if stage == Stage.PITCHED:
        # the criteria are asked as they stand today: the demo's trail of them begins with the network
        answers = {}
        for one in queries.criteria(prospect.track):
            if dice.random() < 0.9:
                answers[one.id] = dice.choice(one.options[: 2 if goal == Stage.AGREED else 3])[0]
        if answers:
            actions.screen(prospect, answers, by=by)
    level = {Stage.PITCHED: IntentLevel.OPEN, Stage.INTERESTED: IntentLevel.FIRM, Stage.PLANNED: IntentLevel.FIRM}
    if stage in level:
        why = dice.choice(WHY[prospect.track, level[stage]])
        actions.judge_intent(prospect, level[stage], why, by=by, judged_on=clock.today())
