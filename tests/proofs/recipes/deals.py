"""Negotiations."""

from portal.prospecting import actions
from tests.builders_prospecting import a_result, a_round


def held(deed):
    def recipe(s):
        found = a_round()
        return lambda: deed(s, found)

    return recipe


def edited(s, found):
    facts = {"held_on": found.held_on, "present": "任建军", "talk": "再想两天"}
    return actions.edit_round(found, by=s.rm_north, **facts)


def superseded(s):
    first = a_result()
    return lambda: a_result(first.prospect, reason="装修涨价")


RECIPES = {
    actions.set_aims: held(lambda s, r: actions.set_aims(r.prospect, by=s.rm_north, goal="本月签", limits="让")),
    actions.add_round: lambda s: lambda: a_round(),
    actions.edit_round: held(edited),
    actions.confirm_result: superseded,
}
