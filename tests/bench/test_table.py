"""The table at the end of a run: what misses its floor ends it, in either direction."""

import pytest

from bench import results
from bench.floors import FLOORS, Floor, most


@pytest.mark.parametrize(
    "floor, value, missed, reached",
    [
        (Floor(6, 10), 5.9, True, False),
        (Floor(6, 10), 6, False, False),
        (Floor(6, 10), 10, False, True),
        (most(30, 20), 30.1, True, False),
        (most(30, 20), 30, False, False),
        (most(30, 20), 20, False, True),
        (most(0, 0), 0, False, True),
        (most(0, 0), 1, True, False),
    ],
)
def test_a_floor_knows_its_direction(floor, value, missed, reached):
    assert (floor.missed_by(value), floor.reached_by(value)) == (missed, reached)


def test_a_goal_is_never_easier_than_its_floor():
    assert [name for name, floor in FLOORS.items() if floor.missed_by(floor.goal)] == []


def test_the_median_stands_under_the_name_and_the_spread_beside_it():
    assert results.of_rounds("a", [3.0, 1.0, 2.0]) == {"a": 2.0, "a.min": 1.0, "a.max": 3.0}


def test_what_misses_its_floor_is_named_unless_a_decision_excuses_it(capsys, monkeypatch):
    found = {"queries.list": 9, "queries.store": 9, "queries.order": 10, "unheld": 1, "unheld.min": 0, "unheld.max": 2}
    assert results.table(found, found) == ["queries.list", "queries.store"]
    monkeypatch.setitem(results.EXCUSED, "queries.store", "0001")
    assert results.table(found, found) == ["queries.list"]
    assert "0 – 2" in capsys.readouterr().out
