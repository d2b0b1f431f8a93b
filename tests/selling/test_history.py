"""History: orders by any filter, and every figure opens exactly the rows that it is the sum of."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest

from portal.kernel import clock
from portal.selling import actions, queries
from portal.selling.booking import book
from portal.selling.keys import new_key
from portal.selling.models import Payment
from portal.selling.new_orders import NewLine, NewOrder, Part, Returned
from tests.builders_selling import member, product, sealed

covers = ("C32",)
promises = ("P73",)
pytestmark = pytest.mark.pages

OF_IT, TOTAL = "其中", "合计"


def mixed(*parts):
    return {"payment": Payment.MIXED, "parts": tuple(Part(*part) for part in parts)}


@pytest.fixture
def day(cast, places, session):
    """A day with all that a day can have, at a till that was begun with 200 yuan, of which 50 went to the safe."""
    milk, tea = product("纯牛奶", price=500), product("绿茶", price=2000)
    milk.category, tea.category = "乳品", ""
    buyer = member(places.store, cast.owner.viewer)
    numbers = iter(range(1, 100))

    def put(*lines, by=cast.clerk, **facts):
        order = NewOrder(
            store_id=places.store.id, id=new_key(), device="T1", sequence=next(numbers), placed_at=clock.now(),
            lines=lines, actor_id=by.user.id, **facts,
        )  # fmt: skip
        assert book([order]).stored == [order.id]
        return order

    shift = actions.open_shift(places.store, "T1", float_fen=20000, by=cast.clerk.viewer)
    two = (NewLine(milk.id, 3000, 500, 1500), NewLine(tea.id, 1000, 2000, 2000))
    first = put(*two, member_id=buyer.id, by=cast.owner)
    put(NewLine(milk.id, 1000, 500, 500), payment=Payment.WECHAT, flags="clock price")
    put(*two, **mixed((Payment.CASH, 600), (Payment.ACCOUNT, 2900)), member_id=buyer.id)
    put(member_id=buyer.id, **mixed((Payment.CASH, 700), (Payment.ACCOUNT, -700)))
    put(NewLine(milk.id, -1000, 500, -500), returns_id=first.id, returns=(Returned(1, first.id, 1, 1000),))
    wrong = put(NewLine(tea.id, 1000, 2000, 2000), payment=Payment.CARD)
    put(NewLine(tea.id, -1000, 2000, -2000), payment=Payment.CARD, reverses_id=wrong.id, reason="扫错了")
    session.commit()
    return {"shift": shift, "buyer": buyer, "milk": milk, "tea": tea}


def rows_behind(browser, url):
    """Return the rows of a list as its file has them."""
    url += ("&" if "?" in url else "?") + "format=csv"
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def figures(html):
    """Return (figure, address) of every figure of a page that leads to orders; money in fen, counts as they are."""
    found = []
    for url, said in re.findall(r'<a[^>]*href="(/selling/orders\?[^"]*)"[^>]*>(.*?)</a>', html, re.S):
        text = unescape(re.sub(r'<span class="vh">.*?</span>|<[^>]+>', "", said)).replace("−", "-")
        numbers = re.findall(r"-?¥?-?[\d,]+(?:\.\d\d)?", text)
        if numbers:
            plain = numbers[-1].replace(",", "").replace("¥", "")
            found.append((round(float(plain) * 100) if "." in plain else int(plain), "." in plain, unescape(url)))
    return found


def summed(rows):
    return round(sum(float(row.get(OF_IT, row[TOTAL]) or 0) for row in rows) * 100)


def walked(browser, html):
    """Follow each figure of a page to its rows: they add up to it, or are as many; return how many were followed."""
    found = figures(html)
    for figure, is_money, url in found:
        rows = rows_behind(browser, url)
        shown = summed(rows) if is_money else len(rows)
        # what was settled is what left the account
        assert (abs(shown) if "settlements" in url else shown) == figure, (url, figure, rows)
    return len(found)


def test_every_figure_of_a_day_report_opens_its_rows(day, cast, browse, visit, places):
    owner, path = browse(cast.owner), f"/selling/day-reports/BJ-0001/{clock.today()}"
    assert walked(owner, visit(owner, path).html) >= 12
    counted = dict(queries.shift_figures(day["shift"]).expected)
    actions.close_shift(day["shift"], counted=counted, left=0, by=cast.owner.viewer)
    sealed(places.store, cast.owner.viewer)
    assert walked(owner, visit(owner, path).html) >= 12
    assert walked(browse(cast.office), visit(browse(cast.office), path).html) >= 12


def test_every_figure_of_a_shift_a_member_a_product_and_a_tablet_opens_its_rows(
    day, cast, browse, visit, session, places
):
    owner, shift = browse(cast.owner), day["shift"]
    assert walked(owner, visit(owner, f"/selling/shifts/BJ-0001/{shift.id}").html) >= 6
    assert walked(owner, visit(owner, f"/selling/members/{day['buyer'].id}").html) == 2
    assert walked(owner, visit(owner, f"/goods/stock/BJ-0001/{day['milk'].id}").html) == 1
    tablet, _secret = actions.enrol_device(places.store, place="前台", by=cast.owner.viewer)
    session.commit()
    assert walked(owner, visit(owner, f"/selling/devices/{tablet.id}").html) == 1


def test_who_registered_on_a_day_is_listed_behind_its_figure(cast, places, browse, visit, session):
    with clock.told_at(clock.now() - timedelta(days=1)):
        member(places.store, cast.owner.viewer, phone="13912340001", name="钱进")
    member(places.store, cast.owner.viewer, phone="13912340002", name="孙来")
    session.commit()
    for person, url in (
        (cast.owner, f"/selling/members?on={clock.today()}"),
        (cast.office, f"/selling/members?on={clock.today()}&store=BJ-0001"),
    ):
        browser = browse(person)
        assert url in visit(browser, f"/selling/day-reports/BJ-0001/{clock.today()}").links
        page = visit(browser, url)
        assert page.text.count("139****000") == 1 and "139****0002" in page.text
    assert "登记日期" not in visit(browse(cast.owner), "/selling/members").text


FILTERS = {
    "payment=cash": 4, "payment=mixed": 2, "undone=made": 4, "undone=sales": 3, "undone=returns": 1,
    "undone=settlements": 1, "undone=reversed": 1, "flag=clock": 1, "flag=price": 1, "flag=pric": 0, "flag=any": 1,
    "device=T1": 7, "device=T2": 0, "least=35": 2, "most=-5": 2, "least=x": 7, "from_no=2&until_no=3": 2,
    "category=乳品": 4,
    "category=–": 4, "category=酒": 0, "q=T1-2": 1, "q=T1-77": 0, "q=abc": 0, "product=99999999": 0,
    "buyer=99999999": 0,
}  # fmt: skip


def test_orders_are_found_by_any_filter(day, cast, browse, visit):
    owner = browse(cast.owner)
    found = {query: len(rows_behind(owner, f"/selling/orders?{query}")) for query in FILTERS}
    assert found == FILTERS
    (settled,) = rows_behind(owner, "/selling/orders?undone=settlements")
    assert (settled["收款"], settled["状态"]) == ("", "收欠款")
    assert len(rows_behind(owner, f"/selling/orders?buyer={day['buyer'].id}&clerk={cast.owner.user.id}")) == 1
    assert len(rows_behind(owner, f"/selling/orders?product={day['tea'].id}")) == 4
    page = visit(owner, f"/selling/orders?product={day['tea'].id}&flag=clock&least=1")
    assert "绿茶" in page.text and 'name="most"' in page.html
    short = visit(owner, "/selling/orders")
    assert "更多筛选" in short.text and 'name="most"' not in short.html
    assert 'name="most"' in visit(owner, "/selling/orders?more=1").html
    visit(browse(cast.office, locale="en"), f"/selling/orders?category=乳品&clerk={cast.clerk.user.id}")


def test_a_filter_without_an_index_looks_back_a_month_over_many_stores(day, cast, browse, visit, places, session):
    long_ago = {"placed_at": clock.now() - timedelta(days=40), "device": "T2", "sequence": 1, "id": new_key()}
    book([NewOrder(store_id=places.store.id, lines=(NewLine(day["milk"].id, 1000, 500, 500),), **long_ago)])
    session.commit()
    office, path = browse(cast.office), f"/selling/orders?product={day['milk'].id}"
    assert len(rows_behind(office, path)) == 4 and "最近 31 天" in visit(office, path).text
    assert len(rows_behind(office, f"{path}&store=BJ-0001")) == 5
    assert len(rows_behind(office, f"{path}&first=2026-01-01")) == 5


def test_a_clerk_sees_his_own_sales_and_finds_any_receipt_by_its_number(day, cast, browse, visit):
    clerk = browse(cast.clerk)
    assert len(rows_behind(clerk, "/selling/orders")) == 6
    assert len(rows_behind(clerk, f"/selling/orders?clerk={cast.owner.user.id}")) == 6
    assert [row["单号"] for row in rows_behind(clerk, "/selling/orders?q=T1-1")] == ["T1-1"]
    assert "您自己的" in visit(clerk, "/selling/orders").text
    visit(clerk, "/selling/orders/BJ-0001/T1-1")
    assert figures(visit(clerk, f"/selling/members/{day['buyer'].id}").html) == []
    assert figures(visit(clerk, f"/goods/stock/BJ-0001/{day['milk'].id}").html) == []
    shifts = visit(clerk, "/selling/shifts").text
    assert "T1" in shifts


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_shown_is_exported(day, cast, browse, kind):
    answer = browse(cast.owner).get(f"/selling/orders?category=乳品&format={kind}")
    assert answer.status_code == 200 and len(answer.get_data()) > 100
