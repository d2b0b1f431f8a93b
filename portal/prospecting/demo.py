"""Prospecting's chapter: city files, ties, surveys, and sixty prospects on their way to a store.

Leaves `story.facts["agreed"]`: prospects that have agreed and may apply, most of all for signing's chapter.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from portal.kernel import clock
from portal.network.actions import add_region
from portal.network.models import Level
from portal.prospecting import (
    actions,
    demo_appointments,
    demo_cities,
    demo_deals,
    demo_dossier,
    demo_people,
    demo_photos,
    demo_pool,
    demo_proposals,
    demo_risks,
    demo_studies,
    demo_surveys,
    demo_words,
    queries,
)
from portal.prospecting.models import (
    STAGES,
    CityState,
    ContactKind,
    PitchPoint,
    Prospect,
    Source,
    Stage,
    Survey,
    TieKind,
    Track,
)
from portal.story import Story

# further cities without a store yet: code, name, pinyin, province, its manager, state
TARGETS = (
    ("140700", "晋中市", "Jinzhong", "140000", "rm_north", "developing"),
    ("140200", "大同市", "Datong", "140000", "rm_north", "idea"),
    ("320500", "苏州市", "Suzhou", "320000", "rm_east", "surveying"),
    ("330200", "宁波市", "Ningbo", "330000", "rm_east", "dropped"),
    ("440600", "佛山市", "Foshan", "440000", "rm_south", "surveying"),
    ("441900", "东莞市", "Dongguan", "440000", "rm_south", "idea"),
)
# what stages a manager's prospects are in: 18 each, the first manager's 17; with the seven whom signing tells of
# as the people behind its newest stores they are 60
PERSON_PLAN = (
    Stage.FOUND,
    Stage.PITCHED,
    Stage.PITCHED,
    Stage.INTERESTED,
    Stage.TERMS_EXPLAINED,
    Stage.AGREED,
    Stage.AGREED,
)
SHOP_PLAN = (
    Stage.FOUND, Stage.DECISION_MAKER, Stage.PITCHED, Stage.SHORTLISTED, Stage.PLANNED,
    Stage.NEGOTIATING, Stage.NEGOTIATING, Stage.AGREED, Stage.AGREED,
)  # fmt: skip
LOST_PLAN = ((Track.PERSON, Stage.INTERESTED), (Track.SUPERMARKET, Stage.SHORTLISTED))
POINTS = {
    Stage.PITCHED: [PitchPoint.STORY, PitchPoint.CONCEPT],
    Stage.INTERESTED: [PitchPoint.STORY, PitchPoint.DEMO],
    Stage.TERMS_EXPLAINED: [PitchPoint.REQUIREMENTS, PitchPoint.BENEFITS],
    Stage.SHORTLISTED: [PitchPoint.CONCEPT],
    Stage.NEGOTIATING: [PitchPoint.REQUIREMENTS, PitchPoint.BENEFITS],
}


def tell(story: Story) -> None:
    dice = story.rng("prospecting")
    demo_surveys.keep_basket(story)
    actions.seed_criteria(by=story.house)
    demo_proposals.set_prices(story)
    places = add_cities(story)
    shops: dict[str, list[Survey]] = {}
    viewers = {key: story.as_(key) for key in ("rm_north", "rm_east", "rm_south")}
    for name, manager in places:
        city = story.facts["target_cities"][name]
        count = demo_words.SURVEYS.get(name, 0)
        shops.setdefault(manager, []).extend(survey(city, name, n, viewers[manager], story, dice) for n in range(count))
    for name, manager in places:
        place_city(story, name, viewers[manager])
    demo_cities.tell_markets(story, viewers, places)
    demo_studies.tell_studies(story, viewers, places)
    story.facts["agreed"] = []
    for n, (manager, viewer) in enumerate(viewers.items()):
        develop(story, n, viewer, shops[manager], dice)
        demo_surveys.survey_again(shops[manager], viewer, story)


def add_cities(story: Story) -> list[tuple[str, str]]:
    """Return (city, its manager's key) for the cities with stores and the further targets."""
    cities = dict(story.cities)
    home = {"beijing": "rm_north", "tianjin": "rm_north", "taiyuan": "rm_north", "shanghai": "rm_east",
            "nanjing": "rm_east", "hangzhou": "rm_east", "guangzhou": "rm_south", "shenzhen": "rm_south"}  # fmt: skip
    for code, name, pinyin, province, manager, _state in TARGETS:
        parent = story.facts["regions"][province]
        cities[pinyin.lower()] = add_region(
            code=code, name=name, level=Level.CITY, parent=parent, by=story.house, pinyin=pinyin
        )
        home[pinyin.lower()] = manager
    story.facts["target_cities"] = cities
    return [(name, home[name]) for name in cities]


def place_city(story: Story, name: str, viewer: Any) -> None:
    """Take a city's file to where it is today, with the manager's tie."""
    city = story.facts["target_cities"][name]
    wanted = CityState(next((row[5] for row in TARGETS if row[2].lower() == name), "open"))
    file = queries.file_of_city(city.id, viewer) or actions.add_city(city, by=viewer)
    file.note = demo_words.CITY_NOTES.get(name, "")
    for kind, since, until, note in demo_words.TIES.get(name, []):
        actions.add_tie(city, TieKind(kind), by=viewer, from_year=since, to_year=until, note=note)
    if wanted == CityState.DROPPED:
        actions.move_city(file, wanted, by=viewer, reason="供货要隔天到，先把杭州做稳")
    road = (CityState.SURVEYING, CityState.DEVELOPING, CityState.OPEN)
    while wanted in road and file.state != wanted:
        actions.move_city(file, next(state for state in file.steps if state in road), by=viewer)


def survey(city: Any, name: str, n: int, viewer: Any, story: Story, dice: Random) -> Survey:
    """Look at one supermarket; every third one has little trade."""
    district, street = demo_words.STREETS[name][n % len(demo_words.STREETS[name])]
    tills, area = dice.randint(2, 6), dice.randrange(180, 820, 20)
    pace = (9 if n % 3 == 1 else dice.randint(20, 34)) * tills
    hours = {str(hour): max(2, round(pace * share * dice.uniform(0.85, 1.15))) for hour, share in
             ((8, 1.1), (10, 0.8), (12, 0.9), (18, 1.4), (20, 0.7))}  # fmt: skip
    return actions.add_survey(
        city,
        by=viewer,
        name=demo_words.shop_name(dice, name, n),
        district=district,
        address=f"{street} {dice.randint(2, 380)} 号",
        surveyed_on=story.today - timedelta(days=dice.randint(4, 85)),
        area_m2=area,
        tills_total=tills,
        tills_open=max(1, tills - dice.randint(0, 3)),
        staff=dice.randint(4, 18),
        footfall=hours if n % 7 else dict(list(hours.items())[:2]),
        shelf_gaps=dice.randint(0, 60) if n % 3 == 1 else dice.randint(0, 15),
        operator=demo_words.person(dice),
        note=dice.choice(demo_words.SURVEY_NOTES),
        **demo_surveys.looked(name, n, story),
    )


def develop(story: Story, n: int, viewer: Any, shops: list[Survey], dice: Random) -> None:
    """Tell of one manager's prospects."""
    quiet_first = iter(sorted(shops, key=lambda shop: (not shop.quiet, shop.id)))
    made: list[Prospect] = []
    people = PERSON_PLAN[1:] if n == 0 else PERSON_PLAN
    for track, plan in ((Track.PERSON, people), (Track.SUPERMARKET, SHOP_PLAN)):
        for i, stage in enumerate(plan):
            shop = next(quiet_first) if track == Track.SUPERMARKET else dice.choice(shops)
            made.append(live_one(story, track, stage, n * 20 + len(made), viewer, shop, dice, i))
    for track, stage in LOST_PLAN:
        shop = next(quiet_first)
        prospect = live_one(story, track, stage, n * 20 + len(made), viewer, shop, dice, 0)
        reason = dice.choice(demo_words.LOST[track.value])
        actions.lose(prospect, by=viewer, reason=reason, why=demo_pool.WHY[reason],
                     at=clock.at(story.today - timedelta(days=dice.randint(5, 30)), 16))  # fmt: skip
        made.append(prospect)
    for prospect, days in zip([p for p in made if p.is_live][3::4], (0, -2, 0, -6, 1), strict=False):
        plan_step(prospect, story.today + timedelta(days=days), dice)
    for prospect in [p for p in made if p.is_live and p.stage not in (Stage.FOUND, Stage.AGREED)][1::6]:
        prospect.next_step, prospect.next_on = "", None
    demo_risks.tell(made, n, viewer, story)
    demo_pool.tell(made, n, viewer, story)
    demo_appointments.tell(made, n, viewer, story)
    story.facts["agreed"] += [p for p in made if p.stage == Stage.AGREED]


def live_one(
    story: Story, track: Track, goal: Stage, number: int, viewer: Any, shop: Survey, dice: Random, nth: int
) -> Prospect:
    """Find someone and take him to his stage, a contact before each step."""
    stages = stages_to(track, goal)
    ago = 3 + sum(dice.randint(3, 11) for _ in stages) + (20 if nth % 4 == 2 else 0)  # some are stuck
    begun = story.today - timedelta(days=ago)
    person = demo_words.person(dice)
    facts: dict[str, Any] = {
        "phone": f"139{dice.randint(0, 9)}{2000000 + number * 7919:07d}"[:11],
        "background": dice.choice(demo_words.BACKGROUND[track.value]),
        "contact_name": person,
    }
    if track == Track.SUPERMARKET:
        facts |= {"name": shop.name, "address": shop.address, "survey": shop, "source": Source.SURVEY}
        facts["decision_maker"] = person if goal != Stage.FOUND else ""
        facts["contact_name"] = shop.operator if goal == Stage.FOUND else person
    else:
        facts |= {"name": demo_words.team(dice, person), "source": dice.choice(demo_words.PERSON_SOURCES)}
    prospect = actions.create_prospect(shop.city, track=track, by=viewer, **facts)
    prospect.stage_since = prospect.held_since = prospect.made_at = clock.at(begun, 9)
    demo_dossier.write(prospect, goal, by=viewer, dice=story.rng(f"dossier {number}"))
    demo_people.judge(prospect, goal, begun, by=viewer, dice=story.rng(f"worth {number}"))
    demo_people.write(prospect, goal, by=viewer, dice=story.rng(f"person {number}"))
    if prospect.survey is not None and goal in (Stage.PLANNED, Stage.NEGOTIATING):
        demo_photos.take(prospect.survey, by=viewer, dice=story.rng(f"photos {number}"))
    on = begun
    for stage in stages:
        on = min(on + timedelta(days=dice.randint(3, 11)), story.today - timedelta(days=1))
        talk(prospect, stage, on, viewer, dice)
        demo_proposals.tell_before(prospect, stage, on, by=viewer, dice=story.rng(f"proposal {number}"))
        demo_deals.tell_before(prospect, stage, on, by=viewer, dice=story.rng(f"deal {number}"))
        actions.move(prospect, stage, by=viewer, at=clock.at(on, 17))
    plan_step(prospect, story.today + timedelta(days=dice.randint(2, 13)), dice)
    return prospect


def stages_to(track: Track, goal: Stage) -> tuple[Stage, ...]:
    """Return the stages from the second up to the goal."""
    stages = STAGES[track]
    return stages[1 : stages.index(goal) + 1]


def talk(prospect: Prospect, stage: Stage, on: date, viewer: Any, dice: Random) -> None:
    """Log the contact that led to a stage."""
    kind = dice.choice((ContactKind.VISIT, ContactKind.VISIT, ContactKind.CALL, ContactKind.MESSAGE))
    actions.log_contact(
        prospect,
        kind,
        by=viewer,
        at=clock.at(on, dice.randint(9, 16), dice.choice((0, 15, 30, 45))),
        result=dice.choice(demo_words.RESULTS[stage.value]),
        covered=POINTS.get(stage, []),
        next_step=demo_words.STEPS[stage.value][0],
        next_on=on + timedelta(days=4),
    )
    demo_dossier.say(prospect, POINTS.get(stage, [])[:1], by=viewer, at=clock.at(on, 16))


def plan_step(prospect: Prospect, on: date, dice: Random) -> None:
    prospect.next_step, prospect.next_on = dice.choice(demo_words.STEPS[prospect.stage.value]), on
