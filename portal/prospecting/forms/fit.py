"""Forms of the score of cities."""

from typing import Any

from flask import request

from portal.kernel.conflicts import Edits
from portal.kernel.forms import NumberField, TextField, needed
from portal.kernel.words import _l
from portal.prospecting.fit import Rule


def weight(label: Any) -> NumberField:
    return NumberField(label, [needed()], most=100)


class DistanceForm(Edits):
    distance_km = NumberField(_l("Kilometres"), most=5000)
    distance_from = TextField(_l("From which own store"), most=80)

    @property
    def facts(self) -> dict[str, Any]:
        return {"distance_km": self.distance_km.data, "distance_from": self.distance_from.data or ""}


class FitRuleForm(Edits):
    ties = weight(_l("Ties"))
    partners = weight(_l("Past partners"))
    surveys = weight(_l("Surveys done"))
    quiet = weight(_l("Quiet supermarkets"))
    distance = weight(_l("Distance"))
    partners_enough = NumberField(_l("So many past partners are enough"), [needed()], least=1, most=100)
    surveys_enough = NumberField(_l("So many surveys are enough"), [needed()], least=1, most=1000)
    quiet_enough = NumberField(_l("So many quiet supermarkets are enough"), [needed()], least=1, most=1000)
    near_km = NumberField(_l("Near: up to so many kilometres"), [needed()], most=5000)
    far_km = NumberField(_l("Far: from so many kilometres on"), [needed()], least=1, most=10_000)

    @property
    def rule(self) -> Rule:
        return Rule(**self.values)


def chosen_cities() -> list[int]:
    """Return the ids of the cities that the address asks to compare."""
    return [int(typed) for typed in request.args.getlist("city") if typed.isascii() and typed.isdigit()][:24]
