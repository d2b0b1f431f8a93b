"""Holidays: set ahead, for all or for a region, taken back before they begin."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.network import actions, queries
from portal.network.models import Holiday

covers = ("C40",)

ONE = timedelta(days=1)


@pytest.fixture
def admin(cast):
    return cast.admin.viewer


@pytest.mark.parametrize("first, last, field", [(0, 0, "first_day"), (2, 1, "last_day"), (1, 32, "last_day")])
def test_a_holiday_lies_ahead_and_is_no_longer_than_a_month(admin, session, first, last, field):
    today = clock.today()
    with pytest.raises(Refused) as refused:
        actions.set_holiday(name="元旦", first_day=today + first * ONE, last_day=today + last * ONE, by=admin)
    assert refused.value.field == field


def test_one_that_has_begun_stays(admin, session, places):
    today = clock.today()
    begun = Holiday(name="国庆", first_day=today - ONE, last_day=today + ONE)
    session.add(begun)
    session.flush()
    with pytest.raises(Refused):
        actions.drop_holiday(begun, by=admin)
    ahead = actions.set_holiday(name="元旦", first_day=today + ONE, last_day=today + ONE, region=places.north, by=admin)
    session.flush()
    assert {h.name for h in queries.holidays_between(today, today + ONE)} == {"国庆", "元旦"}
    actions.drop_holiday(ahead, by=admin)
    session.flush()
    assert [h.name for h in queries.holidays_between(today, today + ONE)] == ["国庆"]


def test_an_administrator_sets_one_and_takes_it_back(cast, browse, visit, places, session):
    browser, day = browse(cast.admin), clock.today() + 30 * ONE
    facts = {
        "name": "迎新盘点",
        "first_day": day.isoformat(),
        "last_day": day.isoformat(),
        "region_id": places.north.id,
    }
    assert browser.post("/settings/holidays", facts | {"last_day": "2026-01-01"}).status_code == 422
    assert browser.post("/settings/holidays", facts).status_code == 303
    [holiday] = session.scalars(queries.holidays()).all()
    text = visit(browser, f"/settings/holidays/{holiday.id}").html
    assert "迎新盘点" in text and places.north.name in text
    assert browser.post(f"/settings/holidays/{holiday.id}/removal", {}).status_code == 303
    assert session.scalars(queries.holidays()).all() == []
