"""Reads of surveys, each for a viewer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import joinedload

from portal.kernel.db import db
from portal.kernel.pinyin import spelled
from portal.kernel.scope import Sees
from portal.prospecting.alike import place_of
from portal.prospecting.models import Prospect, Survey
from portal.prospecting.queries.cities import found_or_404

MOST_COMPARED = 300  # of a city's surveys, for its median
MOST_OF_SHOP = 12


def survey(survey_id: int, viewer: Sees) -> Survey:
    """Return a survey with its city, or answer 404."""
    return found_or_404(Survey.seen_by(viewer).options(joinedload(Survey.city)).where(Survey.id == survey_id))


def newest_in(region_id: int, viewer: Sees) -> Sequence[Survey]:
    """Return a city's newest surveys, as many as its median is of."""
    found = Survey.seen_by(viewer).where(Survey.region_id == region_id)
    return db.session.scalars(found.order_by(Survey.surveyed_on.desc(), Survey.id.desc()).limit(MOST_COMPARED)).all()


def peers(survey: Survey, viewer: Sees) -> Sequence[Survey]:
    """Return the newest surveys of the other shops of a survey's city."""
    others = Survey.seen_by(viewer).where(Survey.region_id == survey.region_id)
    if survey.shop is not None:
        others = others.where(func.coalesce(Survey.shop_id, Survey.id) != survey.shop)
    return db.session.scalars(others.order_by(Survey.surveyed_on.desc(), Survey.id.desc()).limit(MOST_COMPARED)).all()


def of_same_shop(name: str, address: str, region_id: int, viewer: Sees) -> Survey | None:
    """Return the newest survey of a shop: the same address, or the same name where no address says otherwise.

    A chain has many shops of one name in a city, so two different addresses are two shops.
    """
    same = or_(Survey.pinyin == spelled(name, 400), Survey.name == name, Survey.address == address)
    found = Survey.seen_by(viewer).where(Survey.region_id == region_id, same)
    newest = found.order_by(Survey.surveyed_on.desc(), Survey.id.desc()).limit(50)
    return next((s for s in db.session.scalars(newest) if is_same_shop(s, name, address)), None)


def is_same_shop(survey: Survey, name: str, address: str) -> bool:
    """Whether a survey is of the shop: by its address where both have one, else by its name (C10)."""
    if address.strip() and survey.address.strip():
        return place_named(address) == place_named(survey.address)
    return squeezed(name) == squeezed(survey.name)


def place_named(address: str) -> str:
    """Return an address as two ways of writing it agree: with or without city, district, town, spaces and 号."""
    return place_of(address) or squeezed(address)


def squeezed(text: str) -> str:
    """Return a name as two spellings of it agree."""
    return "".join(text.split()).lower()


def of_shop(survey: Survey, viewer: Sees) -> Sequence[Survey]:
    """Return the surveys of a survey's shop, the newest first."""
    found = Survey.seen_by(viewer).where(or_(Survey.id == survey.shop, Survey.shop_id == survey.shop))
    ordered = found.order_by(Survey.surveyed_on.desc(), Survey.id.desc())
    return db.session.scalars(ordered.limit(MOST_OF_SHOP)).all()


def prospect_of_shop(surveys: Sequence[Survey], viewer: Sees) -> Prospect | None:
    """Return the prospect that was made of any of a shop's surveys."""
    ids = [survey.id for survey in surveys]
    made = Prospect.seen_by(viewer).where(Prospect.survey_id.in_(ids))
    return db.session.scalar(made.order_by(Prospect.id).limit(1))


def surveys_in(region_id: int, viewer: Sees) -> Sequence[Survey]:
    """Return a city's surveys, quiet ones first, then the newest."""
    found = Survey.seen_by(viewer).where(Survey.region_id == region_id)
    ordered = found.order_by(Survey.quiet.desc(), Survey.surveyed_on.desc(), Survey.id)
    return db.session.scalars(ordered.limit(200)).all()


def count_surveys(region_id: int, viewer: Sees) -> int:
    """Return how many surveys a city has."""
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
