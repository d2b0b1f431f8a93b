"""The key of an order is its store's own: the same one in another store is another order, at another address."""

import pytest

from portal.kernel import clock
from portal.kernel.trail import history_of
from portal.selling import actions, lists, queries
from tests.builders_selling import order_at, post, product, said

pytestmark = pytest.mark.pages
KEY = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def two(cast, places, session):
    """One key, used in the north for ¥5 and in the south for ¥7."""
    at = clock.now()
    for store, owner, price in ((places.store, cast.owner, 500), (places.store_south, cast.owner_south, 700)):
        (posted,) = post(store, owner.viewer, said(product(f"牛奶{price}", price=price), key=KEY, placed_at=at))
        assert posted.fate == "stored"
    session.commit()
    return order_at(places.store, KEY), order_at(places.store_south, KEY)


def test_each_has_an_address_of_its_own(two, browse, visit, cast):
    office = browse(cast.office)
    assert "牛奶500" in visit(office, f"/selling/orders/BJ-0001/{KEY}").text
    assert "牛奶700" in visit(office, f"/selling/orders/GZ-0001/{KEY}").text


def test_nobody_reaches_the_others(two, browse, cast):
    assert browse(cast.owner).get(f"/selling/orders/GZ-0001/{KEY}").status_code == 404
    assert browse(cast.owner_south).get(f"/selling/orders/BJ-0001/{KEY}/receipt").status_code == 404


def test_the_list_leads_to_both(two, browse, visit, cast):
    links = set(visit(browse(cast.office), "/selling/orders").links)
    for order, goods in zip(two, ("牛奶500", "牛奶700"), strict=True):
        address = f"/selling/orders/{order.store.code}/{order.number}"
        assert address in links and goods in visit(browse(cast.office), address).text


@pytest.mark.parametrize("number", ["T1", "T1-", "T1-x", "T1-٣", "T2-1", "-1", "T1-" + "9" * 18, "T1-" + "9" * 30])
def test_a_number_that_no_order_has_is_not_found(number, two, browse, cast):
    assert browse(cast.office).get(f"/selling/orders/BJ-0001/{number}").status_code == 404
    assert browse(cast.owner_south).get(f"/selling/orders/BJ-0001/{two[0].number}").status_code == 404


def test_neither_is_lost_where_one_page_of_the_list_ends(two, cast, app):
    viewer = cast.office.viewer

    def page(address):
        with app.test_request_context(address):
            listing = lists.orders(viewer)
            listing.per_page = 1
            return listing.load()

    first = page("/selling/orders")
    second = page(first.next_url)
    assert [row.url.split("/")[3] for row in (*first.rows, *second.rows)] == ["GZ-0001", "BJ-0001"]


def test_what_happens_to_one_is_not_told_of_the_other(two, cast, session):
    north, south = two
    actions.print_receipt(north, by=cast.owner.viewer)
    actions.reverse(north, by=cast.owner.viewer, reason="拿错了", device="W1")
    session.commit()
    office = cast.office.viewer
    assert {link.event for link in history_of(north, office)} == {"order.printed", "order.reversed"}
    assert history_of(south, office) == [] and queries.prints_of(south, office) == []
    assert queries.reversal_of(south, office) is None


def test_an_old_address_leads_on_where_only_one_order_can_be_meant(two, browse, cast):
    answer = browse(cast.owner).get(f"/selling/orders/{KEY}")
    assert (answer.status_code, answer.location) == (303, f"/selling/orders/BJ-0001/{KEY}")
    assert browse(cast.office).get(f"/selling/orders/{KEY}").status_code == 404
