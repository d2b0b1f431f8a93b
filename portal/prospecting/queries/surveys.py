"""Reads of surveys, each for a viewer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import joinedload

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.prospecting.models import (
    Survey,
)
from portal.prospecting.queries.cities import found_or_404


def survey(survey_id: int, viewer: Sees) -> Survey:
    """Return a survey with its city, or answer 404."""
    return found_or_404(Survey.seen_by(viewer).options(joinedload(Survey.city)).where(Survey.id == survey_id))


def peers(survey: Survey, viewer: Sees) -> Sequence[Survey]:
    """Return the other surveys of a survey's city, the newest 300."""
    others = Survey.seen_by(viewer).where(Survey.region_id == survey.region_id)
    if survey.id is not None:
        others = others.where(Survey.id != survey.id)
    return db.session.scalars(others.order_by(Survey.surveyed_on.desc(), Survey.id.desc()).limit(300)).all()


def surveys_in(region_id: int, viewer: Sees) -> Sequence[Survey]:
    """Return a city's surveys, quiet ones first, then the newest."""
    found = Survey.seen_by(viewer).where(Survey.region_id == region_id)
    ordered = found.order_by(Survey.quiet.desc(), Survey.surveyed_on.desc(), Survey.id)
    return db.session.scalars(ordered.limit(200)).all()


def count_surveys(region_id: int, viewer: Sees) -> int:
    found = Survey.seen_by(viewer).where(Survey.region_id == region_id)
    return db.session.scalar(found.with_only_columns(func.count())) or 0


def search_surveys(statement: Any, q: str) -> Any:
    """Narrow a select of surveys by the shop's name (also pinyin), district or address."""
    text, latin = q.strip(), q.replace(" ", "").lower()
    return statement.where(
        or_(
            Survey.name.icontains(text, autoescape=True),
            Survey.pinyin.contains(latin, autoescape=True),
            Survey.district.icontains(text, autoescape=True),
            Survey.address.icontains(text, autoescape=True),
        )
    )
