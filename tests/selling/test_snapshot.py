"""What a tablet keeps to sell without network: the catalogue whole, later what is new, by the catalogue's number."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.goods import actions, prices, queries
from portal.goods.models import Product, ProductState
from portal.kernel.refusals import Refused
from portal.selling import actions as selling
from portal.selling import till_rules
from tests.builders_goods import MILK, RICE, TEA, a_product
from tests.builders_selling import benefit_rule, sale
from tests.trail import noted

covers = ("C32",)


@pytest.fixture
def ask(browse, cast):
    browser = browse(cast.clerk)
    return lambda since="": browser.get(f"/till/snapshot?since={since}").json


def facts_of(product, **facts):
    names = ("barcode", "name", "category", "unit", "weighed", "price", "member_price")
    return {name: getattr(product, name) for name in names} | facts


def test_a_difference_holds_what_changed_and_what_is_gone(ask, cast, session):
    office = cast.office.viewer
    tea, milk, rice = a_product(), a_product(barcode=MILK, name="牛奶"), a_product(barcode=RICE, name="大米")
    session.commit()
    whole = ask()
    assert [p["id"] for p in whole["products"]] == [tea.id, milk.id, rice.id]
    assert whole["since"] == 0 and whole["gone"] == []
    actions.change_product(tea, by=office, **facts_of(tea, price=4290))
    actions.withdraw(milk, by=office, reason="停产")
    session.commit()
    new = ask(whole["snapshot"])
    assert [(p["id"], p["price"]) for p in new["products"]] == [(tea.id, 4290)]
    assert (new["gone"], new["since"]) == ([milk.id], whole["snapshot"])
    assert ask(new["snapshot"])["products"] == []


def test_a_rule_that_begins_tomorrow_is_known_today_and_one_that_is_over_is_not(ask, cast, session):
    office = cast.office.viewer
    ahead, never = benefit_rule(office), benefit_rule(office, days_ahead=3)
    selling.end_rule(never, by=office)
    session.commit()
    assert [(rule["id"], rule["since"]) for rule in ask()["rules"]] == [(ahead.id, ahead.since.isoformat())]


def test_further_barcodes_ride_along_and_their_going_is_news(ask, cast, session):
    tea = a_product()
    session.commit()
    start = ask()["snapshot"]
    further = actions.add_barcode(tea, barcode=RICE, pieces=12, by=cast.office.viewer)
    session.commit()
    added = ask(start)
    assert [p["more_barcodes"] for p in added["products"]] == [[[RICE, 12]]]
    actions.remove_barcode(tea, further, by=cast.office.viewer)
    session.commit()
    assert ["more_barcodes" in p for p in ask(added["snapshot"])["products"]] == [False]


@pytest.mark.parametrize("since", ["", "0", "999999999", "-1", "abc", "9" * 40])
def test_a_number_the_catalogue_has_not_come_to_is_answered_whole(ask, session, since):
    tea = a_product()
    session.commit()
    found = ask(since)
    assert found["since"] == 0 and [p["id"] for p in found["products"]] == [tea.id]


def test_after_a_restore_every_number_from_before_is_answered_whole(ask, cast, session):
    tea = a_product()
    session.commit()
    before = ask()["snapshot"]
    actions.withdraw(tea, by=cast.office.viewer, reason="停产")  # and this the backup does not know
    session.commit()
    lost = ask(before)["snapshot"]
    actions.restore(tea, by=cast.office.viewer)
    prices.forget_numbers()
    session.commit()
    assert [ask(since)["since"] for since in (before, lost)] == [0, 0]
    assert [p["id"] for p in ask(lost)["products"]] == [tea.id]
    after = ask()["snapshot"]
    assert ask(after)["since"] == after > lost


def test_an_unchanged_catalogue_is_not_read_again(browse, cast, session, count_statements):
    a_product()
    session.commit()
    browser = browse(cast.clerk)
    tag = browser.get("/till/snapshot").headers["ETag"]
    with count_statements() as seen:
        answer = browser.get("/till/snapshot", headers={"If-None-Match": tag})
    assert answer.status_code == 304 and answer.data == b"" and answer.headers["ETag"] == tag
    assert not [text for text in seen if "FROM product" in text]


def test_what_labels_of_scales_hold_is_a_policy_that_the_next_snapshot_knows(browse, visit, cast, session):
    admin, clerk = browse(cast.admin), browse(cast.clerk)
    tag = clerk.get("/till/snapshot").headers["ETag"]
    page = visit(admin, "/settings/till")
    assert re.search(r'name="p20".*?<option (?=[^>]*selected)[^>]*value="weight-3"', page.html, re.DOTALL)
    said = {"p20": "", "p21": "price-1", "p29": "weight-2"}
    assert admin.post("/settings/till/scales", said).status_code == 303
    answer = clerk.get("/till/snapshot", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.json["scale"] == {
        "21": {"holds": "price", "decimals": 1}, "29": {"holds": "weight", "decimals": 2},
    }  # fmt: skip
    admin.post("/settings/till/scales", said)
    assert len(noted("policy.changed")) == 1
    assert admin.post("/settings/till/scales", {"p20": "price-3"}).status_code == 422


@pytest.mark.parametrize("kinds", [{"19": ("weight", 3)}, {"20": ("colour", 0)}, {"20": ("price", 3)}])
def test_what_no_label_holds_is_refused(kinds, cast):
    plain = {prefix: {"holds": holds, "decimals": decimals} for prefix, (holds, decimals) in kinds.items()}
    with pytest.raises(Refused):
        till_rules.set_scale_kinds(plain, by=cast.admin.viewer)


@pytest.mark.pages
def test_a_till_asks_of_what_on_its_shelf_little_is_left_in_its_own_store(browse, cast, places, session):
    tea, milk = a_product(), a_product(barcode=MILK, name="牛奶")
    sale(places.store, cast.owner.viewer, milk)
    sale(places.store_south, cast.owner_south.viewer, tea)
    session.commit()
    said = browse(cast.clerk).get(f"/till/stock?of={tea.id},{milk.id},x,,99999999999,-1")
    assert said.json == {"left": {str(milk.id): -1000}}


CHANGES = st.lists(
    st.tuples(st.sampled_from(["price", "off", "on", "code", "drop", "ask"]), st.integers(0, 2)), max_size=20
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_differences_added_up_are_the_whole(session, cast, changes):
    office = cast.office.viewer
    goods = [session.scalar(select(Product).where(Product.barcode == code)) for code in (TEA, MILK, RICE)]
    goods = goods if all(goods) else [a_product(barcode=code, name=code) for code in (TEA, MILK, RICE)]
    kept, since = {p["id"]: p for p in queries.shelf().products}, queries.catalogue_numbers().newest
    for n, (change, place) in enumerate([*changes, ("ask", 0)]):
        product = goods[place]
        if change == "price":
            actions.change_product(product, by=office, **facts_of(product, price=product.price + 1))
        elif change == "off" and product.state == ProductState.ON:
            actions.withdraw(product, by=office, reason="停产")
        elif change == "on" and product.state == ProductState.OFF:
            actions.restore(product, by=office)
        elif change == "code" and len(queries.more_barcodes(Product.id == product.id).get(product.id, ())) < 9:
            actions.add_barcode(product, barcode=f"{1000 + product.changed * 30 + n}", by=office)
        elif change == "drop":
            for code, _ in queries.more_barcodes(Product.id == product.id).get(product.id, ()):
                actions.remove_barcode(product, queries.more_barcode(product.id, code), by=office)
        elif change == "ask":
            number = queries.catalogue_numbers().newest
            new = queries.shelf(since)
            kept = {i: p for i, p in kept.items() if i not in new.gone} | {p["id"]: p for p in new.products}
            since = number
        session.flush()
    assert sorted(kept.values(), key=lambda p: p["id"]) == queries.shelf().products
