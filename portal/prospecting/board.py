"""The pipeline as a board: columns of cards, how many are where, and how a stage usually goes (C16)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.prospecting.models import STAGES, STUCK_DAYS, Prospect, Stage, StageMove, Track
from portal.prospecting.queries import ENDED

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


@dataclass(frozen=True)
class Alarms:
    """How many live prospects of a track need someone."""

    stuck: int
    stepless: int
    due: int


def is_stuck() -> Any:
    """Return the condition of prospects longer in their stage than a fortnight."""
    return Prospect.stage_since < clock.at(clock.today() - timedelta(days=STUCK_DAYS))


def is_due() -> Any:
    """Return the condition of next steps within a week, overdue ones included."""
    return Prospect.next_on <= clock.today() + timedelta(days=WEEK)


def columns(track: Track, statement: Any, counts: dict[Stage, int], viewer: Sees) -> list[Column]:
    """Return a track's stages with their first cards: those without a next step, then the nearest step."""
    order = (Prospect.next_step != "", Prospect.next_on, Prospect.stage_since, Prospect.id)
    place = func.row_number().over(partition_by=Prospect.stage, order_by=order)
    ranked = statement.where(Prospect.track == track, Prospect.stage != Stage.LOST)
    ranked = ranked.with_only_columns(Prospect.id.label("id"), place.label("place")).subquery()
    first = select(ranked.c.id).where(ranked.c.place <= MOST_CARDS)
    cards = Prospect.seen_by(viewer).where(Prospect.id.in_(first)).order_by(*order)
    flows = flows_of(track, viewer)
    found = {stage: Column(stage, counts.get(stage, 0), flows[stage]) for stage in STAGES[track]}
    for prospect in db.session.scalars(cards.options(joinedload(Prospect.city), joinedload(Prospect.survey))):
        found[prospect.stage].cards.append(prospect)
    return list(found.values())


def flows_of(track: Track, viewer: Sees) -> dict[Stage, Flow]:
    """Return how the stages of a track went in the last two years, within the viewer's reach."""
    rows = (
        StageMove.seen_by(viewer)
        .join(Prospect, Prospect.id == StageMove.prospect_id)
        .with_only_columns(StageMove.was, StageMove.now, func.count(), func.sum(StageMove.days))
        .where(Prospect.track == track, StageMove.at >= clock.now() - timedelta(days=730))
        .group_by(StageMove.was, StageMove.now)
    )
    stages = STAGES[track]
    flows = {stage: Flow() for stage in stages}
    for was, now, n, days in db.session.execute(within(rows, Prospect, because="a move lies in its prospect's city")):
        if was not in flows or (now in stages and stages.index(now) < stages.index(was)):
            continue  # taken up again, or stepped back
        flow = flows[was]
        flow.left, flow.days = flow.left + n, flow.days + int(days or 0)
        flow.on += n if now in stages else 0
    return flows


def alarms(statement: Any, track: Track) -> Alarms:
    """Count the live prospects of a track that are stuck, have no next step, or one within a week."""
    marks = [is_stuck(), Prospect.next_step == "", is_due()]
    live = statement.where(Prospect.track == track, Prospect.stage.not_in(ENDED))
    row = db.session.execute(live.with_only_columns(*(func.sum(case((mark, 1), else_=0)) for mark in marks))).one()
    return Alarms(*(int(n or 0) for n in row))


def opened(columns: Sequence[Column], asked: Any) -> Stage:
    """Return the stage a phone shows: the one asked for, else the one with the nearest next step."""
    if any(column.stage == asked for column in columns):
        return Stage(asked)
    dated = [(card.next_on, card.stage) for column in columns for card in column.cards if card.next_on]
    return min(dated, key=lambda pair: pair[0])[1] if dated else columns[0].stage
