"""What is done to target cities and ties."""

from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Region
from portal.prospecting import queries
from portal.prospecting.models import CityFile, CityState, Tie, TieKind


def add_city(region: Region, *, by: Any, note: str = "", state: CityState = CityState.IDEA) -> CityFile:
    """Put a city of the territory on the register of target cities, as an idea (C09)."""
    if not region.is_city:
        raise Refused("Only a city can be a target city.", field="region_id")
    if queries.file_of_city(region.id, by) is not None:
        raise Refused("This city is on the register already.", field="region_id")
    file = CityFile(region_id=region.id, city=region, note=note, state=state)
    db.session.add(file)
    record("city.added", file, by=by)
    return file


def edit_city(file: CityFile, *, note: str, by: Any) -> CityFile:
    """Change what is noted of a city."""
    file.note = note
    record("city.changed", file, by=by)
    return file


def move_city(file: CityFile, state: CityState, *, by: Any, reason: str = "") -> CityFile:
    """Take a city one step on: idea → surveying → developing → open → dropped; a dropped one is an idea again.

    Developing needs a survey there, open an open store, dropping a reason (C09).
    """
    if state not in file.steps:
        raise Refused(
            "A city goes from idea to surveying, developing and open, one step at a time; this one is “%(state)s” now.",
            field="state",
            state=file.state.label,
        )
    if state == CityState.DEVELOPING and not queries.count_surveys(file.region_id, by):
        raise Refused("A survey of a supermarket there is missing.", field="state")
    if state == CityState.OPEN and not queries.count_open_stores(file.region_id, by):
        raise Refused("An open store there is missing.", field="state")
    if state == CityState.DROPPED and not reason:
        raise Refused("Say why the city is dropped.", field="reason")
    file.state, file.dropped_reason = state, reason if state == CityState.DROPPED else ""
    record("city.moved", file, by=by, reason=reason)
    return file


def add_tie(
    city: Region, kind: TieKind, *, by: Any, from_year: int | None = None, to_year: int | None = None, note: str = ""
) -> Tie:  # fmt: skip
    """Write down why the acting person has an advantage in a city (C09, 曾经创业或生活过的城市)."""
    this_year = clock.today().year
    if from_year is not None and from_year > this_year:
        raise Refused("This year lies in the future.", field="from_year")
    if to_year is not None and to_year > this_year:
        raise Refused("This year lies in the future.", field="to_year")
    if from_year is not None and to_year is not None and to_year < from_year:
        raise Refused("It ends before it begins.", field="to_year")
    if kind == TieKind.PARTNER and not note:
        raise Refused("Write whom you worked with, and at what.", field="note")
    tie = Tie(region_id=city.id, user_id=by.id, kind=kind, from_year=from_year, to_year=to_year, note=note)
    db.session.add(tie)
    record("tie.added", tie, by=by)
    return tie


def remove_tie(tie: Tie, *, by: Any) -> None:
    """Take one's own tie away."""
    if tie.user_id != by.id:
        raise Refused("Only the one whose tie it is takes it away.")
    record("tie.removed", tie, by=by)
    db.session.delete(tie)
