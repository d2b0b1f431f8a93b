"""Reads of regions and stores."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import or_, select

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.network.models import Level, Region, Store, StoreState


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


def subtree(region: Region) -> Any:
    """Return a select of the ids below a region, itself included."""
    return select(Region.id).where(Region.path.startswith(region.path))


def stores(viewer: Sees, *, states: tuple[StoreState, ...] = ()) -> Sequence[Store]:
    """Return the viewer's stores by code."""
    found = Store.seen_by(viewer).order_by(Store.code)
    if states:
        found = found.where(Store.state.in_(states))
    return db.session.scalars(found).all()


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
