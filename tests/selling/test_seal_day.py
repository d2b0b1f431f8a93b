"""Sealing a day: expected against counted, once, in one's own name."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants
from portal.selling.models import Payment
from tests.builders_selling import product, sale

covers = ("C32", "C40")


@pytest.fixture
def owner(cast):
    return cast.owner.viewer


@pytest.fixture
def store(places):
    return places.store


@pytest.mark.promise("P12")
def test_a_sealed_day_keeps_what_the_orders_said(store, owner):
    sale(store, owner, product(price=700))
    sale(store, owner, product(price=500), payment=Payment.WECHAT)
    report = actions.seal_day(store, clock.today(), counted_cash=700, by=owner)
    assert (report.orders, report.expected, report.expected_cash, report.difference) == (2, 1200, 700, 0)
    assert report.actor_id == owner.id and invariants.troubles() == []


def test_a_difference_must_be_explained(store, owner):
    with pytest.raises(Refused) as refused:
        actions.seal_day(store, clock.today(), counted_cash=500, by=owner)
    assert refused.value.field == "note"
    report = actions.seal_day(store, clock.today(), counted_cash=500, note="多找零", by=owner)
    assert report.difference == 500


@pytest.mark.promise("P28")
def test_a_day_is_sealed_once(store, owner):
    actions.report_no_sales(store, clock.today(), by=owner)
    with pytest.raises(Refused):
        actions.seal_day(store, clock.today(), counted_cash=0, by=owner)


@pytest.mark.promise("P28")
def test_no_sales_is_refused_where_something_was_sold(store, owner):
    sale(store, owner, product())
    with pytest.raises(Refused):
        actions.report_no_sales(store, clock.today(), by=owner)


@pytest.mark.promise("P28")
def test_the_future_and_the_time_before_opening_cannot_be_reported(store, owner):
    for day in (clock.today() + timedelta(days=1), store.opened_on - timedelta(days=1)):
        with pytest.raises(Refused):
            actions.report_no_sales(store, day, by=owner)


def test_a_missed_day_can_be_reported_late(store, owner):
    assert actions.report_no_sales(store, clock.today() - timedelta(days=5), by=owner).late


def test_the_page_seals_and_shows_the_seal(store, cast, browse, visit, session):
    browser, day = browse(cast.owner), clock.today().isoformat()
    answer = browser.post(f"/selling/day-reports/BJ-0001/{day}", {"counted_cash": "5.00", "note": ""})
    assert answer.status_code == 422
    answer = browser.post(f"/selling/day-reports/BJ-0001/{day}", {"counted_cash": "5.00", "note": "多一枚硬币"})
    assert answer.status_code == 303
    assert "赵慧" in browser.get(answer.location).get_data(as_text=True)


def test_the_difference_is_told_while_counting(store, cast, browse, owner, session):
    sale(store, owner, product(price=700))
    session.commit()
    day = clock.today().isoformat()
    answer = browse(cast.owner).htmx(f"/selling/day-reports/BJ-0001/{day}?counted_cash=6.50", "p#difference")
    text = answer.get_data(as_text=True)
    assert text.lstrip().startswith('<p class="nowrap" id="difference"') and 'value="-50"' in text
