"""The pipeline as a board: columns of cards, how many are where, and how a stage usually goes (C16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import case, func, select, union_all
from sqlalchemy.orm import joinedload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.prospecting.models import STAGES, Prospect, Stage, StageMove, Survey, Track
from portal.prospecting.models.pace import pace
from portal.prospecting.queries import ENDED, longer_than_allowed

MOST_CARDS = 12
WEEK = 7


@dataclass
class Flow:
    """How prospects leave a stage: those that went on, those that went anywhere, and days stayed."""

    on: int = 0
    left: int = 0
    days: int = 0

    @property
    def share(self) -> int | None:
        """Percent that went on to a later stage."""
        return round(self.on * 100 / self.left) if self.left >= 3 else None

    @property
    def usual_days(self) -> int | None:
        return round(self.days / self.left) if self.left >= 3 else None


@dataclass
class Column:
    """One stage of the board."""

    stage: Stage
    count: int
    flow: Flow
    cards: list[Prospect] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass
class Tally:
    """How many prospects are somewhere, and how many of them need someone; those in the shared pool apart."""

    count: int = 0
    stuck: int = 0
    stepless: int = 0
    due: int = 0
    warned: int = 0
    pooled: int = 0

    def of(self, only: str) -> int:
        return int(getattr(self, only)) if only else self.count

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


def is_stuck() -> Any:
    """Return the condition of prospects longer in their stage than its rule allows."""
    return longer_than_allowed(Prospect.stage_since)


def is_stepless() -> Any:
    """Return the condition of prospects without a next step; a step always has its day."""
    return Prospect.next_on.is_(None)


def is_due() -> Any:
    """Return the condition of next steps within a week, overdue ones included."""
    return Prospect.next_on <= clock.today() + timedelta(days=WEEK)


def is_warned() -> Any:
    """Return the condition of prospects that go back to the shared pool before long."""
    return Prospect.pool_on.is_not(None)


def tallies(statement: Any) -> dict[tuple[Track, Stage], Tally]:
    """Count a select of prospects by track and stage, all but the lost, in one statement.

    Stuck ones are counted for each number of days that the rule has anywhere; which one holds is the stage's matter.
    """
    allowed = sorted({pace().of(track, stage) for track, stages in STAGES.items() for stage in stages})
    owned = Prospect.owner_id.is_not(None)
    marks = [is_stepless(), is_due(), is_warned(), *(Prospect.stage_since < before(days) for days in allowed)]
    sums = [func.sum(case((owned & mark, 1), else_=0)) for mark in marks]
    rows = statement.where(Prospect.stage != Stage.LOST).with_only_columns(
        Prospect.track, Prospect.stage, func.count(), func.count(Prospect.owner_id), *sums
    )
    counted = {}
    for track, stage, every, mine, *found in db.session.execute(rows.group_by(Prospect.track, Prospect.stage)):
        stepless, due, warned, *stuck = (int(n or 0) for n in found)
        tally = Tally(mine, stuck[allowed.index(pace().of(track, stage))], stepless, due, warned, every - mine)
        counted[track, stage] = Tally(mine) if stage in ENDED else tally
    return counted


def before(days: int) -> Any:
    """Return the moment after which a stage was entered that is not longer ago than so many days."""
    return clock.at(clock.today() - timedelta(days=days))


def of_track(counted: Mapping[tuple[Track, Stage], Tally], track: Track) -> Tally:
    """Return the live prospects of a track."""
    return sum((t for (at, stage), t in counted.items() if at == track and stage not in ENDED), Tally())


def columns(
    track: Track, statement: Any, counted: Mapping[tuple[Track, Stage], Tally], only: str, viewer: Sees
) -> list[Column]:
    """Return a track's stages with their first cards: those without a next step, then the nearest step."""
    order = (Prospect.next_on.asc().nulls_first(), Prospect.id)
    owned = statement.where(Prospect.track == track, Prospect.owner_id.is_not(None)).with_only_columns(Prospect.id)
    firsts = [
        select(owned.where(Prospect.stage == stage).order_by(*order).limit(MOST_CARDS).subquery().c.id)
        for stage in STAGES[track]
    ]
    cards = Prospect.seen_by(viewer).where(Prospect.id.in_(union_all(*firsts))).order_by(*order)
    flows = flows_of(track, viewer)
    found = {stage: Column(stage, counted.get((track, stage), Tally()).of(only), flows[stage]) for stage in flows}
    for prospect in db.session.scalars(
        cards.options(joinedload(Prospect.city), joinedload(Prospect.survey).load_only(Survey.area_m2))
    ):
        found[prospect.stage].cards.append(prospect)
    return list(found.values())


def flows_of(track: Track, viewer: Sees) -> dict[Stage, Flow]:
    """Return how the stages of a track went for those found in the last two years, within the viewer's reach."""
    rows = (
        StageMove.seen_by(viewer)
        .with_only_columns(StageMove.was, StageMove.now, func.count(), func.sum(StageMove.days))
        .where(StageMove.track == track, StageMove.found_on >= clock.today() - timedelta(days=730))
        .group_by(StageMove.was, StageMove.now)
    )
    stages = STAGES[track]
    flows = {stage: Flow() for stage in stages}
    for was, now, n, days in db.session.execute(rows):
        if was not in flows or (now in stages and stages.index(now) < stages.index(was)):
            continue  # taken up again, or stepped back
        flow = flows[was]
        flow.left, flow.days = flow.left + n, flow.days + int(days or 0)
        flow.on += n if now in stages else 0
    return flows


def opened(columns: Sequence[Column], asked: Any) -> Stage:
    """Return the stage a phone shows: the one asked for, else the one with the nearest next step."""
    if any(column.stage == asked for column in columns):
        return Stage(asked)
    dated = [(card.next_on, card.stage) for column in columns for card in column.cards if card.next_on]
    return min(dated, key=lambda pair: pair[0])[1] if dated else columns[0].stage
