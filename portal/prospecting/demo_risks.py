"""Demo: what may go wrong and what may go well, with who looks after it: some overdue, some settled (C23)."""

from datetime import timedelta
from typing import Any

from portal.accounts.queries import managers_of
from portal.kernel import clock
from portal.prospecting import actions, queries
from portal.prospecting.models import Effect, Likelihood, Prospect, Risk, RiskEnd, RiskKind, Track
from portal.story import Story

LOW, MIDDLE, HIGH = Likelihood.LOW, Likelihood.MIDDLE, Likelihood.HIGH
SMALL, SOME, GREAT = Effect.LOW, Effect.MIDDLE, Effect.HIGH
RISK, CHANCE = RiskKind.RISK, RiskKind.CHANCE
# (kind, what, likelihood, effect, measure, due in days)
OF_SHOPS = (
    (RISK, "租约明年三月到期，房东说要涨三成", HIGH, GREAT, "月底前约房东和店主三方谈，先锁三年租金", 6),
    (CHANCE, "隔壁银行网点月底搬走，可以打通扩到 520 平方米", MIDDLE, GREAT, "请店主先问房东要价，同时量尺寸", 4),
    (RISK, "店主的弟弟占三成股份，还没表态", MIDDLE, GREAT, "下次约在店里，请弟弟一起看方案", -3),
    (RISK, "消防通道堆货，改造时要先过消防", MIDDLE, SOME, "改造前请消防看一次现场", 12),
    (CHANCE, "对面小区年底交房，新增八百户", MIDDLE, SOME, "开业前到物业登记会员", 20),
)
OF_PEOPLE = (
    (RISK, "原来的老板也在留他，怕谈好了又不走", MIDDLE, SOME, "先签意向书，请他带爱人来看样板店", 7),
    (CHANCE, "两位老同事愿意跟他一起干，可以直接开两家", MIDDLE, SOME, "把三个人一起约来听事业说明", 5),
)
OF_CITIES = (
    (RISK, "连锁同行今年要进来开二十家，先占好位置", MIDDLE, GREAT, "把城东冷清的六家先谈下来", 15),
    (CHANCE, "市里给便民菜店装修补贴，每店最多五万", MIDDLE, SOME, "问清条件，写进一店一方案", 10),
    (RISK, "供货要隔天到，日配不新鲜", LOW, SOME, "", 25),
)
SETTLED = (
    (RISK, "收银系统的数据导不出来", LOW, SOME, "请信息部先试导一次", RiskEnd.AVERTED, "试导成功，会员都在"),
    (CHANCE, "房东愿意免两个月租金", MIDDLE, SOME, "写进三方协议", RiskEnd.SEIZED, "免了两个月，已写进协议"),
)  # fmt: skip


def tell(made: list[Prospect], n: int, viewer: Any, story: Story) -> None:
    """Write down what one manager sees coming, for some of his prospects and for a city of his."""
    live = [prospect for prospect in made if prospect.is_live]
    shops = [one for one in live if one.track == Track.SUPERMARKET][3 + n % 2 :]
    people = [one for one in live if one.track == Track.PERSON][2:]
    begun = story.today - timedelta(days=9 + n)
    for row, prospect in [*zip(OF_SHOPS, shops, strict=False), *zip(OF_PEOPLE, people, strict=False)]:
        write(prospect, row, begun, viewer)
    for i, prospect in enumerate(shops[:2]):
        kind, text, likelihood, effect, measure, end, ending = SETTLED[(n + i) % 2]
        risk = write(prospect, (kind, text, likelihood, effect, measure, 3), begun, viewer)
        actions.close_risk(risk, end, by=viewer, ending=ending)
    files = queries.cities_known(viewer)
    for i, row in enumerate(OF_CITIES):
        city = files[(n + i) % len(files)].file.city
        write(city, row, begun, viewer)


def write(place: Any, row: tuple[Any, ...], begun: Any, viewer: Any) -> Risk:
    """Write one down as of some days ago; its day may have passed since."""
    kind, text, likelihood, effect, measure, days = row
    city = place.city if isinstance(place, Prospect) else place
    managers = {user.id: user for user in managers_of(city)}
    # what nobody has an answer to yet is the director's
    owner = managers[viewer.id] if measure else next(iter(managers.values()))
    risk = actions.add_risk(
        place, kind, text, owner=owner, due_on=clock.today() + timedelta(days=max(0, days)), by=viewer,
        likelihood=likelihood, effect=effect, measure=measure,
    )  # fmt: skip
    risk.due_on, risk.made_at = clock.today() + timedelta(days=days), clock.at(begun, 10)
    return risk
