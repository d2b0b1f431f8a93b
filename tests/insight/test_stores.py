"""What a store's file, its trail and the list of stores say, and to whom."""

import pytest

from portal.kernel import clock
from portal.network import actions as network
from tests.builders_insight import sold

covers = ("C46",)

pytestmark = pytest.mark.pages


def test_a_clerk_sees_neither_people_nor_the_months_figures_nor_the_trail(cast, places, browse, visit):
    sold(places.store, clock.month_start(clock.today()), 123400)
    clerk, owner = browse(cast.clerk), browse(cast.owner)
    file = "/stores/BJ-0001"
    told, full = visit(clerk, file), visit(owner, file)
    for theirs in (cast.owner.user.name, cast.rm_north.user.name, "1,234"):
        assert theirs not in told.text and theirs in full.text
    assert f"{file}/history" not in told.links and f"{file}/history" in full.links
    assert clerk.get(f"{file}/history").status_code == 403


def test_a_clerks_list_of_stores_is_without_sales_and_audits(cast, places, browse, visit):
    sold(places.store, clock.month_start(clock.today()), 123400)
    clerk, owner = browse(cast.clerk), browse(cast.owner)
    assert 'name="audit"' not in visit(clerk, "/stores").html
    assert 'name="audit"' in visit(owner, "/stores").html
    for asked in ("/stores?format=csv", "/stores?audit=overdue&format=csv"):
        file = clerk.get(asked).text
        assert "BJ-0001" in file and "1234" not in file
    assert "BJ-0001" in clerk.get("/stores?q=BJ&sort=-code").text
    assert "1234" in owner.get("/stores?format=csv").text


def test_the_trail_of_a_store_is_told_in_words(cast, places, browse, visit):
    store = places.store
    network.edit_store(store, by=cast.admin.viewer, opening_days="1111110", tills=3)
    network.suspend_store(store, by=cast.admin.viewer, reason="装修")
    told = visit(browse(cast.rm_north), "/stores/BJ-0001/history")
    for words in ("营业日", "每天", "星期六", "营业中", "暂停营业", "装修"):
        assert words in told.text, words
    for raw in ("opening_days", "region_id", "1111110", "suspended"):
        assert raw not in told.text, raw


@pytest.mark.pages
def test_the_list_is_narrowed_to_a_region_and_empty_for_one_beyond_the_reach(browse, cast, places, visit):
    browser = browse(cast.rm_north)
    assert "BJ-0001" in visit(browser, f"/stores?region={places.beijing.id}").html
    for beyond in (places.south.id, 999_999):
        assert "<tbody>" not in visit(browser, f"/stores?region={beyond}").html


@pytest.mark.pages
def test_the_settings_list_is_narrowed_to_a_region(browse, cast, places, visit):
    browser = browse(cast.admin)
    page = visit(browser, f"/settings/stores?region={places.south.id}").html
    assert "GZ-0001" in page and "BJ-0001" not in page
    assert "<tbody>" not in visit(browser, "/settings/stores?region=999999").html
