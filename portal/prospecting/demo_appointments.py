"""Demo: a manager's agreed times – three today, one let pass, two ahead, and what became of the last days' ones."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.models import Appointment, ContactKind, Prospect, Stage, Track
from portal.story import Story, happened

CALL, VISIT = ContactKind.CALL, ContactKind.VISIT
# whom it is with: a track's first letter, his stage, the how manieth of those
Who = tuple[str, Stage, int]
P1, P2, INTERESTED = ("p", Stage.PITCHED, 0), ("p", Stage.PITCHED, 1), ("p", Stage.INTERESTED, 0)
TERMS, MET, SHOP = ("p", Stage.TERMS_EXPLAINED, 0), ("s", Stage.DECISION_MAKER, 0), ("s", Stage.PITCHED, 0)
LISTED, DEAL1, DEAL2 = ("s", Stage.SHORTLISTED, 0), ("s", Stage.NEGOTIATING, 0), ("s", Stage.NEGOTIATING, 1)
# of each manager: whom, days from today, hour, minute, how, how long, what for
AHEAD: tuple[tuple[tuple[Who, int, int, int, ContactKind, int, str], ...], ...] = (
    (
        (DEAL1, 0, 10, 30, VISIT, 60, "带改好的报价，谈改造谁投"),
        (INTERESTED, 0, 14, 0, VISIT, 90, "看并州北路店，讲开店的要求和利益"),
        (P2, 0, 16, 30, CALL, 20, "问家里商量得怎么样"),
        (SHOP, -2, 15, 0, VISIT, 60, "再数一次晚高峰"),
        (LISTED, 1, 9, 30, VISIT, 60, "量货架，拍平面图"),
        (TERMS, 2, 11, 0, CALL, 30, "问本钱什么时候到位"),
    ),
    (
        (MET, 0, 9, 0, VISIT, 45, "第一次见老板本人，带样板店照片"),
        (TERMS, 0, 13, 30, VISIT, 60, "面谈：能出多少，什么时候开"),
        (DEAL2, 0, 17, 0, CALL, 15, "答复冷柜留用几台"),
        (P1, -1, 10, 0, CALL, 20, "约看曹杨店的时间"),
        (LISTED, 1, 14, 30, VISIT, 90, "带设计师量尺寸"),
        (DEAL1, 3, 10, 0, VISIT, 60, "停业天数写进报价，当面确认"),
    ),
    (
        (P2, 0, 8, 30, VISIT, 40, "赶在他们晨会前见一面，讲会员怎么做"),
        (DEAL2, 0, 15, 15, VISIT, 75, "三兄弟都在，谈首批货和付款"),
        (INTERESTED, 0, 19, 0, CALL, 30, "他下班以后，讲开店的投入"),
        (MET, -3, 16, 0, VISIT, 30, "问清采购归谁管"),
        (SHOP, 1, 11, 0, VISIT, 60, "带他看天河东路店"),
        (LISTED, 2, 9, 45, VISIT, 60, "补早市的客流"),
    ),
)
# what was kept: whom, days ago, hour, how, how long, what for, what came of it, what comes next
KEPT: tuple[tuple[tuple[Who, int, int, ContactKind, int, str, str, str], ...], ...] = (
    (
        (P1, 1, 10, VISIT, 75, "讲事业说明", "讲完事业说明，问货从哪里来，想看看仓库", "约周末看仓库"),
        (DEAL2, 1, 15, CALL, 15, "问报价看得怎么样", "报价看了，只剩停业天数要再谈", "把停业天数写进报价"),
        (MET, 2, 9, VISIT, 50, "看店里的生意", "早上客流比调研时还少，老板愿意听听", "带样板店照片再去"),
        (TERMS, 3, 14, VISIT, 90, "逐条谈疑虑", "疑虑说通了一半，回本要再算一遍", "带三种客流的账"),
        (LISTED, 4, 11, CALL, 20, "约量货架", "同意周末来量", "量货架，拍平面图"),
    ),
    (
        (INTERESTED, 1, 9, VISIT, 60, "看铺位", "看了两个铺位，都嫌租金高", "再找三个铺位"),
        (SHOP, 1, 16, VISIT, 60, "看普陀曹杨店", "在曹杨店站了一小时，问会员怎么登记", "约到他店里量面积"),
        (P2, 2, 14, CALL, 25, "讲共享渠道", "三家里两家听进去了", "单独约第三家"),
        (DEAL1, 3, 10, VISIT, 80, "谈首批货", "首批货可以退换，付款还差一点", "把付款分三次写进报价"),
        (MET, 4, 17, CALL, 10, "约老板", "老板周三在店里", "周三去店里"),
    ),
    (
        (DEAL1, 1, 9, VISIT, 100, "改造清单逐项过", "划掉吊顶一项，其余没意见", "改一版报价"),
        (P1, 1, 20, CALL, 35, "电话里答疑", "药店合同明年二月到期，二月以后能开", "二月前看好铺位"),
        (LISTED, 2, 11, VISIT, 45, "拿三年的流水", "流水拿到了，去年比前年少一成半", "做一店一方案第 1 稿"),
        (INTERESTED, 3, 15, VISIT, 60, "见他和战友", "战友的店开得好，他更想开了", "讲清投入"),
        (SHOP, 4, 10, VISIT, 30, "送样板店的账", "账留下了，说晚上细看", "打电话问看法"),
    ),
)
# an appointment that was put off and one that was called off: whom, when it was, when it is, what for, why
MOVED = (
    (TERMS, (-1, 17), (5, 10), "签意向前再见一面", "他临时出差"),
    (SHOP, (-1, 11), (4, 15), "到店里量面积", "那天盘货，走不开"),
    (TERMS, (-2, 9), (3, 16), "和合伙人一起谈出资", "有一位回湖南了"),
)
OFF = (
    (SHOP, 3, 16, "到店里看晚市", "下大雨，店没开门"),
    (INTERESTED, 4, 10, "一起看铺位", "铺位前一天租出去了"),
    (MET, 2, 14, "带样板店照片见老板", "老板去了外地进货"),
)
SENTENCES = (
    (
        "上午谈得透，下午电话太急；明天先发数据再打。", "早上去店里看得最真，以后多排早上。",
        "等人等了四十分钟，以后先确认再出门。", "电话约好比白跑强，这周都先打电话。",
    ),
    (
        "看铺位之前先问租金，省一趟。", "三家合股的，一家一家谈才说真话。",
        "首批货能退换这一条最管用，下次先讲。", "地铁上把两家的报价改完了。",
    ),
    (
        "清单一项一项划，比一口价好谈。", "拿到流水，心里有数了，方案周五前写完。",
        "带老店主一起去，比我说十句都强。", "台风影响，下午两家改期。",
    ),
)  # fmt: skip


def tell(made: list[Prospect], n: int, viewer: Any, story: Story) -> None:
    """Fill the calendar of one manager with some of his live prospects."""
    places: dict[tuple[str, Stage], list[Prospect]] = defaultdict(list)
    for prospect in made:
        if prospect.is_live and prospect.owner_id == viewer.id:
            places["p" if prospect.track == Track.PERSON else "s", prospect.stage].append(prospect)

    def find(who: Who) -> Prospect:
        found = places[who[0], who[1]]
        return found[min(who[2], len(found) - 1)]

    def moment(days: int, hour: int, minute: int = 0) -> datetime:
        return clock.at(story.today + timedelta(days=days), hour, minute)

    for who, ago, hour, kind, minutes, note, result, step in KEPT[n]:
        keep(find(who), viewer, moment(-ago, hour), kind, minutes, note, result, step)
    whom, was, now, note, why = MOVED[n]
    with happened(moment(-5, 18)):
        moved = agree(find(whom), viewer, moment(*was), VISIT, 60, note)
    with happened(moment(was[0], 8)):
        actions.move_appointment(moved, at=moment(*now), by=viewer, reason=why)
    whom, ago, hour, note, why = OFF[n]
    with happened(moment(-5, 18, 10)):
        off = agree(find(whom), viewer, moment(-ago, hour), VISIT, 60, note)
    with happened(moment(-ago, hour - 1)):
        actions.cancel_appointment(off, by=viewer, reason=why)
    for who, days, hour, minute, kind, minutes, note in AHEAD[n]:
        with happened(moment(-5, 18, 30)):
            agree(find(who), viewer, moment(days, hour, minute), kind, minutes, note)
    tell_days(n, viewer, story, moment)


def agree(prospect: Prospect, viewer: Any, at: datetime, kind: ContactKind, minutes: int, note: str) -> Appointment:
    """Make an appointment; the next step that was planned already stays."""
    planned = prospect.next_step, prospect.next_on
    made = actions.arrange(prospect, kind, at=at, by=viewer, minutes=minutes, note=note)
    if planned[0]:
        prospect.next_step, prospect.next_on = planned
    return made


def keep(
    prospect: Prospect, viewer: Any, at: datetime, kind: ContactKind, minutes: int, note: str, result: str, step: str
) -> None:
    """Let an appointment of the last days take place; the next step that was planned already stays."""
    planned = prospect.next_step, prospect.next_on
    with happened(at - timedelta(days=1, hours=3)):
        agreed = agree(prospect, viewer, at, kind, minutes, note)
    with happened(at + timedelta(minutes=minutes)):
        actions.log_contact(
            prospect, kind, by=viewer, at=at, minutes=minutes, result=result, appointment=agreed, next_step=step,
            next_on=clock.day_of(at) + timedelta(days=7),
        )  # fmt: skip
    if planned[0]:
        prospect.next_step, prospect.next_on = planned


def tell_days(n: int, viewer: Any, story: Story, moment: Callable[..., datetime]) -> None:
    """Let a manager write a sentence of most of the last days."""
    for ago, sentence in enumerate(SENTENCES[n], 1):
        if (ago + n) % 4:
            with happened(moment(-ago, 21)):
                actions.write_day(story.today - timedelta(days=ago), sentence, by=viewer)
