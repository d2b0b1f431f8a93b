"""What is done to the score of cities: its weights, and the distances it needs (C09)."""

from typing import Any

from portal.accounts.actions import set_policy
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting.fit import POLICY, Rule, as_policy, rule
from portal.prospecting.models import CityFile


def set_fit_rule(new: Rule, *, by: Any) -> Rule:
    """Change what the parts of a city's score weigh; together they weigh a hundred."""
    if new.total != 100:
        raise Refused("The weights make 100 together; these make %(total)s.", field="ties", total=new.total)
    if new.far_km <= new.near_km:
        raise Refused("Far is farther than near.", field="far_km")
    if new != rule():
        set_policy(POLICY, as_policy(new), by=by)
    return new


def set_distance(file: CityFile, *, distance_km: int | None, distance_from: str = "", by: Any) -> CityFile:
    """Enter how far a city is from the nearest own store; a distance is a figure somebody looked up."""
    if distance_km is None and distance_from:
        raise Refused("How many kilometres is it from there?", field="distance_km")
    file.distance_km, file.distance_from = distance_km, distance_from
    record("city.distance_entered", file, by=by)
    return file
