"""Demo: what prospects need and doubt, what they were answered, who has a say with them, and what was said to them."""

from random import Random
from typing import Any

from portal.prospecting import actions
from portal.prospecting.models import ConcernKind, PitchPoint, Prospect, Relation, Stage, Stance, Track

NEEDS = {
    "person": (
        ("need", "想要一个自己说了算、又有人带的生意", "开店前两周驻店带教，货和系统由公司给"),
        ("need", "一年内要看到回本的日子", "按保守的客流算给他看，14 个月"),
        ("pain", "以前自己进货，压了一屋子卖不掉的货", "首批货按样板店的动销配，不动销的 30 天内调换"),
    ),
    "supermarket": (
        ("need", "稳定的货源，价格不要一周一变", "统一供货，调价提前 7 天通知"),
        ("need", "留住附近小区的老顾客", "全网会员，积分在哪家店都能用"),
        ("pain", "生鲜损耗一天两三百", "并州北路店用陈列和晚市折扣，把损耗压到 4%"),
        ("pain", "人手不够，老板从早站到晚", "收银台换新，两个人能顶三个人的班"),
    ),
}
DOUBTS = {
    "person": (
        ("没开过店，做砸了怎么办？", "先到样板店跟班 7 天，觉得不行可以不签"),
        ("投进去的钱多久能回来？", "三种客流各算一遍，最差 22 个月"),
        ("会不会隔条街又开一家？", "一公里内不再开第二家，写进合同"),
    ),
    "supermarket": (
        ("装修停业，老顾客跑了怎么办？", "分两半装，只停 6 天；并州北路店停 5 天，第三周客流回到 103%"),
        ("会员是你们的还是我的？", "会员属于全网，登记的店看全号，别的店看不到"),
        ("货从哪来，能不能自己进？", "鲜货可以自己进，入库就行"),
        ("挂了你们的牌子，店还是不是我的？", "执照、租约都在你名下，公司只管牌子和货"),
    ),
}
SAY = {
    "person": ((Relation.SPOUSE, Stance.UNDECIDED, "管家里的钱"), (Relation.PARTNER, Stance.FOR, "愿意出三成")),
    "supermarket": (
        (Relation.SPOUSE, Stance.UNDECIDED, "管账，要看到三年的数"),
        (Relation.LANDLORD, Stance.AGAINST, "不愿意动门头，租约明年到期"),
        (Relation.MANAGER, Stance.FOR, "在店里八年，嫌货架太旧"),
        (Relation.BUYER, Stance.AGAINST, "怕统一供货以后没事做"),
    ),
}
PEOPLE = ("孙丽华", "张桂兰", "刘志国", "陈立群", "郭玉梅", "马春生", "周小燕", "吴建设")
SAID = {
    PitchPoint.STORY: "从第一家店讲到 24 家，给他看了开业当天的照片",
    PitchPoint.CONCEPT: "共享渠道：货、会员、系统大家用一套，店还是自己的",
    PitchPoint.REQUIREMENTS: "面积 180 平方米以上，三年以上租约，店主要到场",
    PitchPoint.BENEFITS: "进货便宜 6 到 9 个点，会员全网通用，两周驻店带教",
    PitchPoint.DEMO: "带了五样主推品去，当场和他货架上的比价",
}


def write(prospect: Prospect, goal: Stage, *, by: Any, dice: Random) -> None:
    """Write down what a manager learned on the way to a stage; who agreed has no doubt left."""
    if goal == Stage.FOUND:
        return
    track = prospect.track.value
    for kind, text, answer in dice.sample(NEEDS[track], dice.randint(1, 2)):
        heard = actions.raise_concern(prospect, ConcernKind(kind), text, by=by)
        if dice.random() < 0.7:
            actions.answer_concern(heard, answer=answer, settled=dice.random() < 0.6, by=by)
    for n, (text, answer) in enumerate(dice.sample(DOUBTS[track], dice.randint(1, 3))):
        doubt = actions.raise_concern(prospect, ConcernKind.DOUBT, text, by=by)
        if goal in (Stage.AGREED, Stage.APPLIED) or n:
            actions.answer_concern(doubt, answer=answer, settled=True, by=by)
        elif dice.random() < 0.5:
            actions.answer_concern(doubt, answer=answer, settled=False, by=by)
    for relation, stance, note in dice.sample(SAY[track], 1 if track == Track.PERSON else dice.randint(1, 2)):
        name = dice.choice([name for name in PEOPLE if name != prospect.decision_maker])
        actions.add_influencer(prospect, name, relation, by=by, stance=stance, note=note)


def say(prospect: Prospect, points: list[PitchPoint], *, by: Any, at: Any) -> None:
    """Write down the words of a pitch beside its ticks."""
    for point in points:
        actions.note_pitch(prospect, point, SAID[point], by=by).at = at
