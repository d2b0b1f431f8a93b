"""Five stores of a published year, through the import: every sum equals the source, loaded once or twice."""

from pathlib import Path

import pytest

from bench import load_year
from portal.kernel import trail
from portal.selling.models import Member, Order
from tests.cast import HOUSE

SAMPLE = Path(__file__).parents[1] / "fixtures" / "published_sample"


@pytest.fixture
def loaded(session):
    load_year.load(SAMPLE)
    return session


@pytest.mark.promise("P12")
def test_every_sum_equals_the_source(loaded):
    assert load_year.reconcile(SAMPLE) == []


def test_loading_twice_is_loading_once(loaded):
    load_year.load(SAMPLE)
    assert load_year.reconcile(SAMPLE) == []
    assert len(loaded.scalars(Member.seen_by(HOUSE)).all()) == 31


@pytest.mark.promise("P52")
def test_each_order_is_a_link_of_its_stores_chain(loaded):
    assert trail.broken_links(loaded()) == []
    assert sum(1 for _ in loaded.scalars(Order.seen_by(HOUSE))) == 235
