"""Day reports: sealed, without sales, excused."""

from datetime import timedelta

from portal.kernel import clock
from portal.selling import actions
from portal.selling.actions.paper import PaperRow
from portal.selling.models import CashKind, Payment
from tests.builders_selling import product, sale


def sealing(s):
    sale(s.places.store, s.owner, product())
    counted, reasons = {Payment.CASH: 1}, {Payment.CASH: "少找了钱"}
    return lambda: actions.seal_day(s.places.store, clock.today(), counted=counted, reasons=reasons, by=s.owner)


def excusing(s):
    day = clock.today() - timedelta(days=5)
    return lambda: actions.excuse_day(s.places.store, day, reason="停电", by=s.office)


def a_shift(s):
    shift = actions.open_shift(s.places.store, "T1", float_fen=20000, by=s.clerk)
    sale(s.places.store, s.clerk, product())
    return shift


def moving(s):
    shift = a_shift(s)
    return lambda: actions.move_cash(shift, CashKind.SAFE, fen=10000, by=s.clerk)


def closing(s):
    shift = a_shift(s)
    counted = {Payment.CASH: 20500}
    return lambda: actions.close_shift(shift, counted=counted, left=20000, by=s.clerk)


def entering(s):
    sheet, milk = actions.print_sheet(s.places.store, by=s.owner), product()
    rows = {1: PaperRow(milk.id, 1000), 2: PaperRow(milk.id, 2000, 450, Payment.WECHAT)}
    return lambda: actions.enter_sheet(sheet, s.places.store, clock.today(), rows, by=s.owner)


RECIPES = {
    actions.enter_sheet: entering,
    actions.print_sheet: lambda s: lambda: actions.print_sheet(s.places.store, by=s.owner),
    actions.close_shift: closing,
    actions.move_cash: moving,
    actions.open_shift: lambda s: lambda: actions.open_shift(s.places.store, "T1", float_fen=20000, by=s.clerk),
    actions.seal_day: sealing,
    actions.report_no_sales: lambda s: (
        lambda: actions.report_no_sales(
            s.places.store, clock.today() - timedelta(days=1), by=s.owner, late_reason="断网"
        )
    ),
    actions.excuse_day: excusing,
}
