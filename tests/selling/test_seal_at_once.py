"""A day is sealed while its tablets send: each order is in its report, or booked later and flagged, and never both.

Broken on purpose: with the sealed days read before the store's book was held, orders were booked on the sealed day.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants, queries, sync
from portal.selling.models import Order, Payment
from portal.selling.stored import shop
from tests.builders_selling import product
from tests.cast import Cast, Places
from tests.till_talk import order

covers = ("C32", "C40")
TABLETS, SEALERS, FEN = 4, 2, 500


def race(app, milk, day):
    """Let tablets sell until the day is sealed, and once more; return {key: flags} as they were told."""
    start, busy, sealed, told = threading.Barrier(TABLETS + SEALERS), threading.Event(), threading.Event(), {}

    def sell(n):
        with app.app_context():
            store_id, viewer = Places().store.id, Cast().clerk.viewer
            start.wait(30)
            for number in count(1):
                was_sealed, said = sealed.is_set(), order({"product_id": milk, "quantity": 1000}, number)
                body = {"device": f"T{n}", "orders": [said]}
                found = sync.read(viewer, shop(store_id, body["device"]), body)  # as the door does: before the write
                with transaction():
                    answer, _ = sync.post(viewer, found)
                told[said["key"]] = answer["results"][0].get("flags", [])
                if len(told) > TABLETS:
                    busy.set()
                if was_sealed or number > 500:
                    return

    def seal():
        with app.app_context():
            store, owner = Places().store, Cast().owner.viewer
            start.wait(30)
            busy.wait(30)
            try:
                with transaction():
                    counted, reasons = {Payment.CASH: 0}, {Payment.CASH: "对不上"}
                    actions.seal_day(store, day, counted=counted, reasons=reasons, late_reason="晚了", by=owner)
            except Refused:
                return False
            finally:
                sealed.set()
            return True

    with ThreadPoolExecutor(TABLETS + SEALERS) as threads:
        sellers = [threads.submit(sell, n) for n in range(TABLETS)]
        sealers = [threads.submit(seal) for _ in range(SEALERS)]
        assert [one.result(60) for one in sellers] == [None] * TABLETS
        assert sum(one.result(60) for one in sealers) == 1, "a day is sealed once"
    return told


@pytest.mark.promise("P12")
def test_an_order_that_comes_at_the_moment_of_sealing_is_counted_once(own_app):
    with own_app.app_context(), transaction():
        milk, day = product(price=FEN).id, clock.today()
    told = race(own_app, milk, day)
    with own_app.app_context():
        store = Places().store
        orders = db.session.scalars(select(Order).execution_options(scoped=Order.reach())).all()
        counted, later = ([one for one in orders if (one.booked_day == day) == on_it] for on_it in (True, False))
        report = queries.report_on(store, day)
        assert counted and later, "the day was sealed in the middle"
        assert (report.orders, report.expected_cash) == (len(counted), FEN * len(counted))
        assert queries.total_on(store, day).total == report.expected == FEN * len(counted)
        assert {one.id for one in orders} == told.keys()
        assert {one.id for one in later} == {key for key, flags in told.items() if "booked_later" in flags}
        assert queries.total_on(store, later[0].booked_day).total == FEN * len(later)
        assert invariants.troubles() == []
