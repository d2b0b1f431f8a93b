"""What is known of the demo network's target cities: figures, rivals with shops and prices, customer groups.

Figures are of the size that yearbooks print, rounded; rivals and prices are made up.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from portal.kernel import clock
from portal.network.models import Region
from portal.prospecting import actions, queries
from portal.prospecting.demo_words import STREETS
from portal.prospecting.models import FactKind, Rival, RivalKind
from portal.story import Story, happened

# people (ten thousand), growth %, income (yuan), growth %, retail (hundred million), shops counted, rent, hours
FIGURES: dict[str, tuple[float, float, int, float, int, int | None, int, float]] = {
    "beijing": (2183.2, -0.1, 85415, 4.5, 14073, None, 260, 2),
    "tianjin": (1364.0, 0.1, 54360, 4.4, 3820, None, 130, 4),
    "taiyuan": (545.4, 0.3, 42880, 4.9, 2016, 410, 95, 1.5),
    "jinzhong": (339.2, 0.1, 34510, 5.3, 702, 186, 60, 1),
    "datong": (310.1, -0.4, 33120, 5.0, 655, None, 52, 6),
    "shanghai": (2480.3, -0.3, 88366, 4.2, 17940, None, 290, 2),
    "nanjing": (957.7, 0.4, 74100, 4.4, 8510, None, 165, 3.5),
    "hangzhou": (1262.4, 0.8, 76777, 4.8, 8024, 920, 190, 2.5),
    "suzhou": (1298.7, 0.2, 77500, 4.6, 9310, 640, 140, 2),
    "ningbo": (977.9, 0.5, 73500, 4.7, 5460, None, 120, 14),
    "guangzhou": (1897.8, 0.8, 77300, 3.9, 11055, None, 220, 2),
    "shenzhen": (1798.9, 1.1, 81123, 4.0, 10637, None, 250, 3),
    "foshan": (969.9, 0.9, 69600, 4.1, 3990, 530, 90, 1.5),
    "dongguan": (1048.5, -0.2, 69200, 3.8, 4430, None, 85, 3),
}
SOURCES = {
    FactKind.POPULATION: "{}2025 年统计公报", FactKind.INCOME: "{}2025 年统计公报",
    FactKind.RETAIL: "{}2025 年统计公报", FactKind.DELIVERY: "仓库配送排班表",
    FactKind.SUPERMARKETS: "工商登记数，按区数过一遍", FactKind.RENT: "问了三家中介",
}  # fmt: skip
CHAINS: dict[str, list[tuple[str, str, int | None]]] = {
    "beijing": [("邻里优鲜", "national", 86), ("京客惠", "local", 41)],
    "tianjin": [("邻里优鲜", "national", 38), ("津汇万家", "local", 27)],
    "taiyuan": [("晋汇隆", "local", 34), ("邻里优鲜", "national", 12)],
    "jinzhong": [("晋汇隆", "local", 6)],
    "shanghai": [("邻里优鲜", "national", 120), ("申联鲜达", "local", 64)],
    "nanjing": [("邻里优鲜", "national", 45), ("苏联惠", "local", 30)],
    "hangzhou": [("邻里优鲜", "national", 52), ("浙品仓", "online", None)],
    "suzhou": [("苏联惠", "local", 22), ("邻里优鲜", "national", 31)],
    "guangzhou": [("粤好家", "local", 75), ("邻里优鲜", "national", 49)],
    "shenzhen": [("粤好家", "local", 58), ("即到优选", "online", None)],
    "foshan": [("粤好家", "local", 19)],
}
STRONG = {
    "national": "货全、灯亮，会员有线上券", "local": "生鲜新鲜，老顾客多，周三有特价",
    "community": "群里接龙，比店里便宜一成",
    "online": "半小时送到家，晚上十点还送",
}  # fmt: skip
WEAK = {
    "national": "店员换得勤，老小区里没有店", "local": "日用品少，没有会员价，晚上七点半关门",
    "community": "要等第二天自提，坏了不好退",
    "online": "要凑够起送价，老人不会用",
}  # fmt: skip
# product, unit, their price and ours in yuan
BASKET = (
    ("五常大米", "5kg", 45.9, 42.8), ("花生油", "5L", 129.0, 125.0), ("鲜鸡蛋", "500g", 5.98, 6.2),
    ("纯牛奶", "250ml×24", 59.9, 56.0), ("挂面", "1kg", 8.9, 8.5), ("抽纸", "10 包", 26.9, 27.5),
    ("酱油", "1.28L", 15.9, 14.9), ("洗衣液", "3kg", 36.9, 36.9),
)  # fmt: skip
GROUPS = (
    ("带孙辈的老人", 34, True, "60 岁上下，住老小区，退休金三四千", "新鲜、便宜、离家近，米油要有人送上楼",
     "早上七点到九点天天来，多半付现金，看着价签挑", 3800),
    ("上班的年轻家庭", 28, True, "30–40 岁，双职工，孩子上小学", "晚上还开门，半成品和牛奶，会员价看得见",
     "晚六点到八点来，一周两次，手机付钱，孩子说了算一半", 8600),
    ("租房的单身青年", 18, False, "25 岁上下，合租，收入六七千", "一人份、速食、饮料，随时买",
     "晚上九点后来，随手买，也点外送", 3200),
    ("开小饭馆的", 9, False, "街边十来张桌子", "米面油成箱，按月结账",
     "上午十点前来，一次买够三天，认人不认店", 26500),
)  # fmt: skip


def tell_markets(story: Story, viewers: dict[str, Any], homes: list[tuple[str, str]]) -> None:
    """Write down what the managers know of their cities' markets."""
    dice = story.rng("markets")
    for name, manager in homes:
        city, by = story.facts["target_cities"][name], viewers[manager]
        if name in DISTANCES and (file := queries.file_of_city(city.id, by)):
            km, place = DISTANCES[name]
            with happened(clock.at(story.today - timedelta(days=19), 20)):
                actions.set_distance(file, distance_km=km, distance_from=place, by=by)
        if name in FIGURES:
            tell_figures(story, name, city, by)
        for chain, kind, shops in CHAINS.get(name, []):
            seen_on = story.today - timedelta(days=dice.randint(6, 60))
            with happened(clock.at(seen_on, 20)):
                rival = actions.add_rival(
                    city, name=chain, kind=RivalKind(kind), shops=shops, strengths=STRONG[kind],
                    weaknesses=WEAK[kind], source="自己走访，问了两位店员", as_of=seen_on, by=by,
                )  # fmt: skip
                look_at(rival, name, dice, by)
        if name in CHAINS:
            tell_groups(name, city, story.today - timedelta(days=20), by)


def tell_groups(name: str, city: Region, asked_on: date, by: Any) -> None:
    """Write down whom the shops of a city sell to."""
    with happened(clock.at(asked_on, 21)):
        for group, share, target, traits, needs, habits, basket in GROUPS[: 4 if name in ("jinzhong", "suzhou") else 2]:
            actions.add_segment(
                city, name=group, share=share, target=target, traits=traits, needs=needs, habits=habits,
                basket=basket, source="门口访谈和问卷", as_of=asked_on, by=by,
            )  # fmt: skip


# how far a city without a store is from the nearest own one: nobody has looked up the last of them yet
DISTANCES = {
    "jinzhong": (30, "并州北路店"), "datong": (275, "并州北路店"), "suzhou": (100, "普陀曹杨店"),
    "ningbo": (155, "西湖文三路店"), "foshan": (28, "天河东路店"),
}  # fmt: skip


def tell_figures(story: Story, name: str, city: Region, by: Any) -> None:
    """Write down a city's figures, and what its population and shops were a year before."""
    people, more, income, richer, retail, shops, rent, hours = FIGURES[name]
    year, lately = date(story.today.year - 1, 12, 31), story.today - timedelta(days=35)
    rows: list[tuple[FactKind, float | None, float | None, date]] = [
        (FactKind.POPULATION, round(people / (1 + more / 100), 1), None, date(year.year - 1, 12, 31)),
        (FactKind.POPULATION, people, more, year),
        (FactKind.INCOME, income, richer, year),
        (FactKind.RETAIL, retail, round(richer - 0.9, 1), year),
        (FactKind.SUPERMARKETS, shops, None, lately),
        (FactKind.RENT, rent, -4.0 if name in ("tianjin", "datong") else None, lately),
        (FactKind.DELIVERY, hours, None, lately),
    ]
    for kind, value, growth, as_of in rows:
        if value is not None:
            # what a yearbook says of last year was read when the city was looked at
            with happened(clock.at(max(as_of, lately), 20)):
                actions.add_fact(
                    city, kind, value=round(value * 1000), growth=None if growth is None else round(growth * 1000),
                    source=SOURCES[kind].format(city.name), as_of=as_of, by=by,
                )  # fmt: skip


def look_at(rival: Rival, name: str, dice: Random, by: Any) -> None:
    """Write down the shops of a rival that were seen, and what it asks."""
    seen_on = rival.as_of
    if rival.kind != RivalKind.ONLINE:
        for district, street in STREETS[name][: 1 + dice.randint(0, 1)]:
            actions.add_rival_store(
                rival, name=f"{rival.name}{street[:2]}店", district=district, by=by, seen_on=seen_on,
                address=f"{street} {dice.randint(2, 300)} 号", area_m2=dice.randrange(220, 900, 20),
                note=dice.choice(("", "门口好停车", "晚上没人")),
            )  # fmt: skip
    for product, unit, theirs, ours in dice.sample(BASKET, 4):
        actions.add_rival_price(
            rival, product=product, unit=unit, price=round(theirs * dice.uniform(0.95, 1.06) * 10) * 10,
            our_price=round(ours * 100), seen_on=seen_on, by=by,
            place=rival.stores[0].name if rival.stores else "手机上",
        )  # fmt: skip
