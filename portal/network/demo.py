"""The network's chapter: three areas, eight cities, and 24 stores in every state."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from portal.network import actions
from portal.network.models import Level, StoreState
from portal.story import Story

TREE = (
    ("A1", "华北大区", "Huabei", Level.AREA, ""), ("A2", "华东大区", "Huadong", Level.AREA, ""),
    ("A3", "华南大区", "Huanan", Level.AREA, ""),
    ("110000", "北京市", "Beijing", Level.PROVINCE, "A1"), ("110100", "北京市", "Beijing", Level.CITY, "110000"),
    ("120000", "天津市", "Tianjin", Level.PROVINCE, "A1"), ("120100", "天津市", "Tianjin", Level.CITY, "120000"),
    ("140000", "山西省", "Shanxi", Level.PROVINCE, "A1"), ("140100", "太原市", "Taiyuan", Level.CITY, "140000"),
    ("310000", "上海市", "Shanghai", Level.PROVINCE, "A2"), ("310100", "上海市", "Shanghai", Level.CITY, "310000"),
    ("320000", "江苏省", "Jiangsu", Level.PROVINCE, "A2"), ("320100", "南京市", "Nanjing", Level.CITY, "320000"),
    ("330000", "浙江省", "Zhejiang", Level.PROVINCE, "A2"), ("330100", "杭州市", "Hangzhou", Level.CITY, "330000"),
    ("440000", "广东省", "Guangdong", Level.PROVINCE, "A3"), ("440100", "广州市", "Guangzhou", Level.CITY, "440000"),
    ("440300", "深圳市", "Shenzhen", Level.CITY, "440000"),
)  # fmt: skip

# city, name, district, street, area m², tills, state, age in days of its opening (or days until the planned one)
STORES: tuple[tuple[str, str, str, str, int, int, str, int], ...] = (
    ("beijing", "朝阳北路店", "朝阳区", "朝阳北路 107 号", 420, 3, "open", 640),
    ("beijing", "方庄店", "丰台区", "芳古路 12 号", 310, 2, "open", 410),
    ("beijing", "回龙观店", "昌平区", "龙锦三街 26 号", 360, 3, "open", 233),
    ("beijing", "通州梨园店", "通州区", "云景东路 88 号", 280, 2, "open", 96),
    ("beijing", "五道口店", "海淀区", "成府路 35 号", 190, 2, "closed", 520),
    ("tianjin", "河西友谊路店", "河西区", "友谊路 41 号", 330, 2, "open", 305),
    ("tianjin", "南开鞍山西道店", "南开区", "鞍山西道 190 号", 260, 2, "suspended", 388),
    ("tianjin", "滨海塘沽店", "滨海新区", "上海道 613 号", 300, 2, "preparing", 6),
    ("taiyuan", "并州北路店", "迎泽区", "并州北路 47 号", 380, 3, "open", 512),
    ("taiyuan", "晋阳街店", "小店区", "晋阳街 120 号", 240, 2, "open", 150),
    ("taiyuan", "桃园路店", "迎泽区", "桃园北路 5 号", 210, 1, "preparing", 11),
    ("shanghai", "徐汇田林店", "徐汇区", "田林路 211 号", 350, 3, "open", 560),
    ("shanghai", "浦东金杨店", "浦东新区", "金杨路 660 号", 300, 2, "open", 344),
    ("shanghai", "普陀曹杨店", "普陀区", "梅岭北路 29 号", 220, 2, "open", 58),
    ("nanjing", "鼓楼湖南路店", "鼓楼区", "湖南路 98 号", 290, 2, "open", 270),
    ("nanjing", "江宁东山店", "江宁区", "金箔路 330 号", 340, 2, "preparing", 3),
    ("hangzhou", "西湖文三路店", "西湖区", "文三路 508 号", 310, 2, "open", 365),
    ("hangzhou", "拱墅大关店", "拱墅区", "大关路 77 号", 260, 2, "open", 121),
    ("hangzhou", "临平南苑店", "临平区", "世纪大道 18 号", 320, 2, "suspended", 300),
    ("guangzhou", "天河东路店", "天河区", "天河东路 153 号", 400, 3, "open", 600),
    ("guangzhou", "海珠江南西店", "海珠区", "江南西路 66 号", 280, 2, "open", 260),
    ("guangzhou", "番禺市桥店", "番禺区", "大北路 205 号", 330, 2, "preparing", 14),
    ("shenzhen", "福田景田店", "福田区", "景田路 70 号", 310, 2, "open", 430),
    ("shenzhen", "龙华民治店", "龙华区", "民治大道 320 号", 270, 2, "open", 64),
)


def tell(story: Story) -> None:
    regions: dict[str, Any] = {}
    for code, name, pinyin, level, parent in TREE:
        regions[code] = actions.add_region(
            code=code, name=name, level=level, parent=regions.get(parent), by=story.house, pinyin=pinyin
        )
        if level == Level.CITY:
            story.cities[pinyin.lower()] = regions[code]
    story.facts["regions"] = regions
    dice = story.rng("network")
    told = chosen(story.stores_wanted)
    for n in range(story.stores_wanted):
        city, name, district, street, area, tills, state, age = told[n % len(told)]
        again = n // len(told)
        store = actions.create_store(
            story.cities[city],
            name=name if not again else f"{name[:-1]}{again + 1} 店",
            by=story.house,
            district=district,
            address=street,
            area_m2=area,
            tills=tills,
            phone=f"0{dice.randint(10, 29)}-6{dice.randint(1000000, 9999999)}",
            opening_days="1111110" if n in (9, 17) else "1111111",
            planned_opening=story.today + timedelta(days=age) if state == "preparing" else None,
        )
        live(story, store, StoreState(state), age)
        story.stores[store.code] = store
    tell_holidays(story, regions["A1"])


def tell_holidays(story: Story, north: Any) -> None:
    """Shut days ahead: one of the whole network, one of an area."""
    new_year, count = date(story.today.year + 1, 1, 1), story.today + timedelta(days=24)
    actions.set_holiday(name="元旦", first_day=new_year, last_day=new_year, by=story.house)
    actions.set_holiday(name="年货节前盘点", first_day=count, last_day=count, region=north, by=story.house)


def chosen(wanted: int) -> list[tuple[str, str, str, str, int, int, str, int]]:
    """Return the stores to tell of; where not all are wanted, some of each city: every chapter tells of every city."""
    seen: Counter[str] = Counter()
    turns = []
    for n, store in enumerate(STORES):
        turns.append((seen[store[0]], n))
        seen[store[0]] += 1
    return [STORES[n] for n in sorted(n for _, n in sorted(turns)[:wanted])]


def live(story: Story, store: Any, state: StoreState, age: int) -> None:
    """Take a store to the state it has today."""
    if state == StoreState.PREPARING:
        return
    opened = story.today - timedelta(days=age)
    actions.open_store(store, by=story.house, on=opened)
    if state == StoreState.SUSPENDED:
        actions.suspend_store(
            store, by=story.house, reason="房东维修屋顶，停业四周", on=story.today - timedelta(days=18)
        )
    elif state == StoreState.CLOSED:
        actions.close_store(store, by=story.house, reason="租约到期，不再续租", on=story.today - timedelta(days=75))
    elif store.code.endswith("0002"):
        first = story.today - timedelta(days=33)
        actions.agree_closure(
            store,
            first_day=first,
            last_day=first + timedelta(days=2),
            reason="全店盘点与换货架",
            by=story.house,
        )


def opening_day(story: Story, store: Any) -> date:
    """Return the first day of trade the demo tells of: the store's opening, or the story's beginning."""
    begin = story.today - timedelta(days=story.days)
    return max(begin, store.opened_on or begin)
