"""Hours without network, two kills, a wrong clock, a line that loses answers: nothing lost, nothing doubled (C32).

The tablet was enrolled, and sells on in the hands of a clerk.
"""

import pytest
from sqlalchemy import select

from portal.goods.models import Product
from portal.kernel.db import db
from portal.selling import actions
from tests.browser.offline_day import Day, sums
from tests.browser.proxy import line
from tests.cast import Cast, Places

pytestmark = pytest.mark.browser
covers = ("C32",)
promises = ("P01", "P02", "P16")
MANY = 60


@pytest.fixture
def enrolled(live_app):
    """A tablet of the store: its id, and what it keeps of itself."""
    with live_app.app_context():
        device, token = actions.enrol_device(Places().store, place="前台", by=Cast().owner.viewer)
        db.session.commit()
        return device.id, {"id": device.id, "name": device.name, "token": token, "store": "BJ-0001", "state": "ok"}


def test_six_hours_without_network_lose_and_double_nothing(chromium, address, live_app, tmp_path, soap, enrolled):
    with live_app.app_context():
        goods = [(one.id, one.price) for one in db.session.scalars(select(Product).limit(7))]
        store_id = Places().store.id
        before = sums(store_id)
    with line(address, "/till/sync") as between:
        day = Day(chromium.browser_type, tmp_path / "tablet", live_app, between, "clerk", goods, MANY)
        day.open("/waiting", signs_in=True)
        day.call("store", "keep", "device", enrolled[1])
        day.call("outbox", "state")
        between.is_cut = True
        for first in (1, 21, 41):
            day.sell(first, first + 19)
            if first < 41:
                day.die()
                between.is_cut = False
                day.open("/waiting")
                day.call("outbox", "state")
                between.is_cut = True
        assert day.left() == MANY
        day.deliver()
        with live_app.app_context():
            figures = day.figures(store_id)
            after = sums(store_id)
        day.context.close()
    assert figures["missing"] == figures["doubled"] == figures["altered"] == figures["numbers_wrong"] == 0
    assert figures["answers_lost"] > 0 and figures["kills"] == 2
    assert after[0] - before[0] == MANY and after[1] - before[1] == sum(total for _, total in day.sold.values())
