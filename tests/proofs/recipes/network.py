"""Regions and stores."""

from datetime import date, timedelta

from portal.kernel import clock
from portal.network import actions, divisions
from portal.network.models import Level

WEEK = timedelta(days=7)


def suspended(s):
    actions.suspend_store(s.places.store, by=s.office, reason="装修")
    return s.places.store


def preparing(s):
    return actions.create_store(s.places.beijing, name="红旗街店", by=s.office)


def opening(s):
    store = preparing(s)
    return lambda: actions.open_store(store, by=s.office, on=date(2026, 3, 2))


def resuming(s):
    store = suspended(s)
    return lambda: actions.resume_store(store, by=s.office)


def closing_for_days(s):
    first = clock.today() + WEEK
    return lambda: actions.agree_closure(s.places.store, first_day=first, last_day=first, reason="盘点", by=s.office)


def a_holiday(s):
    first = clock.today() + WEEK
    return actions.set_holiday(name="元旦", first_day=first, last_day=first, region=s.places.south, by=s.admin)


def dropping(s):
    holiday = a_holiday(s)
    return lambda: actions.drop_holiday(holiday, by=s.admin)


RECIPES = {
    actions.add_division: lambda s: (
        lambda: actions.add_division(divisions.get("450000", "province"), parent=s.places.south, by=s.admin)
    ),
    actions.add_region: lambda s: (
        lambda: actions.add_region(code="A9", name="西北大区", level=Level.AREA, parent=None, by=s.admin)
    ),
    actions.agree_closure: closing_for_days,
    actions.close_store: lambda s: lambda: actions.close_store(s.places.store, by=s.office, reason="租约到期"),
    actions.create_store: lambda s: lambda: preparing(s),
    actions.drop_holiday: dropping,
    actions.edit_region: lambda s: (
        lambda: actions.edit_region(s.places.taiyuan, name="太原", parent=s.places.taiyuan.parent, by=s.admin)
    ),
    actions.edit_store: lambda s: (
        lambda: actions.edit_store(s.places.store, by=s.office, name="朝阳店", address="朝阳北路 2 号")
    ),
    actions.open_store: opening,
    actions.resume_store: resuming,
    actions.set_holiday: lambda s: lambda: a_holiday(s),
    actions.suspend_store: lambda s: lambda: actions.suspend_store(s.places.store, by=s.office, reason="装修"),
}
