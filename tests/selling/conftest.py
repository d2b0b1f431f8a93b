"""Who and what most tests of selling begin with: a store and its owner, a member, milk, and a clerk's tablet."""

import pytest

from tests.builders_selling import member, product
from tests.till_talk import talk


@pytest.fixture
def owner(cast):
    return cast.owner.viewer


@pytest.fixture
def office(cast):
    return cast.office.viewer


@pytest.fixture
def store(places):
    return places.store


@pytest.fixture
def wang(owner, store):
    """A member of the store who has bought nothing yet."""
    return member(store, owner)


@pytest.fixture
def milk(session):
    """Five yuan, and 4.50 for members."""
    milk = product()
    session.commit()
    return milk


@pytest.fixture
def tablet(browse, cast):
    """`tablet(*orders, **facts)`: what a clerk's tablet sends and is answered."""
    return talk(browse(cast.clerk))
