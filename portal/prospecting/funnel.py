"""The funnel: counts, conversion and median days of each stage, beside the time before and by what one asks (C16)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, pairwise
from typing import Any

from sqlalchemy import case

from portal.accounts.queries import names_of
from portal.kernel import clock
from portal.kernel.scope import Sees
from portal.kernel.words import N_, Word, say
from portal.network.queries import cities
from portal.prospecting.models import STAGES, LossWhy, Prospect, Source, Stage, StageMove
from portal.prospecting.queries import funnel as reads
from portal.prospecting.queries.funnel import Asked

FEW = 3  # below so many a share says nothing
MOST_GROUPS = 40
Histogram = dict[int, int]  # days → how many


class By(Word):
    """What the funnel is broken down by."""

    CITY = "city", N_("City")
    SOURCE = "source", N_("Source")
    OWNER = "owner", N_("In charge")
    MONTH = "month", N_("Month found")


@dataclass
class Step:
    """One stage: how many came to it, and how long the stage before took those who went on."""

    stage: Stage
    count: int = 0
    before: int = 0  # how many came to the stage before this one
    days: Histogram = field(default_factory=Counter)

    @property
    def share(self) -> int | None:
        """Percent of those in the stage before that came on."""
        return round(self.count * 100 / self.before) if self.before else None

    @property
    def median(self) -> int | None:
        return median(self.days)

    @property
    def lost(self) -> int:
        return max(0, self.before - self.count)


@dataclass
class Group:
    """The funnel of one city, source, person or month."""

    key: Any
    name: str
    steps: list[Step]

    def narrowing(self, by: By) -> dict[str, Any]:
        """Return the filters that leave only this group."""
        if self.key is None:
            return {"without": by.value}
        if by != By.MONTH:
            return {by.value: getattr(self.key, "value", self.key)}
        first = date.fromisoformat(f"{self.key}-01")
        return {"since": first.isoformat(), "until": (clock.next_month(first) - timedelta(days=1)).isoformat()}

    @property
    def whole(self) -> int | None:
        """Percent of those found that agreed."""
        return round(self.agreed * 100 / self.steps[0].count) if self.steps[0].count else None

    @property
    def agreed(self) -> int:
        return next(step.count for step in self.steps if step.stage == Stage.AGREED)


@dataclass
class Funnel:
    """What the page shows."""

    asked: Asked
    steps: list[Step]
    then: list[Step]
    lost: list[tuple[LossWhy | None, int]]
    lost_at: dict[Stage, list[tuple[LossWhy | None, int]]]
    days: int | None
    by: By
    groups: list[Group]

    @property
    def total(self) -> int:
        return self.steps[0].count

    @property
    def applied(self) -> Step:
        return self.steps[-1]

    @property
    def leak(self) -> tuple[Step, Step] | None:
        """The step that the smallest share came through, with the same in the time before."""
        pairs = [pair for pair in zip(self.steps, self.then, strict=True) if pair[0].before >= FEW and pair[0].lost]
        return min(pairs, key=lambda pair: (pair[0].share or 0, -pair[0].lost)) if pairs else None

    @property
    def stage_of_leak(self) -> Stage | None:
        """The stage in which those stay behind."""
        return STAGES[self.asked.track][self.steps.index(self.leak[0]) - 1] if self.leak else None


def funnel_of(asked: Asked, by: By, viewer: Sees, *, days: bool = True) -> Funnel:
    """Read the funnel by few statements, whatever the number of prospects; `days` by groups only where they show."""
    both = Asked(asked.track, asked.before.first, asked.last, asked.city, asked.source, asked.owner)
    far = reads.how_far(both, viewer, reads.halves(asked))
    made = groups_of(asked, far, chain(*reads.how_long_twice(asked, viewer)))
    lost, lost_at = lost_of(reads.why_lost(asked, viewer))
    way = median(Counter(reads.whole_way(asked, viewer)))
    none = empty(asked)
    return Funnel(
        asked, made.get(1, none), made.get(0, none), lost, lost_at, way, by, broken_down(asked, by, viewer, days)
    )


def groups_of(asked: Asked, far: Iterable[Any], long: Iterable[Any]) -> dict[Any, list[Step]]:
    """Return {key: its steps} of what the database counted."""
    stages, found = STAGES[asked.track], {}
    place = {stage: n for n, stage in enumerate(stages)}
    made: dict[Any, list[Step]] = defaultdict(lambda: empty(asked))
    for key, stage, furthest, n in far:
        got = max(stages.index(one) for one in (stage, furthest) if one in stages)
        for step in made[key][: got + 1]:
            step.count += n
    for key, was, now, days, n in long:
        if n and key in made and was in place and now in place and place[now] > place[was]:
            made[key][place[now]].days[days] += n
    for key, steps in made.items():
        for one, step in pairwise(steps):
            step.before = one.count
        found[key] = steps
    return found


def empty(asked: Asked) -> list[Step]:
    return [Step(stage) for stage in STAGES[asked.track]]


def median(days: Histogram) -> int | None:
    """Return the day by which half of them had gone on."""
    half, passed = sum(days.values()) / 2, 0
    for day in sorted(days):
        passed += days[day]
        if passed >= half:
            return day
    return None


def lost_of(
    rows: Iterable[Any],
) -> tuple[list[tuple[LossWhy | None, int]], dict[Stage, list[tuple[LossWhy | None, int]]]]:
    """Return the reasons, most of all first: of all that were lost, and of those lost in each stage."""
    whole: Counter[LossWhy | None] = Counter()
    at: dict[Stage, Counter[LossWhy | None]] = defaultdict(Counter)
    for why, furthest, n in rows:
        whole[why] += n
        at[furthest][why] += n
    return most_first(whole), {stage: most_first(counted) for stage, counted in at.items()}


def most_first(counted: Counter[LossWhy | None]) -> list[tuple[LossWhy | None, int]]:
    """Return reasons with their counts, those alike in the order of the list one chooses from."""
    places = [*LossWhy, None]
    return sorted(counted.items(), key=lambda one: (-one[1], places.index(one[0])))


def broken_down(asked: Asked, by: By, viewer: Sees, days: bool) -> list[Group]:
    """Return the funnel by city, source, person or month: the largest first, months in their order."""
    on_prospect, on_move, names = keys_of(asked, by, viewer)
    if not days:
        long: Iterable[Any] = ()
    elif on_move is None:
        long = reads.how_long_by(asked, viewer, on_prospect)
    else:
        long = reads.how_long(asked, viewer, on_move)
    made = groups_of(asked, reads.how_far(asked, viewer, on_prospect), long)
    groups = [Group(key, names(key), steps) for key, steps in made.items()]
    if by == By.MONTH:
        return sorted(groups, key=lambda group: str(group.key))
    return sorted(groups, key=lambda group: (-group.steps[0].count, group.name))[:MOST_GROUPS]


def keys_of(asked: Asked, by: By, viewer: Sees) -> tuple[Any, Any, Any]:
    """Return the key of a prospect, of a step (nothing where only its prospect has it), and how a key is named."""
    if by == By.CITY:
        named = {city.id: city.name for city in cities(viewer)}
        return Prospect.region_id, StageMove.region_id, lambda key: named.get(key, "")
    if by == By.SOURCE:
        return Prospect.source, None, lambda key: key.label if isinstance(key, Source) else say(N_("Not said"))
    if by == By.OWNER:
        return Prospect.owner_id, None, lambda key: names_of([key]).get(key, "") if key else say(N_("Shared pool"))
    starts = months_of(asked)
    exact = case(*((Prospect.made_at >= clock.at(day), day.isoformat()[:7]) for day in reversed(starts)), else_="")
    rough = case(*((StageMove.found_on >= day, day.isoformat()[:7]) for day in reversed(starts)), else_="")
    return exact, rough, str


def months_of(asked: Asked) -> list[Any]:
    """Return the first days of the months asked for, the first of them cut where the time begins."""
    starts, day = [asked.first], clock.next_month(asked.first)
    while day <= asked.last:
        starts.append(day)
        day = clock.next_month(day)
    return starts


def last_months(n: int) -> tuple[Any, Any]:
    """Return the first day of the month `n` - 1 months ago, and today."""
    today = clock.today()
    first = clock.month_start(today)
    for _ in range(n - 1):
        first = clock.month_start(first - timedelta(days=1))
    return first, today
