"""Demo: what may go wrong and what may go well, with who looks after it: some overdue, some settled (C23)."""

from datetime import timedelta
from typing import Any

from portal.accounts.queries import managers_of
from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.models import Effect, Likelihood, Prospect, Risk, RiskEnd, RiskKind, Track
from portal.story import Story, happened

LOW, MIDDLE, HIGH = Likelihood.LOW, Likelihood.MIDDLE, Likelihood.HIGH
SMALL, SOME, GREAT = Effect.LOW, Effect.MIDDLE, Effect.HIGH
RISK, CHANCE = RiskKind.RISK, RiskKind.CHANCE
Row = tuple[RiskKind, str, Likelihood, Effect, str, int]
# of each manager: (kind, what, likelihood, effect, measure, due in days)
OF_SHOPS: tuple[tuple[Row, ...], ...] = (
    (
        (RISK, "冬天供暖管道要改，物业只让晚上施工", MIDDLE, SOME, "装修排到晚上七点以后，工期多留四天", 6),
        (CHANCE, "隔壁银行网点月底搬走，可以打通扩到 520 平方米", MIDDLE, GREAT, "请店主先问房东要价，同时量尺寸", 4),
        (RISK, "店主的弟弟占三成股份，还没表态", MIDDLE, GREAT, "下次约在店里，请弟弟一起看方案", -3),
        (RISK, "消防通道堆货，改造前要先过消防", MIDDLE, SOME, "改造前请消防看一次现场", 12),
    ),
    (
        (RISK, "巷口修路，围挡到明年二月", HIGH, SOME, "开业推到围挡拆了以后，先做会员登记", 9),
        (RISK, "街道要统一店招，门头不能做满", MIDDLE, SOME, "拿效果图去街道城管科先报一次", -2),
        (CHANCE, "楼上托班的家长每天四点来接孩子", HIGH, SOME, "方案里加一组儿童牛奶和点心的端架", 11),
        (CHANCE, "房东想把旁边的车库一起租出来", MIDDLE, SOME, "量一次尺寸，算算做前置仓合不合适", 5),
    ),
    (
        (RISK, "城中村改造，整条街可能三年内拆", MIDDLE, GREAT, "去村委会问清规划，写进合同的解约条款", 8),
        (CHANCE, "对面工业园年底再招两千人", MIDDLE, GREAT, "开业前到园区食堂和宿舍登记会员", 16),
        (RISK, "空调外机没地方放，楼上住户有意见", MIDDLE, SMALL, "找物业一起看位置，先和楼上说好", -1),
        (RISK, "三兄弟合开的店，老二想要现金不想改造", HIGH, GREAT, "约三兄弟一起看样板店的账", 7),
    ),
)
OF_PEOPLE: tuple[tuple[Row, ...], ...] = (
    (
        (RISK, "批发档口还没转出去，怕两头顾不上", MIDDLE, SOME, "问清档口什么时候能转，再定开业日子", 7),
        (CHANCE, "老同事也想加入，可以一次开两家", MIDDLE, SOME, "把人都约来听一次事业说明", 5),
    ),
    (
        (RISK, "合股的三家意见不一，两家想等年后", MIDDLE, SOME, "单独见一次犹豫的那家，听他的顾虑", 3),
        (CHANCE, "家里在学校旁边有一间自己的门面", MIDDLE, GREAT, "去看门面，数一次放学时的客流", 6),
    ),
    (
        (RISK, "本钱有一半要等卖房，时间定不下来", HIGH, SOME, "问清挂牌价和最晚日期，付款分三次", 10),
        (CHANCE, "做过物业，四个小区的业主群都在手上", HIGH, SOME, "开业前在群里做一次预登记", 13),
    ),
)
# of each manager, by city
OF_CITIES: tuple[dict[str, Row], ...] = (
    {
        "jinzhong": (RISK, "晋汇隆明年要开十二家，先占好位置", MIDDLE, GREAT, "把城东冷清的六家先谈下来", 15),
        "tianjin": (CHANCE, "市里给便民菜店装修补贴，每店最多五万", MIDDLE, SOME, "问清条件，写进一店一方案", 10),
        "taiyuan": (RISK, "大雪封路，配送可能晚到", LOW, SOME, "", 25),
    },
    {
        "hangzhou": (RISK, "浙品仓半小时送货在补贴，日用品被拉走", HIGH, SOME, "日用品少放，多做生鲜和熟食", 14),
        "suzhou": (CHANCE, "老小区加装电梯，物业愿意合作登记会员", MIDDLE, SOME, "先签三个小区的物业", 9),
        "nanjing": (RISK, "梅雨季粮油受潮，退货多", LOW, SMALL, "", 30),
    },
    {
        "guangzhou": (RISK, "粤好家在谈同一批店，给现金签约", MIDDLE, GREAT, "先见三家店主，把样板店的账给他们看", 5),
        "foshan": (CHANCE, "华南仓年后扩建，顺德可以当天到", MIDDLE, GREAT, "和仓库确认日期，写进供货说明", 21),
        "shenzhen": (RISK, "台风天停配，冷链断货", LOW, SOME, "", 28),
    },
)
# (kind, what, likelihood, effect, measure, how it ended, what became of it)
SETTLED = (
    (
        (RISK, "收银系统的数据导不出来", LOW, SOME, "请信息部先试导一次", RiskEnd.AVERTED, "试导成功，会员都在"),
        (CHANCE, "房东愿意免两个月租金", MIDDLE, SOME, "写进三方协议", RiskEnd.SEIZED, "免了两个月，已写进协议"),
    ),
    (
        (RISK, "营业执照上的地址和门牌对不上", MIDDLE, SOME, "请店主去市监所变更", RiskEnd.AVERTED, "新执照上周拿到"),
        (CHANCE, "隔壁水果店愿意并进来", LOW, SOME, "约两家一起谈租金", RiskEnd.MISSED, "水果店转给了别人"),
    ),
    (
        (CHANCE, "旁边学校要找早餐点", MIDDLE, SOME, "和学校后勤谈一次", RiskEnd.SEIZED, "定了每天两百份早餐"),
        (RISK, "电表容量不够带四台冷柜", MIDDLE, SOME, "向供电所申请增容", RiskEnd.AVERTED, "增容批了，费用房东出一半"),
    ),
)  # fmt: skip


def tell(made: list[Prospect], n: int, viewer: Any, story: Story) -> None:
    """Write down what one manager sees coming, for some of his prospects and for a city of his."""
    live = [prospect for prospect in made if prospect.is_live]
    shops = [one for one in live if one.track == Track.SUPERMARKET][3 + n % 2 :]
    people = [one for one in live if one.track == Track.PERSON][2:]
    begun = story.today - timedelta(days=5)
    rows = [*zip(OF_SHOPS[n], shops, strict=False), *zip(OF_PEOPLE[n], people, strict=False)]
    for days, (row, prospect) in enumerate(rows):
        with happened(clock.at(begun + timedelta(days=days % 3 - 1), 10 + n, 20 * (days % 3))):
            write(prospect, row, viewer, story)
    for days, (settled, prospect) in enumerate(zip(SETTLED[n], shops, strict=False)):
        kind, text, likelihood, effect, measure, end, ending = settled
        with happened(clock.at(begun, 9 + n, 30)):
            risk = write(prospect, (kind, text, likelihood, effect, measure, 3), viewer, story)
        with happened(clock.at(story.today - timedelta(days=1 + days), 16, 10)):
            actions.close_risk(risk, end, by=viewer, ending=ending)
    for i, (city, row) in enumerate(OF_CITIES[n].items()):
        with happened(clock.at(begun - timedelta(days=2 + i), 14, 5)):
            write(story.facts["target_cities"][city], row, viewer, story)


def write(place: Any, row: Row, viewer: Any, story: Story) -> Risk:
    """Write one down; its day may have passed since."""
    kind, text, likelihood, effect, measure, days = row
    city = place.city if isinstance(place, Prospect) else place
    managers = {user.id: user for user in managers_of(city)}
    # what nobody has an answer to yet is the director's
    owner = managers[viewer.id] if measure else next(iter(managers.values()))
    return actions.add_risk(
        place, kind, text, owner=owner, due_on=story.today + timedelta(days=days), by=viewer,
        likelihood=likelihood, effect=effect, measure=measure,
    )  # fmt: skip
