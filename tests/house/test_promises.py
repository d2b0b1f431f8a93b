"""A promise without its test is deleted, and a test names only what is promised."""

import json

from portal.coverage import shown_by
from portal.promises import ROWS


def test_every_promise_has_a_test_and_every_mark_a_promise():
    assert {row.id for row in ROWS} == set(shown_by()["promises"])


def test_promises_are_sentences_with_ids_of_their_own_in_order():
    ids = [row.id for row in ROWS]
    assert ids == sorted(set(ids))
    assert [row.id for row in ROWS if not (row.requirement[0].isupper() and row.requirement.endswith("."))] == []


def test_the_table_of_promises_names_tests_that_exist(app):
    told = app.test_cli_runner().invoke(args=["coverage", "--promises", "--format", "json"])
    rows = json.loads(told.output)
    assert [row["id"] for row in rows] == [row.id for row in ROWS]
    assert "tests/doors/test_reading.py::test_reading_changes_nothing" in str(rows)
