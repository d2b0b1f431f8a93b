"""What most tests of goods begin with: tea, tea and milk, and both on a store's shelf."""

from datetime import timedelta

import pytest

from portal.goods import actions
from portal.kernel import clock
from tests.builders_goods import MILK, a_product


@pytest.fixture
def tea(session):
    tea = a_product()
    session.commit()
    return tea


@pytest.fixture
def goods(tea, session):
    """Tea and milk in the catalogue."""
    milk = a_product(barcode=MILK, name="牛奶", category="乳品")
    session.commit()
    return tea, milk


@pytest.fixture
def shelf(goods, cast, places, session):
    """Tea and milk, of which the store got 24 and 12 yesterday."""
    tea, milk = goods
    with clock.told_at(clock.now() - timedelta(days=1)):
        actions.receive(places.store, [(tea, 24_000), (milk, 12_000)], by=cast.owner.viewer)
    session.commit()
    return tea, milk
