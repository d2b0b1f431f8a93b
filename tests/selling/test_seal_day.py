"""Sealing a day: expected against counted by each way of payment, once, in one's own name."""

from datetime import timedelta

import pytest
import time_machine

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants, queries
from portal.selling.forms import ReportWord
from portal.selling.lists.reports import report_is
from portal.selling.models import DayReport, Payment
from tests.builders_selling import member, product, sale, sealed

covers = ("C32", "C40")

ONE = timedelta(days=1)
NOTHING = {Payment.CASH: 0}


@pytest.mark.promise("P12")
def test_a_sealed_day_keeps_what_the_orders_said(store, owner):
    sale(store, owner, product(price=700))
    sale(store, owner, product(price=500), payment=Payment.WECHAT)
    counted = {Payment.CASH: 700, Payment.WECHAT: 500}
    report = actions.seal_day(store, clock.today(), counted=counted, by=owner)
    assert (report.orders, report.expected, report.expected_cash, report.expected_wechat) == (2, 1200, 700, 500)
    assert (report.difference, report.differs, report.reasons, report.counted_card) == (0, False, {}, 0)
    assert report.actor_id == owner.id and invariants.troubles() == []


def test_every_way_that_the_orders_name_is_counted(store, owner):
    sale(store, owner, product(price=500), payment=Payment.ALIPAY)
    for counted, field in (({}, "counted_cash"), (NOTHING, "counted_alipay")):
        with pytest.raises(Refused) as refused:
            actions.seal_day(store, clock.today(), counted=counted, by=owner)
        assert refused.value.field == field


def test_each_difference_has_a_reason_of_its_own(store, owner):
    sale(store, owner, product(price=500))
    sale(store, owner, product(price=800), payment=Payment.CARD)
    counted = {Payment.CASH: 800, Payment.CARD: 500}
    for reasons, field in (({}, "reason_cash"), ({Payment.CASH: "记成刷卡"}, "reason_card")):
        with pytest.raises(Refused) as refused:
            actions.seal_day(store, clock.today(), counted=counted, reasons=reasons, by=owner)
        assert refused.value.field == field
    reasons = {Payment.CASH: "记成刷卡", Payment.CARD: "收了现金", Payment.WECHAT: "没有用到"}
    report = actions.seal_day(store, clock.today(), counted=counted, reasons=reasons, by=owner)
    assert report.reasons == {"cash": "记成刷卡", "card": "收了现金"}
    assert [(way.difference, way.reason) for way in report.ways if way.reason] == [
        (300, "记成刷卡"),
        (-300, "收了现金"),
    ]
    assert report.difference == 0 and report.differs  # the sum agrees, the ways do not


def test_a_day_keeps_its_figures_as_they_were_when_it_was_sealed(store, owner, session):
    milk, rice = product("牛奶", price=500), product("大米", price=2000)
    rice.category = "粮油"
    session.flush()
    actions.reverse(sale(store, owner, milk), by=owner, reason="打错了", device="W1")
    sale(store, owner, rice, (milk, 3000))
    member(store, owner)
    report = sealed(store, owner)
    rice.category = "杂粮"
    session.flush()
    session.refresh(report)
    assert (report.orders, report.reversals, report.returns, report.members) == (2, 1, 0, 1)
    assert report.by_category == [["粮油", 2000], ["食品", 1500]] and sum(fen for _, fen in report.by_category) == 3500
    assert queries.figures_on(store, clock.today()).by_category[0] == ["杂粮", 2000]


@pytest.mark.promise("P12")
@pytest.mark.parametrize("name", ["expected_wechat", "reversals"])
def test_a_report_unlike_its_day_is_found(store, owner, session, name):
    facts = dict.fromkeys(("expected_wechat", "reversals"), 0) | {name: 1}
    session.add(DayReport(store_id=store.id, day=clock.today(), actor_id=owner.id, **facts))
    session.flush()
    assert invariants.troubles() == [f"store {store.id}, {clock.today()}: the day changed after it was sealed"]


@pytest.mark.promise("P28")
def test_a_day_is_sealed_once(store, owner):
    actions.report_no_sales(store, clock.today(), by=owner)
    with pytest.raises(Refused):
        actions.seal_day(store, clock.today(), counted=NOTHING, by=owner)


@pytest.mark.promise("P28")
@pytest.mark.parametrize("stays", [True, False])
def test_no_sales_is_refused_where_something_was_sold(store, owner, stays):
    sold = sale(store, owner, product())
    if not stays:  # the money went back as it came, and the day had an order all the same
        actions.reverse(sold, by=owner, reason="打错了", device="W1")
    with pytest.raises(Refused):
        actions.report_no_sales(store, clock.today(), by=owner)


@pytest.mark.promise("P28")
def test_the_future_and_the_time_before_opening_cannot_be_reported(store, owner):
    for day in (clock.today() + ONE, store.opened_on - ONE):
        with pytest.raises(Refused):
            actions.report_no_sales(store, day, by=owner)


@pytest.mark.parametrize("report", [actions.report_no_sales, actions.seal_day])
def test_a_missed_day_can_be_reported_late_and_says_why(store, owner, report):
    day, facts = clock.today() - 5 * ONE, {} if report is actions.report_no_sales else {"counted": NOTHING}
    with pytest.raises(Refused) as refused:
        report(store, day, by=owner, **facts)
    assert refused.value.field == "late_reason"
    late = report(store, day, by=owner, late_reason="断网", **facts)
    assert late.late and late.late_reason == "断网"
    assert report(store, clock.today(), by=owner, late_reason="没有晚", **facts).late_reason == ""


def test_the_list_finds_days_of_which_any_way_differs(store, owner, cast, session):
    sealed(store, owner, clock.today() - ONE)
    sale(store, owner, product(price=500), payment=Payment.ALIPAY)
    counted, reasons = {Payment.CASH: 0, Payment.ALIPAY: 400}, {Payment.ALIPAY: "没到账"}
    differing = actions.seal_day(store, clock.today(), counted=counted, reasons=reasons, by=owner)
    found = queries.reports(cast.office.viewer).where(report_is(ReportWord.DIFFERS))
    assert session.scalars(found).all() == [differing]


def test_the_page_seals_and_shows_the_seal(store, cast, browse, visit, owner, session):
    sale(store, owner, product(price=700), payment=Payment.WECHAT)
    session.commit()
    browser, url = browse(cast.owner), f"/selling/day-reports/BJ-0001/{clock.today().isoformat()}"
    answer = browser.post(url, {"counted_cash": "5.00", "counted_wechat": "7.00"})
    assert answer.status_code == 422 and 'name="reason_cash"' in answer.get_data(as_text=True)
    answer = browser.post(url, {"counted_cash": "5.00", "counted_wechat": "7.00", "reason_cash": "多一枚硬币"})
    assert answer.status_code == 303
    text = browser.get(answer.location).get_data(as_text=True)
    assert "赵慧" in text and "多一枚硬币" in text


def test_what_is_wrong_with_a_report_is_said_all_at_once(store, cast, browse, owner, session):
    sale(store, owner, product(price=700), payment=Payment.WECHAT)
    session.commit()
    with time_machine.travel(clock.at(clock.today() + 2 * ONE, 12), tick=False):
        today = clock.today() - 2 * ONE
        answer = browse(cast.owner).post(f"/selling/day-reports/BJ-0001/{today}", {"counted_cash": "5.00"})
    summary = answer.text.partition('id="errors"')[2].partition("</ul>")[0]
    assert answer.status_code == 422
    assert [name in summary for name in ("#reason_cash", "#counted_wechat", "#late_reason")] == [True] * 3


def test_a_late_day_without_sales_asks_why(store, cast, browse, session):
    day = (clock.today() - 3 * ONE).isoformat()
    browser, url = browse(cast.owner), f"/selling/day-reports/BJ-0001/{day}"
    assert 'name="why_late"' in browser.get(url).get_data(as_text=True)
    assert browser.post(f"{url}/no-sales", {"why_late": ""}).status_code == 422
    answer = browser.post(f"{url}/no-sales", {"why_late": "店里停电"})
    assert answer.status_code == 303 and "店里停电" in browser.get(answer.location).get_data(as_text=True)


def test_the_difference_is_told_while_counting_and_asks_why(store, cast, browse, owner, session):
    sale(store, owner, product(price=700), payment=Payment.WECHAT)
    session.commit()
    url = f"/selling/day-reports/BJ-0001/{clock.today().isoformat()}?way=wechat"
    text = browse(cast.owner).htmx(f"{url}&counted_wechat=6.50", "div#difference-2").get_data(as_text=True)
    assert 'id="difference-2"' in text and 'value="-50"' in text and 'name="reason_wechat"' in text
    text = browse(cast.owner).htmx(f"{url}&counted_wechat=7", "div#difference-2").get_data(as_text=True)
    assert 'value="0"' in text and "reason_wechat" not in text
