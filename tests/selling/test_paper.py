"""Sales written on paper are typed in once, however often: a row is one sale for ever."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants, queries
from portal.selling.actions.paper import PaperRow
from portal.selling.models import Payment
from portal.selling.posted import Fate
from tests.builders_selling import member, product, sealed
from tests.till_talk import line, order, talk

covers = ("C32",)

ONE = timedelta(days=1)


@pytest.fixture
def sheet(store, owner):
    return actions.print_sheet(store, by=owner)


def enter(sheet, rows, by, day=None):
    return actions.enter_sheet(sheet, sheet.store, day or clock.today() - ONE, rows, by=by)


def test_a_row_is_a_sale_of_the_day_it_was_written(store, owner, sheet, session):
    milk, buyer = product(price=500), member(store, owner)
    rows = {1: PaperRow(milk.id, 2000, 480, Payment.WECHAT, buyer.id), 3: PaperRow(milk.id, 1000)}
    posted = enter(sheet, rows, owner)
    assert [one.fate for one in posted.values()] == [Fate.STORED] * 2
    found = queries.entered(sheet)
    assert {n: (o.total, o.payment, o.business_day, o.device) for n, o in found.items()} == {
        1: (960, Payment.WECHAT, clock.today() - ONE, sheet.device),
        3: (500, Payment.CASH, clock.today() - ONE, sheet.device),
    }
    assert found[1].member_id == buyer.id and queries.total_on(store, clock.today() - ONE).total == 1460
    assert invariants.troubles() == []


@pytest.mark.promise("P02")
def test_the_same_row_again_is_known_and_other_words_in_it_clash(store, owner, sheet):
    milk = product(price=500)
    enter(sheet, {1: PaperRow(milk.id, 1000)}, owner)
    again = enter(sheet, {1: PaperRow(milk.id, 1000), 2: PaperRow(milk.id, 1000)}, owner)
    assert [one.fate for one in again.values()] == [Fate.KNOWN, Fate.STORED]
    other = enter(sheet, {1: PaperRow(milk.id, 3000)}, owner)
    assert other[1].fate == Fate.CLASH and queries.total_on(store, clock.today() - ONE).total == 1000


def test_a_sheet_is_of_one_day_and_that_day_is_not_long_gone(store, owner, sheet):
    milk = product()
    for day in (clock.today() + ONE, clock.today() - 31 * ONE):
        with pytest.raises(Refused) as refused:
            enter(sheet, {1: PaperRow(milk.id, 1000)}, owner, day)
        assert refused.value.field == "day"
    enter(sheet, {1: PaperRow(milk.id, 1000)}, owner, clock.today())
    with pytest.raises(Refused):
        enter(sheet, {2: PaperRow(milk.id, 1000)}, owner, clock.today() - ONE)
    for rows in ({}, {0: PaperRow(milk.id, 1000)}, {21: PaperRow(milk.id, 1000)}):
        with pytest.raises(Refused):
            enter(sheet, rows, owner, clock.today())


def test_a_day_that_was_sealed_meanwhile_stays_and_the_sale_counts_later(store, owner, sheet):
    sealed(store, owner, clock.today() - ONE)
    enter(sheet, {1: PaperRow(product().id, 1000)}, owner)
    [order] = queries.entered(sheet).values()
    assert order.booked_day == clock.today() and "booked_later" in order.flags


@pytest.mark.promise("P02")
# what one example sold stays for the next: each has a sheet of its own
@settings(max_examples=15, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(1, 20), min_size=1, max_size=6, unique=True), min_size=1, max_size=4))
def test_in_whatever_portions_it_is_typed_in_each_row_counts_once(own_store, portions):
    store, owner, milk = own_store
    sheet = actions.print_sheet(store, by=owner)
    db.session.flush()
    before = queries.total_on(store, clock.today() - ONE).orders
    for portion in portions:
        enter(sheet, {n: PaperRow(milk.id, n * 1000) for n in portion}, owner)
    wanted = {n for portion in portions for n in portion}
    assert {n: o.quantity for n, o in queries.entered(sheet).items()} == {n: n * 1000 for n in wanted}
    assert queries.total_on(store, clock.today() - ONE).orders == before + len(wanted)


@pytest.fixture
def own_store(store, owner):
    return store, owner, product(price=100)


@pytest.mark.pages
def test_an_owner_prints_a_sheet_and_types_it_in(store, cast, browse, visit, session):
    milk = product(price=500)
    session.commit()
    browser = browse(cast.owner)
    # the paper is a page of its own: taken into the list's, it would have neither its code nor a button to print it
    assert 'hx-post="/selling/paper"' not in visit(browser, "/selling/paper").html
    printed = browser.post("/selling/paper", {})
    assert printed.status_code == 303
    visit(browser, printed.location)
    url = printed.location.removesuffix("/print")
    visit(browser, url)
    day = (clock.today() - ONE).isoformat()
    other = product(name="纯牛奶 1 L", price=900)
    session.commit()
    wrong = browser.post(
        url, {"day": day, "product-1": "没有这种", "quantity-1": "1", "product-3": "牛奶", "quantity-3": "1"}
    )
    assert wrong.status_code == 422
    summary = wrong.text.partition('id="errors"')[2].partition("</ul>")[0]
    assert "有 2 处要改" in summary and "第 1 行" in summary
    assert "第 3 行" in summary and milk.name in summary and other.name in summary
    row = {"product-1": milk.barcode, "quantity-1": "2", "way-1": "wechat"}
    assert browser.post(url, {"day": day} | row).status_code == 303
    assert "纯牛奶" in visit(browser, url).html
    clash = browser.post(url, {"day": day} | row | {"quantity-1": "3"})
    assert clash.status_code == 200 and 'name="quantity-1"' in clash.get_data(as_text=True)
    assert milk.name not in visit(browse(cast.owner_south), "/selling/paper").html


def test_no_tablet_sells_under_a_sheets_name(cast, browse, session):
    sold = order(line(product()))
    session.commit()
    answer = talk(browse(cast.owner), "P-ABCDEFGH")(sold)
    assert (answer.status, answer.json["error"]) == (422, "device")


@pytest.mark.pages
def test_nobody_stands_at_a_sheet_as_at_a_till(cast, browse, session):
    clerk = browse(cast.clerk)
    for door in ("turns", "approvals", "reservations", "holds", "shift"):
        answer = clerk.post(f"/till/{door}", json={"device": "P-ABCDEFGH"})
        assert (door, answer.status_code, answer.json["error"]) == (door, 422, "device")
        assert "手写单" in answer.json["message"]
    page = clerk.post("/selling/shifts", {"device": "P-ABCDEFGH", "float_fen": "200.00"})
    assert page.status_code == 422 and "手写单" in page.get_data(as_text=True)
