"""What surveys of the demo network saw besides the count at the door: freshness, prices, rivals; and second surveys."""

from datetime import timedelta
from random import Random
from typing import Any

from portal.kernel import clock
from portal.prospecting import actions, queries
from portal.prospecting.models import Freshness, Survey
from portal.story import Story, happened

# a good of every household, and what it costs in our own stores, in fen
BASKET = (
    ("东北大米 5 kg", 3290), ("菜籽油 5 L", 6990), ("鸡蛋 30 枚", 2180), ("纯牛奶 250 ml × 16", 4590),
    ("挂面 1 kg", 790), ("生抽 500 ml", 890), ("食盐 400 g", 250), ("白砂糖 500 g", 560),
    ("卷纸 10 卷", 1990), ("洗衣液 2 kg", 2290),
)  # fmt: skip
RIVALS = (
    "对面小区门口有社区团购点", "200 米外新开一家折扣店", "隔壁菜市场上午人多", "马路对面是连锁便利店",
    "地铁口有生鲜店，19 点后打折", "",
)  # fmt: skip
AGAIN_EVERY = 6  # of a manager's surveys, every so many is done once more


def keep_basket(story: Story) -> None:
    actions.set_basket(list(BASKET), by=story.as_("office"))


def looked(name: str, n: int, story: Story) -> dict[str, Any]:
    """Return what was seen inside the n-th supermarket of a city, from dice of its own."""
    dice = story.rng(f"survey:{name}:{n}")
    left = dice.randint(20, 60)
    bought = round(left * dice.uniform(0.55, 0.9))
    facts: dict[str, Any] = {"bought": bought, "empty_handed": left - bought, "passed_by": dice.randint(60, 260)}
    facts["freshness"] = dice.choice(list(Freshness))
    facts["rivals"] = dice.choice(RIVALS)
    return facts | {"prices": priced(dice, 1 + dice.uniform(-0.06, 0.12)) if n % 2 else []}


def priced(dice: Random, level: float) -> list[dict[str, Any]]:
    """Return the basket as one shop prices it: near its level, ending as prices end."""
    rows = []
    for good in queries.basket():
        theirs = round(good.own * level * dice.uniform(0.95, 1.05) / 10) * 10
        rows.append({"id": good.id, "name": good.name, "own": good.own, "theirs": theirs})
    return rows


def date_back(shop: Survey) -> None:
    """Let a survey have been written down on its day."""
    shop.made_at = clock.at(shop.surveyed_on, 19)


def survey_again(shops: list[Survey], viewer: Any, story: Story) -> None:
    """Look at some shops a second time, a few weeks later: fewer people, more gaps."""
    dice = story.rng(f"surveys again:{viewer.id}")
    old = [shop for shop in shops if shop.surveyed_on < story.today - timedelta(days=35)]
    for shop in old[::AGAIN_EVERY][:2]:
        fewer = dice.uniform(0.72, 0.9)
        day = story.today - timedelta(days=dice.randint(2, 9))
        with happened(clock.at(day, 19)):
            actions.add_survey(
                shop.city,
                by=viewer,
                again=shop,
                name=shop.name,
                district=shop.district,
                address=shop.address,
                surveyed_on=day,
                area_m2=shop.area_m2,
                tills_total=shop.tills_total,
                tills_open=1,
                staff=max(2, (shop.staff or 4) - 2),
                footfall={hour: max(1, round(n * fewer)) for hour, n in shop.footfall.items()},
                shelf_gaps=(shop.shelf_gaps or 0) + dice.randint(3, 18),
                freshness=Freshness.STALE,
                prices=priced(dice, 1.07),
                operator=shop.operator,
                rivals=shop.rivals,
                note="比上次更冷清，收银只开一台。",
            )
