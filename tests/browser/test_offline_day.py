"""Hours without network, two kills, a wrong clock, a line that loses answers: nothing lost, nothing doubled (C32).

The long form is bench/proofs/offline_day.py, which says how many orders.

Broken on purpose: with what got no answer taken as stored (`outboxStep` of rules_later.js), orders left the tablet and
were missing; with an order that came again answered as a clash (`actions/orders.py`), those whose answer was lost lay
in the tray.
"""

import os

import pytest
from sqlalchemy import select

from bench.proofs.ledger import troubles
from portal.goods.models import Product
from portal.kernel.db import db
from portal.selling import actions
from tests.browser.offline_day import Day, sums
from tests.browser.proxy import line
from tests.browser.test_offline import WORKER_KEEPS
from tests.browser.tills import PAGE
from tests.cast import Cast, Places

pytestmark = pytest.mark.browser
covers = ("C32",)
promises = ("P01", "P02", "P16")
WRONG = ("missing", "doubled", "altered", "numbers_wrong", "sums_wrong", "troubles")
MANY = int(os.environ.get("ORDERS", "60"))


@pytest.fixture
def enrolled(live_app):
    """What a tablet of the store keeps of itself."""
    with live_app.app_context():
        device, token = actions.enrol_device(Places().store, place="前台", by=Cast().owner.viewer)
        db.session.commit()
        return {"id": device.id, "name": device.name, "token": token, "store": "BJ-0001", "state": "ok"}


@pytest.fixture
def shop(live_app, soap):
    """The store's id, and some goods: ids and prices."""
    with live_app.app_context():
        return Places().store.id, [(one.id, one.price) for one in db.session.scalars(select(Product).limit(7))]


def test_six_hours_without_network_lose_and_double_nothing(
    chromium, address, live_app, tmp_path, shop, enrolled, record_property
):
    store_id, goods = shop
    with live_app.app_context():
        before = sums(store_id)
    with line(address, "/till/sync") as between:
        day = Day(chromium.browser_type, tmp_path / "tablet", live_app, between, "clerk", goods, MANY)
        day.open(PAGE, signs_in=True)
        day.page.evaluate(WORKER_KEEPS, PAGE)
        day.call("store", "keep", "device", enrolled)
        between.is_cut = True
        sell_and_die(day)
        assert day.left() == MANY
        day.deliver()
        with live_app.app_context():
            figures = day.figures(store_id, enrolled["name"])
            orders, total = (now - then for now, then in zip(sums(store_id), before, strict=True))
            figures["sums_wrong"] = (orders != MANY) + (total != sum(fen for _, fen in day.sold.values()))
            figures["troubles"] = len(troubles())
        day.context.close()
    for name, value in figures.items():
        record_property(name, value)
    assert {name: figures[name] for name in WRONG} == dict.fromkeys(WRONG, 0)
    assert (figures["orders"], figures["kills"], figures["answers_lost"] > 0) == (MANY, 2, True)


def sell_and_die(day):
    """Sell without network; after a third and after two the browser is killed."""
    third = MANY // 3
    for turn in range(3):
        day.sell(turn * third + 1, (turn + 1) * third if turn < 2 else MANY)
        if turn < 2:
            day.die()
            day.open(PAGE)
