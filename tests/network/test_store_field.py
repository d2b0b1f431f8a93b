"""The field that takes a store: a list while they are few, a typed code beyond that, never outside the reach."""

import pytest

from portal.insight.finding import MOST_SUGGESTED
from portal.network.forms import StoreField
from portal.network.models import Store, StoreState
from tests.builders_selling import member, product, sale, sealed
from tests.builders_supervision import signed

MANY = StoreField.MOST_LISTED + 1


@pytest.fixture
def many_stores(places, session):
    """More stores in the north than a list holds; not one of the south."""
    session.add_all(
        Store(
            code=f"ZZ-{n:04d}", name=f"新街{n}店", region_id=places.store.region_id, address="新街",
            state=StoreState.OPEN, opened_on=places.store.opened_on, opening_days="1111111",
        )
        for n in range(1, MANY + 1)
    )  # fmt: skip
    session.flush()


@pytest.mark.pages
def test_a_few_stores_are_picked_from_a_list(browse, cast, places, visit):
    page = visit(browse(cast.office), "/selling/orders")
    assert f'value="{places.store.id}"' in page.html
    assert "datalist" not in page.html


@pytest.mark.pages
@pytest.mark.parametrize("path", ["/selling/orders", "/selling/day-reports", "/selling/members", "/supervision/audits"])
def test_many_stores_are_typed_by_code_and_the_page_grows_no_longer(path, browse, cast, places, visit, many_stores):
    page = visit(browse(cast.office), path)
    assert "新街31店" not in page.html
    assert 'list="store-codes"' in page.html
    for said in (places.store.code, places.store.code.lower(), str(places.store.id)):
        chosen = visit(browse(cast.office), f"{path}?store={said}")
        assert f'value="{places.store.code}"' in chosen.html


@pytest.mark.pages
def test_a_code_that_is_none_says_so_and_keeps_what_was_typed(browse, cast, visit, many_stores):
    page = visit(browse(cast.office), "/selling/orders?store=XX-9999")
    assert 'value="XX-9999"' in page.html
    assert 'aria-invalid="true"' in page.html


@pytest.mark.pages
def test_a_store_outside_the_reach_is_a_code_that_is_none(browse, cast, places, visit, many_stores):
    page = visit(browse(cast.rm_north), f"/selling/orders?store={places.store_south.code}")
    assert 'aria-invalid="true"' in page.html


@pytest.mark.pages
@pytest.mark.parametrize("path", ["/selling/orders", "/selling/day-reports", "/selling/members", "/supervision/audits"])
def test_a_list_narrowed_to_a_store_one_lacks_is_empty(path, browse, cast, places, visit, rows_in_the_north):
    for person in (cast.rm_north, cast.owner):
        browser = browse(person)
        assert "<tbody>" in visit(browser, f"{path}?store={places.store.code}").html
        for said in (places.store_south.code, places.store_south.id, "XX-9999"):
            assert "<tbody>" not in visit(browser, f"{path}?store={said}").html


@pytest.fixture
def rows_in_the_north(session, cast, places):
    """One of each that is listed by stores."""
    owner = cast.owner.viewer
    buyer = member(places.store, owner)
    sale(places.store, owner, product(), member_id=buyer.id)
    sealed(places.store, owner)
    signed(places.store, cast.rm_north.viewer)


def test_suggestions_come_by_name_and_spelling_and_only_from_the_reach(browse, cast, places, many_stores):
    browser = browse(cast.rm_north)
    found = browser.get("/search/stores?store=xinjie").get_data(as_text=True)
    assert found.count("<option") == MANY
    everything = browser.get("/search/stores").get_data(as_text=True)
    assert everything.count("<option") <= MOST_SUGGESTED
    assert places.store_south.code not in browser.get(f"/search/stores?store={places.store_south.code}").text
