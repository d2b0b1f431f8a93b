"""The list of mistakes (`python -m bench.broken`) cannot rot: each can still be made, and each promise has one."""

from pathlib import Path

from bench.broken.lists import MISTAKES
from portal.promises import ROWS

ROOT = Path(__file__).parents[2]


def test_every_mistake_can_be_made():
    def places(mistake):
        return (ROOT / mistake.file).read_text().count(mistake.old)

    assert [(m.promise, m.what, places(m)) for m in MISTAKES if m.old == m.new or places(m) != 1] == []


def test_every_promise_is_broken_on_purpose():
    assert {row.id for row in ROWS} == {mistake.promise for mistake in MISTAKES}


def test_a_mistake_is_named_once():
    names = [(mistake.promise, mistake.what) for mistake in MISTAKES]
    assert len(names) == len(set(names))
