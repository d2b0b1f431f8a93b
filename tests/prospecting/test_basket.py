"""The basket of prices that surveys compare (C10)."""

import pytest

from portal.accounts.queries import policy
from portal.prospecting import actions, queries
from portal.prospecting.forms import survey_form
from tests.builders_prospecting import a_survey, refused

covers = ("C10",)
RICE, OIL = ("东北大米 5 kg", 3290), ("菜籽油 5 L", 6990)


def test_a_good_keeps_its_id_as_long_as_it_keeps_its_name(cast):
    actions.set_basket([RICE, OIL], by=cast.office.viewer)
    rice, oil = queries.basket()
    actions.set_basket([OIL, ("挂面 1 kg", 890), (RICE[0], 3490)], by=cast.office.viewer)
    assert [good.id for good in queries.basket()] == [oil.id, 3, rice.id]
    assert queries.basket()[2].own == 3490


def test_an_id_is_never_given_again(cast):
    actions.set_basket([RICE, OIL], by=cast.office.viewer)
    actions.set_basket([RICE], by=cast.office.viewer)
    actions.set_basket([RICE, ("挂面 1 kg", 890)], by=cast.office.viewer)
    assert [good.id for good in queries.basket()] == [1, 3]
    assert [row["id"] for row in policy("price_basket")["past"]] == [2]


def test_no_good_lies_in_it_twice(cast):
    with refused("twice"):
        actions.set_basket([RICE, RICE], by=cast.office.viewer)


def test_the_price_level_is_of_the_goods_whose_price_was_read(cast):
    priced = [{"id": 1, "name": "a", "own": 1000, "theirs": 1200}, {"id": 2, "name": "b", "own": 500, "theirs": None}]
    assert a_survey(prices=priced).price_level == pytest.approx(1.2)
    assert a_survey(prices=[]).price_level is None


@pytest.mark.pages
def test_a_manager_prices_the_basket_and_head_office_keeps_it(browse, cast, places, visit):
    office, manager = browse(cast.office), browse(cast.rm_north)
    visit(office, "/prospecting/basket")
    assert office.post("/prospecting/basket", {"name1": RICE[0], "own1": "32.90", "name3": OIL[0]}).status_code == 422
    assert office.post("/prospecting/basket", {"name1": RICE[0], "own1": "32.90"}).status_code == 303
    assert manager.get("/prospecting/basket").status_code == 403
    assert RICE[0] in visit(manager, "/prospecting/surveys/new").html
    data = {"name": "裕华超市", "region_id": places.beijing.id, "surveyed_on": "2026-01-05", "price1": "35.90"}
    answer = manager.post("/prospecting/surveys", data)
    page = visit(manager, answer.location)
    assert "¥35.90" in page.text and "¥32.90" in page.text


@pytest.mark.pages
def test_a_form_from_before_the_basket_changed_still_means_the_same_good(app, browse, cast, places, visit):
    actions.set_basket([RICE, OIL], by=cast.office.viewer)
    actions.set_basket([OIL], by=cast.office.viewer)
    with app.test_request_context():
        assert [good.name for good, _field in survey_form(cast.rm_north.viewer, formdata=None).basket] == [OIL[0]]
    data = {"name": "裕华超市", "region_id": places.beijing.id, "surveyed_on": "2026-01-05", "price1": "35.90"}
    manager = browse(cast.rm_north)
    page = visit(manager, manager.post("/prospecting/surveys", data).location)
    assert RICE[0] in page.text and "¥35.90" in page.text


@pytest.mark.pages
def test_a_price_that_is_none_is_named_with_its_reason_above_the_form(browse, cast, places):
    actions.set_basket([RICE], by=cast.office.viewer)
    data = {"name": "裕华超市", "region_id": places.beijing.id, "surveyed_on": "2026-01-05", "price1": "三十五"}
    answer = browse(cast.rm_north).post("/prospecting/surveys", data)
    assert answer.status_code == 422
    summary = answer.get_data(as_text=True).split('id="errors"')[1].split("</ul>")[0]
    assert RICE[0] in summary and "金额写成 12.50 这样。" in summary
