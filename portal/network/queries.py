"""Reads of regions and stores."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import String, cast, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.network.models import Closure, Holiday, Level, Region, Store, StoreState


def regions() -> Sequence[Region]:
    """Return the whole tree, parents before children."""
    return db.session.scalars(select(Region).order_by(Region.path)).all()


def cities(viewer: Sees) -> Sequence[Region]:
    """Return the cities within the viewer's reach, by code."""
    found = select(Region).where(Region.level == Level.CITY).order_by(Region.code)
    if not viewer.sees_everything:
        found = found.where(Region.id.in_(sorted(viewer.region_ids)))
    return db.session.scalars(found).all()


def city_in_reach(region_id: int | None, viewer: Sees) -> Region:
    """Return a city of the viewer's, or answer 404."""
    found = db.session.get(Region, region_id) if region_id else None
    if found is None or not found.is_city or not (viewer.sees_everything or found.id in viewer.region_ids):
        abort(404)
    return found


def subtree(region_id: int) -> Any:
    """Return a select of the ids below a region, itself included; nothing lies below one that is none."""
    path = select(Region.path).where(Region.id == region_id).scalar_subquery()
    return select(Region.id).where(Region.path.startswith(path))


def stores(viewer: Sees, *, states: tuple[StoreState, ...] = ()) -> Sequence[Store]:
    """Return the viewer's stores by code."""
    found = Store.seen_by(viewer).order_by(Store.code)
    if states:
        found = found.where(Store.state.in_(states))
    return db.session.scalars(found).all()


@cache
def _named(states: tuple[StoreState, ...]) -> Any:
    """Return the select behind `stores_named`, made once: every list offers its stores."""
    found = select(Store.id, Store.code, Store.name).order_by(Store.code)
    return found.where(Store.state.in_(states)) if states else found


def stores_named(
    viewer: Sees, states: Iterable[StoreState] = (), *, typed: str = "", most: int
) -> list[tuple[int, str, str]]:
    """Return (id, code, name) of the viewer's first stores by code, or of the one whose code or id was typed."""
    found = Store.seen_by(viewer, of=_named(tuple(states)))
    if typed:
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
        found = found.where(or_(Store.code == typed.upper(), Store.id == number))
    return [tuple(row) for row in db.session.execute(found.limit(most))]


def store_by_code(code: str, viewer: Sees) -> Store:
    """Return a store of the viewer's, or answer 404."""
    found = db.session.scalar(Store.seen_by(viewer).where(Store.code == code))
    if found is None:
        abort(404)
    return found


def search_stores(statement: Any, q: str) -> Any:
    """Narrow a select of stores by code, name or address."""
    like = f"%{q}%"
    return statement.where(or_(Store.code.ilike(like), Store.name.ilike(like), Store.address.ilike(like)))


def region(region_id: int) -> Region:
    """Return a region, or answer 404."""
    found = db.session.get(Region, region_id)
    if found is None:
        abort(404)
    return found


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return {code: name} of those of some codes that are a region's."""
    wanted = sorted(set(codes))
    found = select(Region.code, Region.name).where(Region.code.in_(wanted))
    return {row.code: row.name for row in db.session.execute(found)} if wanted else {}


def tree() -> dict[int | None, list[Region]]:
    """Return the tree as {parent id: its children by code}, in one statement."""
    children: dict[int | None, list[Region]] = {}
    for node in db.session.scalars(select(Region).order_by(Region.code)):
        children.setdefault(node.parent_id, []).append(node)
    return children


def stores_by_path(viewer: Sees) -> list[tuple[str, int]]:
    """Return (path of a city, how many of the viewer's stores are there)."""
    mine = Store.seen_by(viewer).join(Region, Region.id == Store.region_id)
    counted = mine.with_only_columns(Region.path, func.count(Store.id)).group_by(Region.path)
    return [(path, n) for path, n in db.session.execute(counted)]


def stores_below(nodes: Iterable[Region], counts: list[tuple[str, int]]) -> int:
    """Return how many stores lie in some regions, overlaps counted once."""
    paths = tuple(node.path for node in nodes)
    return sum(n for path, n in counts if paths and path.startswith(paths))


def store_counts(viewer: Sees) -> dict[int, int]:
    """Return {region id: stores in it and below}, for the tree."""
    found: dict[int, int] = {}
    for path, n in stores_by_path(viewer):
        for part in path.strip("/").split("/"):
            found[int(part)] = found.get(int(part), 0) + n
    return found


def closures(viewer: Sees) -> Any:
    """Return a select of agreed closures with their stores."""
    return Closure.seen_by(viewer).options(joinedload(Closure.store))


def closures_of(store: Store, viewer: Sees) -> Sequence[Closure]:
    """Return a store's latest agreed closures."""
    found = Closure.seen_by(viewer).where(Closure.store_id == store.id)
    return db.session.scalars(found.order_by(Closure.first_day.desc(), Closure.id.desc()).limit(10)).all()


def holidays() -> Any:
    """Return a select of holidays with their regions."""
    return select(Holiday).options(joinedload(Holiday.region))


def holidays_between(first: date, last: date) -> Sequence[Holiday]:
    """Return the holidays that touch a stretch of days."""
    return db.session.scalars(holidays().where(Holiday.first_day <= last, Holiday.last_day >= first)).all()


def holiday(holiday_id: int) -> Holiday:
    """Return a holiday, or answer 404."""
    found = db.session.scalar(holidays().where(Holiday.id == holiday_id))
    if found is None:
        abort(404)
    return found


def is_holiday(day: Any) -> Any:
    """Return the condition that a store of a statement is shut on a day for a holiday; as `Holiday.holds` says."""
    below = literal("%/").concat(cast(Holiday.region_id, String)).concat("/%")
    here = exists().where(Region.id == Store.region_id, Region.path.like(below)).correlate_except(Region)
    held = Holiday.first_day <= day, Holiday.last_day >= day
    return exists().where(*held, or_(Holiday.region_id.is_(None), here)).correlate_except(Holiday)


def store_by_id(store_id: int | None, viewer: Sees) -> Store:
    """Return a store of the viewer's, or answer 404."""
    found = db.session.scalar(Store.seen_by(viewer).where(Store.id == store_id))
    if found is None:
        abort(404)
    return found


def with_city() -> Any:
    """The option that reads stores' cities in the same statement."""
    return joinedload(Store.region)
