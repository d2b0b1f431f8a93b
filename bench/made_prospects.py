"""A network of made prospects: 20,000 of both tracks in 24 cities with 200,000 contacts, over three years.

Those that were told of us and wanted more sat down three times each, and those that agreed confirmed a price.

    python -m bench.made_prospects 20000 200000      into the empty, migrated database of the environment

Their steps lie where the portal's own write path leaves them: days, stage and furthest stage agree. The trail is left
out, since none of the pages that are measured reads it.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import insert

from bench.people import PASSWORD, PHONES, add
from portal import create_app
from portal.accounts.models import User, UserRegion
from portal.accounts.passwords import hasher
from portal.accounts.roles import Role
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.scope import House
from portal.network.actions import add_region
from portal.network.models import Level
from portal.prospecting.alike import letters_of, place_of, sound_of
from portal.prospecting.models import (
    STAGES,
    Contact,
    ContactKind,
    Free,
    IntentLevel,
    LossWhy,
    Makeup,
    NegotiationResult,
    NegotiationRound,
    PitchPoint,
    Prospect,
    Source,
    Stage,
    StageMove,
    Track,
)

AREAS, CITIES, MANAGERS, DAYS = 3, 8, 4, 1080
NAMES = ("恒客隆", "永惠便民", "惠佳乐", "北城鲜生", "金港", "万客来", "宏泰生活", "汇丰源", "家家福", "福满多")
STEPS = ("送样板店数据过去", "约老板本人，带样板店照片", "带去看一次样板店", "补晚间客流", "面谈：改造谁投")
RESULTS = ("讲了三家样板店，愿意再谈", "老板不在，店员说周四回来", "看了方案，问冷柜能不能留用", "")
ROUNDS, NEGOTIATED_FROM = 3, 2  # from which step of its stages on a prospect sits down
BATCH = 5000
HOUSE: Any = House("made prospects")


def make(prospects: int, contacts: int) -> None:
    """Fill the portal at hand; the people of the measurements work there."""
    with transaction():
        places = make_places()
        managers = make_people(places)
    chance = random.Random(2026)
    rows = list(made(prospects, contacts, managers, chance))
    models = (Prospect, StageMove, Contact, NegotiationRound, NegotiationResult)
    for at, model in enumerate(models):
        facts = [fact for row in rows for fact in row[at]]
        for n in range(0, len(facts), BATCH):
            with transaction() as session:
                session.execute(insert(model), facts[n : n + BATCH])


def make_places() -> list[list[int]]:
    """Return each area with its cities."""
    found = []
    for a in range(1, AREAS + 1):
        area = add_region(code=f"B{a}", name=f"造数 {a} 区", level=Level.AREA, parent=None, by=HOUSE)
        province = add_region(code=f"9{a}0000", name=f"造数 {a} 省", level=Level.PROVINCE, parent=area, by=HOUSE)
        cities = []
        for c in range(1, CITIES + 1):
            code, name = f"9{a}{c:02d}00", f"造数 {a}{c:02d} 市"
            city = add_region(code=code, name=name, level=Level.CITY, parent=province, by=HOUSE)
            db.session.flush()
            cities.append(city.id)
        found.append([area.id, *cities])
    return found


def make_people(places: list[list[int]]) -> list[tuple[list[int], list[int]]]:
    """Return (managers, cities) of each area; one manager of the first is the one who is measured."""
    password = hasher.hash(PASSWORD)
    add(PHONES[Role.RM], Role.RM, password, {"regions": [UserRegion(region_id=places[0][0])]})
    add(PHONES[Role.OFFICE], Role.OFFICE, password, {})
    for a, (area, *_cities) in enumerate(places):
        for n in range(MANAGERS - (a == 0)):
            add(f"198000{a:02d}{n:03d}", Role.RM, password, {"regions": [UserRegion(region_id=area)]})
    db.session.flush()
    managers = []
    for area, *cities in places:
        theirs = User.seen_by(HOUSE).where(User.regions.any(UserRegion.region_id == area)).with_only_columns(User.id)
        managers.append((list(db.session.scalars(theirs.order_by(User.id))), cities))
    return managers


def made(
    prospects: int, contacts: int, managers: list[tuple[list[int], list[int]]], chance: random.Random
) -> Iterator[tuple[list[dict[str, Any]], ...]]:
    """Yield the rows of each prospect: its own, its steps, its contacts, its rounds and what was confirmed."""
    today, each = clock.today(), contacts // prospects
    for n in range(1, prospects + 1):
        owners, cities = managers[n % len(managers)]
        track, city = chance.choice(list(Track)), chance.choice(cities)
        on = found_on = today - timedelta(days=chance.randrange(1, DAYS))
        stages = STAGES[track]
        got = min(len(stages) - 1, int(chance.expovariate(0.45)))
        steps, since = [], found_on
        for was, now in pairwise(stages[: got + 1]):
            since, days = on, chance.randint(1, 25)
            on = min(today, since + timedelta(days=days))
            steps.append(step(n, city, track, found_on, was, now, on, (on - since).days))
        stage = stages[got]
        is_lost = stage != Stage.APPLIED and chance.random() < (0.75 if (today - on).days > 60 else 0.2)
        if is_lost:
            lost_on = min(today, on + timedelta(days=chance.randint(5, 40)))
            steps.append(step(n, city, track, found_on, stage, Stage.LOST, lost_on, (lost_on - on).days))
            on = lost_on
        yield (
            [prospect(n, city, track, stage, found_on, on, is_lost, chance.choice(owners), chance)],
            steps,
            [contact(n, city, found_on, today, chance) for _ in range(each)],
            [held(n, city, on, nth) for nth in range(ROUNDS if got >= NEGOTIATED_FROM else 0)],
            [confirmed(n, city, on)] if Stage.AGREED in stages[: got + 1] else [],
        )


def step(
    n: int, city: int, track: Track, found_on: date, was: Stage, now: Stage, on: date, days: int
) -> dict[str, Any]:  # fmt: skip
    return {
        "prospect_id": n, "region_id": city, "track": track, "found_on": found_on, "was": was, "now": now,
        "at": clock.at(on, 17), "days": days,
    }  # fmt: skip


def prospect(
    n: int, city: int, track: Track, stage: Stage, found_on: date, since: date, is_lost: bool, owner: int,
    chance: random.Random,
) -> dict[str, Any]:  # fmt: skip
    name = f"{chance.choice(NAMES)} {n}"
    live = not is_lost and stage != Stage.APPLIED
    stepped = live and chance.random() < 0.9
    address = f"造数路 {n % 400} 号"
    return person(track, chance) | {
        "id": n, "region_id": city, "track": track, "stage": Stage.LOST if is_lost else stage, "furthest": stage,
        "stage_since": clock.at(since, 17), "held_since": clock.at(found_on, 9), "made_at": clock.at(found_on, 9),
        "name": name, "pinyin": letters_of(name, "任建军"), "contact_name": "任建军", "phone": f"137{n:08d}",
        "address": address, "sound": sound_of(name), "place": place_of(address),
        "background": "做过八年社区店，想换一套系统。" * 4,
        "decision_maker": "任建军", "source": chance.choice(list(Source)), "owner_id": owner,
        "next_step": chance.choice(STEPS) if stepped else "",
        "next_on": clock.today() + timedelta(days=chance.randint(-4, 30)) if stepped else None,
        "lost_why": chance.choice(list(LossWhy)) if is_lost else None, "lost_reason": "不合适" if is_lost else "",
        "version": 1,
    }  # fmt: skip


def person(track: Track, chance: random.Random) -> dict[str, Any]:
    """Return what is known of a person or a team; every fourth thing is not."""
    told: dict[str, Any] = {
        "makeup": chance.choice(list(Makeup)), "done": "在社区店当过六年店长，管过十二个人。", "wants": "自己的店",
        "capital": chance.randrange(50_000_00, 900_000_00, 10_000_00), "free": chance.choice(list(Free)),
        "intent": chance.choice(list(IntentLevel)), "score": chance.randint(20, 100),
    }  # fmt: skip
    blank = {"done": "", "wants": ""}
    kept = {name: value if chance.random() < 0.75 else blank.get(name) for name, value in told.items()}
    kept["intent_on"] = clock.today() if kept["intent"] else None
    return kept if track == Track.PERSON else dict.fromkeys(kept) | blank


def contact(n: int, city: int, found_on: date, today: date, chance: random.Random) -> dict[str, Any]:
    on = found_on + timedelta(days=chance.randint(0, max(0, (today - found_on).days)))
    return {
        "prospect_id": n, "region_id": city, "kind": chance.choice(list(ContactKind)), "at": clock.at(on, 10),
        "result": chance.choice(RESULTS), "covered": [chance.choice(list(PitchPoint)).value],
    }  # fmt: skip


def held(n: int, city: int, on: date, nth: int) -> dict[str, Any]:
    price = (40_000 + n % 60 * 1000) * 100
    return {
        "prospect_id": n, "region_id": city, "held_on": on - timedelta(days=ROUNDS - nth), "present": "任建军，李岩",
        "our_price": price, "their_price": price * (70 + 10 * nth) // 100, "ours": "含安装和运费", "version": 1,
        "made_at": clock.at(on, 16),
    }  # fmt: skip


def confirmed(n: int, city: int, on: date) -> dict[str, Any]:
    return {
        "prospect_id": n, "region_id": city, "price": (40_000 + n % 60 * 1000) * 100, "delivery": "两周内",
        "after_sales": "质保一年", "manager_name": "李岩", "decider_name": "任建军", "signed_on": on,
        "made_at": clock.at(on, 17),
    }  # fmt: skip


def main() -> None:
    app = create_app()
    with app.app_context():
        make(int(sys.argv[1]), int(sys.argv[2]))
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main()
