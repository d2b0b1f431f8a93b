"""Day reports: sealed, without sales, excused."""

from datetime import timedelta

from portal.kernel import clock
from portal.selling import actions
from tests.builders_selling import product, sale


def sealing(s):
    sale(s.places.store, s.owner, product())
    return lambda: actions.seal_day(s.places.store, clock.today(), counted_cash=1, by=s.owner, note="少找了钱")


def excusing(s):
    day = clock.today() - timedelta(days=5)
    return lambda: actions.excuse_day(s.places.store, day, reason="停电", by=s.office)


RECIPES = {
    actions.seal_day: sealing,
    actions.report_no_sales: lambda s: (
        lambda: actions.report_no_sales(s.places.store, clock.today() - timedelta(days=1), by=s.owner)
    ),
    actions.excuse_day: excusing,
}
