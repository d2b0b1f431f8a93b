"""Reads of the funnel: how far those found in a time got, how long each step took, why some were lost (C16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, literal, or_, select

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.prospecting.models import STAGES, Prospect, Source, Stage, StageMove, Track


@dataclass(frozen=True)
class Asked:
    """Whom the funnel is about: a track, who was found from one day to another, and where narrowed."""

    track: Track
    first: date
    last: date
    city: int | None = None
    source: Source | None = None
    owner: int | None = None

    @property
    def before(self) -> "Asked":
        """The same over the time of the same length before."""
        first = self.first - (self.last - self.first + timedelta(days=1))
        return Asked(self.track, first, self.first - timedelta(days=1), self.city, self.source, self.owner)


def reached(track: Track, stage: Stage) -> Any:
    """Return the condition of prospects of a track that ever came to a stage."""
    later = STAGES[track][STAGES[track].index(stage) :]
    return (Prospect.track == track) & or_(Prospect.furthest.in_(later), Prospect.stage.in_(later))


def found(asked: Asked, viewer: Sees) -> Any:
    """Return a select of the prospects asked for."""
    first, end = clock.at(asked.first), clock.at(asked.last + timedelta(days=1))
    rows = Prospect.seen_by(viewer).where(Prospect.track == asked.track)
    rows = rows.where(Prospect.made_at >= first, Prospect.made_at < end)
    columns = ((Prospect.region_id, asked.city), (Prospect.source, asked.source), (Prospect.owner_id, asked.owner))
    for column, value in columns:
        rows = rows if value is None else rows.where(column == value)
    return rows


def steps(asked: Asked, viewer: Sees) -> Any:
    """Return a select of the steps on to a next stage of the prospects asked for."""
    rows = StageMove.seen_by(viewer).where(
        StageMove.track == asked.track, StageMove.found_on >= asked.first, StageMove.found_on <= asked.last
    )
    rows = rows if asked.city is None else rows.where(StageMove.region_id == asked.city)
    if asked.source is None and asked.owner is None:
        return rows
    chosen = select(Prospect.id)
    chosen = chosen if asked.source is None else chosen.where(Prospect.source == asked.source)
    chosen = chosen if asked.owner is None else chosen.where(Prospect.owner_id == asked.owner)
    return within(rows.where(StageMove.prospect_id.in_(chosen)), Prospect, because="a step lies in its prospect's city")


def how_far(asked: Asked, viewer: Sees, key: Any = None) -> Sequence[Any]:
    """Return (key, stage, furthest stage, how many), counted by the database."""
    key = literal(0) if key is None else key
    rows = found(asked, viewer).with_only_columns(key.label("key"), Prospect.stage, Prospect.furthest, func.count())
    return db.session.execute(rows.group_by("key", Prospect.stage, Prospect.furthest)).all()


def how_long_twice(asked: Asked, viewer: Sees) -> tuple[list[Any], list[Any]]:
    """Return the same as `how_long` for the time asked for and for the time before, read in the index's own order."""
    both = Asked(asked.track, asked.before.first, asked.last, asked.city, asked.source, asked.owner)
    columns = (StageMove.was, StageMove.now, StageMove.days)
    lately = func.sum(case((StageMove.found_on >= asked.first, 1), else_=0))
    rows = steps(both, viewer).with_only_columns(*columns, lately, func.count()).group_by(*columns)
    now, then = [], []
    for was, to, days, n, every in db.session.execute(rows):
        now.append((1, was, to, days, int(n)))
        then.append((0, was, to, days, every - int(n)))
    return now, then


def how_long(asked: Asked, viewer: Sees, key: Any = None) -> Sequence[Any]:
    """Return (key, stage before, stage after, days stayed before, how many)."""
    key = literal(0) if key is None else key
    columns = (StageMove.was, StageMove.now, StageMove.days)
    rows = steps(asked, viewer).with_only_columns(key.label("key"), *columns, func.count())
    return db.session.execute(rows.group_by("key", *columns)).all()


def halves(asked: Asked) -> Any:
    """Return which half of a doubled time a prospect lies in: 1 the time asked for, 0 the one before."""
    return case((Prospect.made_at >= clock.at(asked.first), 1), else_=0)


def why_lost(asked: Asked, viewer: Sees) -> Sequence[Any]:
    """Return (why, furthest stage, how many) of those lost, most of all first."""
    rows = found(asked, viewer).where(Prospect.stage == Stage.LOST)
    rows = rows.with_only_columns(Prospect.lost_why, Prospect.furthest, func.count())
    return db.session.execute(rows.group_by(Prospect.lost_why, Prospect.furthest)).all()


def whole_way(asked: Asked, viewer: Sees) -> list[int]:
    """Return how many days each of those that agreed took from being found."""
    stages = STAGES[asked.track]
    before = stages[stages.index(Stage.AGREED) - 1]
    rows = steps(asked, viewer).where(StageMove.was == before, StageMove.now == Stage.AGREED)
    moves, zone = db.session.execute(rows.with_only_columns(StageMove.found_on, StageMove.at)), clock.zone()
    return [max(0, (at.astimezone(zone).date() - found_on).days) for found_on, at in moves]


def how_long_by(asked: Asked, viewer: Sees, key: Any) -> Sequence[Any]:
    """Return the same as `how_long` by a key that only the prospect has."""
    columns = (StageMove.was, StageMove.now, StageMove.days)
    rows = steps(asked, viewer).join(Prospect, Prospect.id == StageMove.prospect_id)
    rows = within(rows, Prospect, because="a step lies in its prospect's city")
    return db.session.execute(
        rows.with_only_columns(key.label("key"), *columns, func.count()).group_by("key", *columns)
    ).all()
