"""What is written down of capable people and teams: what they did, what they have, when they are free (C11)."""

from typing import Any

from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting.models import Makeup, Prospect, Track


def describe_person(prospect: Prospect, *, by: Any, **facts: Any) -> Prospect:
    """Write down what a person or a team has done, can put in and wants (C11, 甄选有能力或曾经合作过的人)."""
    if prospect.track != Track.PERSON:
        raise Refused("This is a supermarket: its survey says what it can do.")
    if facts.get("makeup") == Makeup.ONE and (facts.get("heads") or 1) > 1:
        raise Refused("One person is one; choose what they are together.", field="heads")
    set_fields(prospect, facts)
    record("prospect.described", prospect, by=by)
    return prospect
