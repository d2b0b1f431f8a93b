"""Prospecting's chapter: city files, ties, surveys, and sixty prospects on their way to a store.

Leaves `story.facts["agreed"]`: prospects that have agreed and may apply, most of all for signing's chapter.
"""

from dataclasses import dataclass
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
    demo_said,
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
from portal.story import Story, happened

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
LONG_AGO = timedelta(days=200)  # when head office set the rules that the managers work by


def tell(story: Story) -> None:
    dice = story.rng("prospecting")
    with happened(clock.at(story.today - LONG_AGO, 9)):
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
    with happened(clock.at(story.today - timedelta(days=20), 10)):
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
    day = story.today - timedelta(days=dice.randint(4, 85))
    facts = demo_surveys.looked(name, n, story)
    with happened(clock.at(day, 19)):
        return actions.add_survey(
            city,
            by=viewer,
            name=demo_words.shop_name(dice, name, n),
            district=district,
            address=f"{street} {dice.randint(2, 380)} 号",
            surveyed_on=day,
            area_m2=area,
            tills_total=tills,
            tills_open=max(1, tills - dice.randint(0, 3)),
            staff=dice.randint(4, 18),
            footfall=hours if n % 7 else dict(list(hours.items())[:2]),
            shelf_gaps=dice.randint(0, 60) if n % 3 == 1 else dice.randint(0, 15),
            operator=demo_words.person(dice),
            note=dice.choice(demo_words.SURVEY_NOTES),
            **facts,
        )


def develop(story: Story, n: int, viewer: Any, shops: list[Survey], dice: Random) -> None:
    """Tell of one manager's prospects."""
    quiet_first = iter(sorted(shops, key=lambda shop: (not shop.quiet, shop.id)))
    made: list[Prospect] = []
    people = PERSON_PLAN[1:] if n == 0 else PERSON_PLAN
    for track, plan in ((Track.PERSON, people), (Track.SUPERMARKET, SHOP_PLAN)):
        for i, stage in enumerate(plan):
            shop = next(quiet_first) if track == Track.SUPERMARKET else dice.choice(shops)
            days = days_in(stage, track, n, i, dice)
            made.append(Life(story, n, len(made), viewer, dice).lead(track, stage, shop, i, days))
    for track, stage in LOST_PLAN:
        life, shop = Life(story, n, len(made), viewer, dice), next(quiet_first)
        made.append(life.lead(track, stage, shop, -1, dice.randint(9, 24)))
        life.end(made[-1])
    for prospect, days in zip([p for p in made if p.is_live][3::4], (0, -2, 0, -6, 1), strict=False):
        plan_step(prospect, story.today + timedelta(days=days), dice)
    for prospect in [p for p in made if p.is_live and p.stage not in (Stage.FOUND, Stage.AGREED)][1::6]:
        prospect.next_step, prospect.next_on = "", None
    demo_risks.tell(made, n, viewer, story)
    demo_pool.tell(made, n, viewer, story)
    demo_appointments.tell(made, n, viewer, story)
    story.facts["agreed"] += [p for p in made if p.stage == Stage.AGREED]


def days_in(stage: Stage, track: Track, n: int, nth: int, dice: Random) -> int:
    """Return since how many days somebody is in his stage: some are stuck, who applies has agreed long enough ago."""
    if stage == Stage.AGREED:
        return 28 if track == Track.SUPERMARKET or n == 0 else dice.randint(5, 13)
    return dice.randint(24, 29) if nth % 4 == 2 else dice.randint(6, 12)


@dataclass
class Life:
    """One prospect's way, each day of it told on that day."""

    story: Story
    manager: int
    nth: int
    by: Any
    dice: Random

    def lead(self, track: Track, goal: Stage, shop: Survey, nth: int, days: int) -> Prospect:
        """Find someone and take him to his stage, a contact before each step; he came there `days` ago."""
        stages = stages_to(track, goal)
        gaps = [self.dice.randint(4, 10) for _ in stages]
        on = self.story.today - timedelta(days=days + sum(gaps))
        found = self.find_shop if track == Track.SUPERMARKET else self.find_person
        with happened(clock.at(on, 9)):
            prospect = found(shop, goal, nth)
        for stage, gap in zip(stages, gaps, strict=True):
            on += timedelta(days=gap)
            self.come_to(prospect, stage, goal, on, nth)
        plan_step(prospect, self.story.today + timedelta(days=self.dice.randint(2, 13)), self.dice)
        return prospect

    def find_person(self, shop: Survey, goal: Stage, nth: int) -> Prospect:
        who, name = demo_people.persona(self.manager, nth), demo_words.person(self.dice)
        prospect = actions.create_prospect(
            shop.city, track=Track.PERSON, by=self.by, name=demo_people.NAMED[who.makeup].format(name),
            contact_name=name, phone=self.phone, source=who.source, background=who.background,
        )  # fmt: skip
        demo_people.write(prospect, who, by=self.by)
        return prospect

    def find_shop(self, shop: Survey, goal: Stage, nth: int) -> Prospect:
        """Take up a supermarket that was surveyed before; whoever decides is found out later."""
        if shop.surveyed_on >= clock.today():
            shop.surveyed_on = clock.today() - timedelta(days=1 + self.dice.randint(0, 5))
        demo_surveys.date_back(shop)
        prospect = actions.create_prospect(
            shop.city, track=Track.SUPERMARKET, by=self.by, name=shop.name, address=shop.address, survey=shop,
            source=Source.SURVEY, phone=self.phone, contact_name=shop.operator,
            background=demo_words.SHOPS[(self.nth + self.manager) % len(demo_words.SHOPS)],
        )  # fmt: skip
        if goal in (Stage.PLANNED, Stage.NEGOTIATING):
            demo_photos.take(shop, by=self.by, dice=self.rng("photos"))
        return prospect

    @property
    def phone(self) -> str:
        number = self.manager * 20 + self.nth
        return f"139{self.dice.randint(0, 9)}{2000000 + number * 7919:07d}"[:11]

    def rng(self, what: str) -> Random:
        return self.story.rng(f"{what} {self.manager * 20 + self.nth}")

    def come_to(self, prospect: Prospect, stage: Stage, goal: Stage, on: date, nth: int) -> None:
        """Prepare, talk, write down what was heard, and step on: what the stage asks for is there by then."""
        demo_proposals.tell_before(prospect, stage, on, by=self.by, dice=self.rng("proposal"))
        demo_deals.prepare(prospect, stage, on, by=self.by, dice=self.rng("deal"))
        # what was agreed is logged when it is signed
        hour = 17 if stage == Stage.AGREED else self.dice.randint(10, 14)
        with happened(clock.at(on, hour, self.dice.choice((15, 30, 45)))):
            if stage == Stage.DECISION_MAKER:
                prospect.decision_maker = prospect.contact_name = demo_words.person(self.dice)
                prospect.note_alikes()
            talk(prospect, stage, by=self.by, dice=self.dice)
        with happened(clock.at(on, 16)):
            if prospect.track == Track.PERSON:
                demo_people.learn(
                    prospect, stage, demo_people.persona(self.manager, nth), by=self.by, dice=self.rng("person")
                )
            demo_dossier.hear(prospect, stage, self.manager, by=self.by, dice=self.rng("dossier"))
            demo_people.judge(prospect, stage, goal, by=self.by, dice=self.rng(f"worth {stage}"))
        demo_deals.tell_before(prospect, stage, on, by=self.by, dice=self.rng("deal"), today=self.story.today)
        with happened(clock.at(on, 18)):
            actions.move(prospect, stage, by=self.by)

    def end(self, prospect: Prospect) -> None:
        """Hear that nothing comes of it, and give it up."""
        track = prospect.track.value
        reason = demo_words.LOST[track][self.manager]
        with happened(clock.at(self.story.today - timedelta(days=self.dice.randint(2, 6)), 15, 30)):
            kind, result = self.dice.choice(demo_said.RESULTS[track]["lost"])
            actions.log_contact(prospect, kind, by=self.by, result=result, open_end=True, open_reason=reason)
            actions.lose(prospect, by=self.by, reason=reason, why=demo_pool.WHY[reason])


def stages_to(track: Track, goal: Stage) -> tuple[Stage, ...]:
    """Return the stages from the second up to the goal."""
    stages = STAGES[track]
    return stages[1 : stages.index(goal) + 1]


def talk(prospect: Prospect, stage: Stage, *, by: Any, dice: Random) -> None:
    """Log the contact that led to a stage."""
    track, points = prospect.track.value, demo_said.POINTS.get(stage.value, [])
    kind, result = dice.choice(demo_said.RESULTS[track][stage.value])
    if kind != ContactKind.VISIT:
        points = [point for point in points if point != PitchPoint.DEMO]  # nothing is shown by telephone
    actions.log_contact(
        prospect, kind, by=by, result=result, covered=points, next_step=demo_said.STEPS[track][stage.value][0],
        next_on=clock.today() + timedelta(days=5),
    )  # fmt: skip
    demo_dossier.say(prospect, points[:1], by=by)


def plan_step(prospect: Prospect, on: date, dice: Random) -> None:
    steps = demo_said.STEPS[prospect.track.value]
    prospect.next_step, prospect.next_on = dice.choice(steps[prospect.stage.value]), on
