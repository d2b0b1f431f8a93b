"""Target cities and the ties that speak for them (C09)."""

import pytest

from portal.kernel.refusals import Refused
from portal.prospecting import actions, queries
from portal.prospecting.models import CityState, TieKind
from tests.builders_prospecting import a_city, a_survey, refused

covers = ("C09",)

ROAD = [CityState.SURVEYING, CityState.DEVELOPING, CityState.OPEN]


def test_a_city_goes_from_idea_to_open_one_step_at_a_time(cast, places):
    file = a_city()
    a_survey()
    for state in ROAD:
        actions.move_city(file, state, by=cast.rm_north.viewer)
    assert file.state == CityState.OPEN


@pytest.mark.promise("P28")
@pytest.mark.parametrize("state", [CityState.DEVELOPING, CityState.OPEN, CityState.IDEA])
def test_an_idea_cannot_leap(cast, state):
    with refused("one step at a time"):
        actions.move_city(a_city(), state, by=cast.rm_north.viewer)


def test_developing_needs_a_survey_there(cast, places):
    file = a_city()
    actions.move_city(file, CityState.SURVEYING, by=cast.rm_north.viewer)
    a_survey(places.taiyuan)
    with refused("survey"):
        actions.move_city(file, CityState.DEVELOPING, by=cast.rm_north.viewer)


def test_open_needs_an_open_store_there(cast, places):
    from portal.network import actions as network

    file = a_city()
    a_survey()
    for state in ROAD[:2]:
        actions.move_city(file, state, by=cast.rm_north.viewer)
    network.close_store(places.store, by=cast.admin.viewer, reason="租约到期")
    with refused("open store"):
        actions.move_city(file, CityState.OPEN, by=cast.rm_north.viewer)


def test_a_city_is_dropped_with_a_reason_and_begins_again_as_an_idea(cast):
    file = a_city()
    with refused("Say why"):
        actions.move_city(file, CityState.DROPPED, by=cast.rm_north.viewer)
    actions.move_city(file, CityState.DROPPED, by=cast.rm_north.viewer, reason="供货不顺")
    assert file.dropped_reason == "供货不顺"
    actions.move_city(file, CityState.IDEA, by=cast.rm_north.viewer)
    assert (file.state, file.dropped_reason) == (CityState.IDEA, "")


def test_a_city_is_on_the_register_once(cast):
    a_city()
    with refused("already"):
        a_city()


def test_a_survey_puts_its_city_on_the_register(cast, places):
    a_survey(places.taiyuan)
    assert queries.file_of_city(places.taiyuan.id, cast.rm_north.viewer).state == CityState.SURVEYING


def test_a_tie_has_years_and_a_note(cast, places):
    tie = actions.add_tie(
        places.beijing, TieKind.BUSINESS, by=cast.rm_north.viewer, from_year=2009, to_year=2014, note="开过便利店"
    )
    assert (tie.years, tie.user_id) == ("2009–2014", cast.rm_north.user.id)


@pytest.mark.parametrize(
    ("kind", "years", "field"),
    [
        (TieKind.LIVED, {"from_year": 2014, "to_year": 2009}, "to_year"),
        (TieKind.LIVED, {"from_year": 2090}, "from_year"),
        (TieKind.PARTNER, {}, "note"),
    ],
)
def test_a_tie_that_cannot_be_is_refused(cast, places, kind, years, field):
    with pytest.raises(Refused) as refusal:
        actions.add_tie(places.beijing, kind, by=cast.rm_north.viewer, **years)
    assert refusal.value.field == field


def test_nobody_takes_anothers_tie_away(cast, places):
    tie = actions.add_tie(places.beijing, TieKind.LIVES, by=cast.rm_north.viewer)
    with pytest.raises(Refused):
        actions.remove_tie(tie, by=cast.director.viewer)
    actions.remove_tie(tie, by=cast.rm_north.viewer)
    assert queries.ties_in(places.beijing.id, cast.rm_north.viewer) == []
