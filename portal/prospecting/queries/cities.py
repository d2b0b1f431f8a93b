"""Reads of target cities and ties, each for a viewer."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import func
from sqlalchemy.orm import joinedload

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.network.models import Region, Store, StoreState
from portal.prospecting.models import (
    CityFile,
    Tie,
)


def city_file(file_id: int, viewer: Sees) -> CityFile:
    """Return a city's file, or answer 404."""
    return found_or_404(CityFile.seen_by(viewer).options(joinedload(CityFile.city)).where(CityFile.id == file_id))


def files_by_city(region_ids: Sequence[int], viewer: Sees) -> dict[int, CityFile]:
    """Return {city: its file} of those that are on the register."""
    found = db.session.scalars(CityFile.seen_by(viewer).where(CityFile.region_id.in_(region_ids)))
    return {file.region_id: file for file in found}


def file_of_city(region_id: int, viewer: Sees) -> CityFile | None:
    """Return a city's file, if it is on the register."""
    return db.session.scalar(CityFile.seen_by(viewer).where(CityFile.region_id == region_id))


def tie(tie_id: int, viewer: Sees) -> Tie:
    """Return a tie, or answer 404."""
    return found_or_404(Tie.seen_by(viewer).where(Tie.id == tie_id))


def found_or_404(statement: Any) -> Any:
    """Return the row a statement finds within reach, or answer 404."""
    found = db.session.scalar(statement)
    if found is None:
        abort(404)
    return found


def ties_in(region_id: int, viewer: Sees) -> Sequence[Tie]:
    """Return everybody's ties to a city."""
    return db.session.scalars(Tie.seen_by(viewer).where(Tie.region_id == region_id).order_by(Tie.user_id, Tie.id)).all()


def stores_in(region_id: int, viewer: Sees) -> Sequence[Store]:
    """Return the network's own stores in a city."""
    return db.session.scalars(Store.seen_by(viewer).where(Store.region_id == region_id).order_by(Store.code)).all()


def count_open_stores(region_id: int, viewer: Sees) -> int:
    """Return how many open stores of our own a city has."""
    found = Store.seen_by(viewer).where(Store.region_id == region_id, Store.state == StoreState.OPEN)
    return db.session.scalar(found.with_only_columns(func.count())) or 0


def files_named(viewer: Sees) -> list[tuple[int, str]]:
    """Return (region id, name) of the cities on the viewer's register, by code."""
    rows = CityFile.seen_by(viewer).join(Region, Region.id == CityFile.region_id).order_by(Region.code)
    return [tuple(row) for row in db.session.execute(rows.with_only_columns(Region.id, Region.name))]


def cities_without_file(viewer: Sees) -> Sequence[Region]:
    """Return the cities of the viewer's reach that are not on the register yet."""
    from portal.network.queries import cities

    taken = set(db.session.scalars(CityFile.seen_by(viewer).with_only_columns(CityFile.region_id)))
    return [city for city in cities(viewer) if city.id not in taken]
