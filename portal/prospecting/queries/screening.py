"""Reads of criteria, screenings and judgements of intent."""

from collections.abc import Sequence
from datetime import datetime

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.prospecting.models import Criterion, Intent, Prospect, Screening, ScreeningAnswer, Track


def criteria(track: Track | None = None) -> Sequence[Criterion]:
    """Return the criteria in use, of a track or of both, in the order in which they are asked."""
    live = select(Criterion).where(Criterion.retired_at.is_(None))
    if track is not None:
        live = live.where(Criterion.track == track)
    return db.session.scalars(live.order_by(Criterion.track, Criterion.position, Criterion.id)).all()


def criteria_at(track: Track, moment: datetime) -> list[Criterion]:
    """Return a track's criteria in the words they had at a moment."""
    every = select(Criterion).where(Criterion.track == track).order_by(Criterion.position, Criterion.id)
    return [one for one in db.session.scalars(every) if one.was_asked_at(moment)]


def criterion(criterion_id: int) -> Criterion:
    """Return a criterion, or answer 404."""
    found = db.session.get(Criterion, criterion_id)
    if found is None:
        abort(404)
    return found


def screenings_of(prospect: Prospect, viewer: Sees) -> Sequence[Screening]:
    """Return a prospect's screenings with their answers, the newest first."""
    answers = selectinload(Screening.answers).joinedload(ScreeningAnswer.criterion)
    found = Screening.seen_by(viewer).where(Screening.prospect_id == prospect.id).options(answers)
    return db.session.scalars(found.order_by(Screening.id.desc()).limit(10)).all()


def intents_of(prospect: Prospect, viewer: Sees) -> Sequence[Intent]:
    """Return what was judged of a prospect's intent, the newest day first."""
    found = Intent.seen_by(viewer).where(Intent.prospect_id == prospect.id)
    return db.session.scalars(found.order_by(Intent.judged_on.desc(), Intent.id.desc()).limit(50)).all()
