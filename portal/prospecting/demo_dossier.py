"""Demo: what prospects need and doubt, what they were answered, who has a say with them, and what was said to them."""

from random import Random
from typing import Any

from portal.prospecting import actions, queries
from portal.prospecting.models import ConcernKind, PitchPoint, Prospect, Relation, Stage, Stance, Track

# the store of each manager that he shows
MODEL = ("并州北路店", "普陀曹杨店", "天河东路店")
NEEDS = {
    "person": (
        ("need", "想要一个自己说了算、又有人带的生意", "开店前两周驻店带教，货和系统由公司给"),
        ("need", "一年左右要看到回本的日子", "按保守的客流算给他看，14 个月"),
        ("pain", "以前自己进货，压了一屋子卖不掉的货", "首批货按样板店的动销配，不动销的 30 天内调换"),
        ("pain", "一个人盯店，病了就得关门", "店员由公司培训，报单、收银两个人都会"),
    ),
    "supermarket": (
        ("need", "稳定的货源，价格不要一周一变", "统一供货，调价提前 7 天通知"),
        ("need", "留住附近小区的老顾客", "全网会员，积分在哪家店都能用"),
        ("pain", "生鲜损耗一天两三百", "{store}用陈列和晚市折扣，把损耗压到 4%"),
        ("pain", "人手不够，从早站到晚", "收银台换新，两个人能顶三个人的班"),
        ("pain", "货架后排老是空着，客人空手出去", "按动销自动补货，缺货当天就能看到"),
    ),
}
DOUBTS = {
    "person": (
        ("没开过店，做砸了怎么办？", "先到样板店跟班 7 天，觉得不行可以不签"),
        ("投进去的钱多久能回来？", "三种客流各算一遍，最差 22 个月"),
        ("会不会隔条街又开一家？", "一公里内不再开第二家，写进合同"),
        ("铺位谁来找？", "一起看，客流数够三天才定"),
    ),
    "supermarket": (
        ("装修停业，老顾客跑了怎么办？", "分两半装，只停 6 天；{store}停 5 天，第三周客流就回来了"),
        ("会员是你们的还是我的？", "会员属于全网，登记的店看全号，别的店看不到"),
        ("货从哪来，能不能自己进？", "鲜货可以自己进，入库就行"),
        ("挂了你们的牌子，店还是不是我的？", "执照、租约都在你名下，公司只管牌子和货"),
    ),
}
SAY = {
    "person": (
        (Relation.SPOUSE, Stance.UNDECIDED, "管家里的钱"),
        (Relation.PARTNER, Stance.FOR, "愿意出三成"),
        (Relation.FAMILY, Stance.AGAINST, "父母想让他找份稳定工作"),
        (Relation.FRIEND, Stance.FOR, "自己开着店，劝他也开"),
    ),
    "supermarket": (
        (Relation.SPOUSE, Stance.UNDECIDED, "管账，要看到三年的数"),
        (Relation.LANDLORD, Stance.AGAINST, "不愿意动门头"),
        (Relation.MANAGER, Stance.FOR, "在店里八年，嫌货架太旧"),
        (Relation.BUYER, Stance.AGAINST, "怕统一供货以后没事做"),
        (Relation.FAMILY, Stance.FOR, "学过电商，愿意接手"),
    ),
}
PEOPLE = (
    ("孙丽华", "张桂兰", "刘志国", "陈立群", "郭玉梅", "马春生", "周小燕", "吴建设"),
    ("沈月琴", "陆伯良", "顾阿妹", "徐根宝", "姚明珠", "朱国荣", "邵文娟", "施永明"),
    ("梁惠珍", "黎国华", "欧阳明", "谭玉莲", "罗伟强", "麦少芬", "邓炳坤", "潘丽仪"),
)
SAID = {
    PitchPoint.STORY: "从第一家店讲到 24 家，给他看了开业当天的照片",
    PitchPoint.CONCEPT: "共享渠道：货、会员、系统大家用一套，店还是自己的",
    PitchPoint.REQUIREMENTS: "面积 180 平方米以上，三年以上租约，店主要到场",
    PitchPoint.BENEFITS: "进货便宜 6 到 9 个点，会员全网通用，两周驻店带教",
    PitchPoint.DEMO: "带了五样主推品去，当场和他常去的店比价",
}
ANSWERED_AT = (Stage.INTERESTED, Stage.SHORTLISTED)


def hear(prospect: Prospect, stage: Stage, manager: int, *, by: Any, dice: Random) -> None:
    """Write down what is heard on the way to a stage: who has a say, what he needs and doubts, then the answers."""
    person = prospect.track == Track.PERSON
    if stage == (Stage.PITCHED if person else Stage.DECISION_MAKER):
        meet_others(prospect, manager, by=by, dice=dice)
    if stage == Stage.PITCHED:
        raise_concerns(prospect, by=by, dice=dice)
    if stage in ANSWERED_AT or stage == Stage.AGREED:
        answer(prospect, MODEL[manager], everything=stage == Stage.AGREED, by=by)


def meet_others(prospect: Prospect, manager: int, *, by: Any, dice: Random) -> None:
    names = [name for name in PEOPLE[manager] if name != prospect.decision_maker]
    heard = dice.sample(SAY[prospect.track.value], dice.randint(1, 2))
    for (relation, stance, note), name in zip(heard, dice.sample(names, 2), strict=False):
        actions.add_influencer(prospect, name, relation, by=by, stance=stance, note=note)


def raise_concerns(prospect: Prospect, *, by: Any, dice: Random) -> None:
    track = prospect.track.value
    for kind, text, _answer in dice.sample(NEEDS[track], 2):
        actions.raise_concern(prospect, ConcernKind(kind), text, by=by)
    for text, _answer in dice.sample(DOUBTS[track], dice.randint(1, 3)):
        actions.raise_concern(prospect, ConcernKind.DOUBT, text, by=by)


def answer(prospect: Prospect, store: str, *, everything: bool, by: Any) -> None:
    """Answer what was doubted: the first doubt stays open until all is settled."""
    track = prospect.track.value
    told = {text: answer for _kind, text, answer in NEEDS[track]} | dict(DOUBTS[track])
    first = True
    for concern in queries.dossier_of(prospect, by).concerns:
        settled = everything or not (first and concern.kind == ConcernKind.DOUBT)
        first = first and concern.kind != ConcernKind.DOUBT
        if not concern.is_settled:
            actions.answer_concern(concern, answer=told[concern.text].format(store=store), settled=settled, by=by)


def say(prospect: Prospect, points: list[PitchPoint], *, by: Any) -> None:
    """Write down the words of a pitch beside its ticks."""
    for point in points:
        actions.note_pitch(prospect, point, SAID[point], by=by)
