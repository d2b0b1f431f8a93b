"""A day is not sealed while a tablet still holds orders; of a withdrawn one the report says what is not known."""

from datetime import timedelta

import pytest
import time_machine

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling import actions, queries
from tests.builders_selling import post, product, said, sealed

covers = ("C40",)


@pytest.fixture
def tablet(session, cast, places):
    """An enrolled tablet that sold once and was heard at noon."""
    with time_machine.travel(clock.at(clock.today(), 12), tick=False):
        device, _ = actions.enrol_device(places.store, by=cast.owner.viewer)
        session.flush()
        post(places.store, cast.clerk.viewer, said(product(), sequence=1), device=device.name)
        device.seen_at, device.last_made = clock.now(), 1
    session.flush()
    return device


@pytest.fixture
def evening():
    with time_machine.travel(clock.at(clock.today(), 21), tick=False) as moment:
        yield moment


@pytest.mark.parametrize(("waiting", "last"), [(2, 1), (0, 3)])
def test_what_it_holds_or_numbered_keeps_every_day_open(cast, places, tablet, session, evening, waiting, last):
    tablet.waiting, tablet.last_made = waiting, last
    session.flush()
    with pytest.raises(Refused) as refused:
        sealed(places.store, cast.owner.viewer)
    assert "no. 1" in str(refused.value) or "1 号平板" in str(refused.value)
    with pytest.raises(Refused):
        actions.report_no_sales(places.store, clock.today() - timedelta(days=1), by=cast.owner.viewer)


def test_it_is_sealed_once_they_have_come(cast, places, tablet, session, evening):
    tablet.waiting = 1
    session.flush()
    assert [one.orders for one in queries.tablets_holding(places.store)] == [1]
    tablet.waiting = 0
    session.flush()
    assert sealed(places.store, cast.owner.viewer).tails is None


def test_a_last_number_that_was_given_up_keeps_no_day_open(cast, places, tablet, session, evening):
    tablet.last_made = 3
    session.flush()
    actions.give_up_number(tablet, 3, reason="商品录错了，客人没要", by=cast.owner.viewer)
    session.commit()
    assert [one.orders for one in queries.tablets_holding(places.store)] == [1], "number two may still come"
    actions.give_up_number(tablet, 2, reason="同一单", by=cast.owner.viewer)
    actions.give_up_number(tablet, 2, reason="同一单", by=cast.owner.viewer)
    session.commit()
    assert queries.tablets_holding(places.store) == [] and sealed(places.store, cast.owner.viewer)


def test_withdrawn_its_tail_stands_on_the_report_and_on_no_day_before_or_after(cast, places, tablet, session, evening):
    tablet.waiting, tablet.last_made = 2, 3
    heard, name = tablet.seen_at, tablet.name
    actions.withdraw_device(tablet, reason="掉水里了", by=cast.owner.viewer)
    report = sealed(places.store, cast.owner.viewer)
    assert report.tails == [{"device": name, "since": heard.isoformat(), "missing": 2}]
    assert queries.tails_of(places.store, clock.today() - timedelta(days=1)) == []
    assert queries.tails_of(places.store, clock.today() + timedelta(days=1)) == []


def test_another_stores_tablets_keep_nothing_open(cast, places, tablet, session, evening):
    tablet.waiting = 1
    session.flush()
    assert queries.tablets_holding(places.store_south) == []
    assert sealed(places.store_south, cast.owner_south.viewer)


@pytest.mark.pages
def test_the_page_says_it_before_the_owner_presses_and_the_report_afterwards(browse, cast, tablet, session, evening):
    tablet.waiting = 2
    session.commit()
    owner, today = browse(cast.owner), f"/selling/day-reports/BJ-0001/{clock.today()}"
    page = owner.visit(today)
    assert "1 号平板里还有 2 单没传" in page.text and f"/selling/devices/{tablet.id}" in page.links
    assert owner.post(today, {"counted_cash": "5.00"}).status_code == 422
    owner.post(f"/selling/devices/{tablet.id}/withdrawal", {"why": "掉水里了"})
    assert "1 号平板里还有" not in owner.visit(today).text
    assert owner.post(today, {"counted_cash": "5.00"}).status_code == 303
    assert "1 号平板已停用" in owner.visit(today).text
