"""Every page of the selling room opens, in both languages and for each who may."""

import pytest

from portal.kernel import clock
from portal.selling import actions
from portal.selling.models import Payment
from tests.builders_selling import member, product, sale, sealed

pytestmark = pytest.mark.pages


@pytest.fixture
def shop(session, cast, places):
    """BJ-0001 with a member, an order and a reversed one, and a sealed yesterday."""
    viewer, store = cast.owner.viewer, places.store
    milk = product()
    who = member(store, viewer)
    order = sale(store, viewer, milk, (product("苹果", weighed=True), 1362), member_id=who.id)
    actions.print_receipt(order, by=viewer)
    session.commit()
    return {"member": who, "order": order, "store": store}


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("who", ["owner", "clerk", "rm_north", "office"])
def test_pages_open_for_all_who_may(who, locale, shop, browse, visit, cast):
    browser = browse(getattr(cast, who), locale)
    day = clock.today().isoformat()
    paths = [
        "/selling/members", f"/selling/members/{shop['member'].id}", "/selling/orders",
        f"/selling/orders/BJ-0001/{shop['order'].id}", f"/selling/orders/BJ-0001/{shop['order'].id}/receipt",
        f"/selling/orders/BJ-0001/{shop['order'].id}/receipt/paper?width=58",
    ]  # fmt: skip
    if who in ("owner", "clerk"):
        paths += ["/till", "/selling/members/new"]
        paths.append(f"/selling/members/{shop['member'].id}/edit")
    if who != "clerk":
        paths += ["/selling/day-reports", "/selling/day-reports/BJ-0001", f"/selling/day-reports/BJ-0001/{day}"]
    for path in paths:
        visit(browser, path)


def test_the_list_of_orders_takes_the_same_number_of_statements_however_long(
    shop, browse, cast, count_statements, places, session
):
    browser = browse(cast.owner)
    browser.get("/selling/orders")
    with count_statements() as few:
        browser.get("/selling/orders")
    for _ in range(12):
        sale(places.store, cast.owner.viewer, product())
    session.commit()
    with count_statements() as many:
        browser.get("/selling/orders")
    assert len(many) == len(few)


def test_a_sealed_day_shows_its_seal(shop, browse, visit, cast, places, session):
    sealed(places.store, cast.owner.viewer, cash=0)
    session.commit()
    page = visit(browse(cast.owner), f"/selling/day-reports/BJ-0001/{clock.today().isoformat()}")
    assert "赵慧" in page.text and "−" in page.text


@pytest.mark.parametrize("since", [598, 700])
def test_a_receipt_strikes_the_ordinary_price_of_one_beside_the_one_paid(browse, visit, cast, places, session, since):
    apple = product("苹果", price=598, member_price=448, weighed=True)
    who = member(places.store, cast.owner.viewer)
    order = sale(places.store, cast.owner.viewer, (apple, 850), member_id=who.id)
    apple.price = since  # the catalogue may change after the sale
    session.commit()
    html = visit(browse(cast.owner), f"/selling/orders/BJ-0001/{order.id}/receipt").html
    assert "<span>0.85 kg × <s>5.98</s> 4.48</span><span>3.81</span>" in html


def test_paper_needs_a_print_on_the_trail(browse, cast, places, session):
    order = sale(places.store, cast.owner.viewer, product())
    session.commit()
    browser, path = browse(cast.owner), f"/selling/orders/BJ-0001/{order.id}/receipt"
    answer = browser.get(f"{path}/paper")
    assert answer.status_code == 303 and answer.location.endswith(path)
    assert browser.get(browser.post(path, {"width": "58"}).location).status_code == 200


def test_a_clerk_reads_who_sold_of_his_own_sales_alone(cast, browse, visit, places, session):
    milk = product()
    own, other = (sale(places.store, person.viewer, milk) for person in (cast.clerk, cast.owner))
    actions.take_back(other, {1: 1000}, by=cast.owner.viewer, payment=Payment.CASH, reason="坏了", device="W1")
    session.commit()
    address = f"/goods/stock/{places.store.code}/{milk.id}"
    told = [
        one.number in visit(browse(person), address).text for person in (cast.clerk, cast.owner) for one in (own, other)
    ]
    assert told == [True, False, True, True]
    assert "退货" in visit(browse(cast.owner), address).text
