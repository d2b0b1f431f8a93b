"""A shift answers for a till's cash: begun with a sum, closed by counting, its orders known by their numbers."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants, queries
from portal.selling.models import CashKind, Payment
from tests.builders_selling import post, product, said, sale, sealed

covers = ("C32",)

TILL = "T1"
FLOAT = 20000


@pytest.fixture
def clerk(cast):
    return cast.clerk.viewer


@pytest.fixture
def shift(store, clerk):
    sale(store, clerk, product("纸巾", price=990))  # before it began: number 1
    return actions.open_shift(store, TILL, float_fen=FLOAT, by=clerk)


def close(shift, by, cash, left=FLOAT, **facts):
    counted = {Payment.CASH: cash} | facts.pop("counted", {})
    return actions.close_shift(shift, counted=counted, left=left, by=by, **facts)


def test_a_shift_expects_its_float_its_tills_orders_and_what_was_moved(store, shift, clerk, session):
    sale(store, clerk, product(price=700))
    sale(store, clerk, product(price=1200), payment=Payment.WECHAT)
    post(store, clerk, said(product("梨", price=300)), device="T2")  # another till's
    actions.move_cash(shift, CashKind.OUT, fen=500, reason="买垃圾袋", by=clerk)
    actions.move_cash(shift, CashKind.IN, fen=1000, reason="换零钱", by=clerk)
    actions.move_cash(shift, CashKind.SAFE, fen=10000, by=clerk)
    session.flush()
    figures = queries.shift_figures(shift)
    expected = dict(figures.expected)
    assert (expected[Payment.CASH], expected[Payment.WECHAT], expected[Payment.CARD]) == (11200, 1200, 0)
    assert (figures.orders, figures.missing, figures.last, figures.total) == (2, 0, 3, 1900)
    closed = close(shift, clerk, 11200, left=11200, counted={Payment.WECHAT: 1200})
    assert (closed.difference, closed.last_number, closed.closer_id, closed.is_open) == (0, 3, clerk.id, False)
    assert invariants.troubles() == []
    sale(store, clerk, product(price=800))  # the next shift's
    assert queries.shift_figures(shift).orders == 2


def test_every_way_is_counted_and_each_difference_has_its_reason(store, shift, clerk):
    sale(store, clerk, product(price=700), payment=Payment.ALIPAY)
    wrong = (
        ({"cash": FLOAT}, "counted_alipay"),
        ({"cash": FLOAT - 100, "counted": {Payment.ALIPAY: 700}}, "reason_cash"),
        ({"cash": FLOAT, "left": FLOAT + 1, "counted": {Payment.ALIPAY: 700}}, "left"),
    )
    for facts, field in wrong:
        with pytest.raises(Refused) as refused:
            close(shift, clerk, **facts)
        assert refused.value.field == field
    reasons = {Payment.CASH: "找零多找"}
    closed = close(shift, clerk, FLOAT - 100, left=0, counted={Payment.ALIPAY: 700}, reasons=reasons)
    assert closed.difference == -100 and closed.reasons == {"cash": "找零多找"}


def test_numbers_that_have_not_arrived_are_missed_whatever_the_clock_says(store, shift, clerk):
    made = [said(product(price=700), sequence=n, placed_at=clock.now() - timedelta(hours=3)) for n in (2, 3, 5)]
    post(store, clerk, *made, device=TILL)
    with pytest.raises(Refused) as refused:
        close(shift, clerk, FLOAT + 2100)
    assert refused.value.field == "missing_reason"
    closed = close(shift, clerk, FLOAT + 2100, missing_reason="平板摔坏，一单没有传上来")
    assert (closed.missing, closed.orders, closed.last_number) == (1, 3, 5)
    post(store, clerk, said(product(price=900), sequence=4), device=TILL)
    assert invariants.troubles() == []


def test_a_till_has_one_shift_at_a_time_and_whoever_takes_over_counts(store, shift, clerk, owner):
    with pytest.raises(Refused) as refused:
        actions.open_shift(store, TILL, float_fen=0, by=owner)
    assert refused.value.field == "device"
    actions.open_shift(store, "T2", float_fen=0, by=owner)
    close(shift, clerk, FLOAT, left=15000)
    with pytest.raises(Refused) as refused:
        actions.open_shift(store, TILL, float_fen=14900, by=owner)
    assert refused.value.field == "reason"
    after = actions.open_shift(store, TILL, float_fen=14900, reason="少一元", by=owner)
    assert (shift.closer_id, after.opener_id, after.first_number) == (clerk.id, owner.id, 2)


def test_a_closed_shift_stays_as_it_is(store, shift, clerk):
    close(shift, clerk, FLOAT)
    for deed in (
        lambda: close(shift, clerk, FLOAT),
        lambda: actions.move_cash(shift, CashKind.SAFE, fen=100, by=clerk),
    ):
        with pytest.raises(Refused):
            deed()


@pytest.mark.parametrize("kind, fen, reason, field", [(CashKind.SAFE, 0, "", "fen"), (CashKind.OUT, 5, "", "reason")])
def test_cash_is_moved_by_a_sum_and_for_a_reason(shift, clerk, kind, fen, reason, field):
    with pytest.raises(Refused) as refused:
        actions.move_cash(shift, kind, fen=fen, reason=reason, by=clerk)
    assert refused.value.field == field


def test_a_day_is_not_sealed_while_a_shift_of_it_is_under_way(store, shift, clerk, owner):
    with pytest.raises(Refused):
        sealed(store, owner)
    close(shift, clerk, FLOAT)
    assert sealed(store, owner).orders == 1


def test_a_shift_that_its_orders_do_not_add_up_to_is_found(store, shift, clerk, session):
    sale(store, clerk, product(price=700))
    close(shift, clerk, FLOAT + 700)
    session.flush()
    shift.total += 1
    session.flush()
    assert invariants.troubles() == [f"store {store.id}, shift {shift.id}: its orders do not add up to it"]


@pytest.mark.pages
@pytest.mark.pages
def test_a_clerk_does_not_open_what_a_colleague_took_in(store, cast, owner, browse, session):
    theirs = actions.open_shift(store, TILL, float_fen=FLOAT, by=owner)
    address = f"/selling/shifts/{store.code}/{theirs.id}"
    session.commit()
    clerk = browse(cast.clerk)
    assert clerk.get(address).status_code == 200, "whoever stands at the till may close it"
    close(theirs, owner, FLOAT)
    session.commit()
    assert clerk.get(address).status_code == 404 and browse(cast.owner).get(address).status_code == 200


def test_a_clerk_begins_a_shift_moves_cash_and_closes_it(store, cast, browse, visit, session):
    browser = browse(cast.clerk)
    visit(browser, "/selling/shifts/new")
    begun = browser.post("/selling/shifts", {"device": TILL, "float_fen": "200"})
    assert begun.status_code == 303
    url = begun.location
    assert browser.post(f"{url}/moves", {"kind": "out", "fen": "5", "reason": ""}).status_code == 422
    assert browser.post(f"{url}/moves", {"kind": "out", "fen": "5", "reason": "买笔"}).status_code == 303
    wrong = browser.post(f"{url}/closing", {"counted_cash": "194", "left": "194"})
    assert wrong.status_code == 422 and 'name="reason_cash"' in wrong.get_data(as_text=True)
    part = browser.htmx(f"{url}?way=cash&counted_cash=194", "div#difference-1").get_data(as_text=True)
    assert 'value="-100"' in part
    said = {"counted_cash": "194", "left": "194", "reason_cash": "找错"}
    assert browser.post(f"{url}/closing", said).status_code == 303
    page = visit(browser, url)
    assert "找错" in page.html and "买笔" in page.html
    assert "−¥1.00" in visit(browse(cast.rm_north), "/selling/shifts").html
