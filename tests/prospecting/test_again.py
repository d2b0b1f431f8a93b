"""A second survey of the same shop shows the change (C10)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.prospecting import actions, queries
from portal.prospecting.compared import compared
from portal.prospecting.invariants_surveys import troubles_of_surveys
from portal.prospecting.models import Freshness, Survey
from tests.builders_prospecting import a_prospect, a_survey

covers = ("C10",)
LATE = {"surveyed_on": clock.today()}
EARLY = {"surveyed_on": clock.today() - timedelta(days=60)}


def test_ten_minutes_count_for_the_whole_hour():
    assert Survey(footfall={"18": 9, "12": 5}, minutes=10).hourly == pytest.approx(42)
    assert Survey(footfall={"18": 9}, minutes=60).hourly == pytest.approx(9)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({}, {}, True),
        ({"name": "永辉超市"}, {"name": "恒客隆 超市"}, True),  # the address is the same
        ({"address": ""}, {}, True),
        ({"address": "垡头西里 9 号"}, {}, False),  # a chain has many shops of one name
        ({"address": "垡头 西里8号"}, {}, True),
        ({"address": "北京市朝阳区垡头西里 8"}, {}, True),
        ({"address": "北京市朝阳区垡头西里 18"}, {}, False),
        ({"name": "永辉超市", "address": ""}, {}, False),
    ],
)
def test_a_shop_is_known_by_its_address_else_by_its_name(cast, first, second, same):
    one, two = a_survey(**EARLY, **first), a_survey(**second)
    assert (two.shop == one.shop) is same


def test_all_surveys_of_a_shop_hang_on_its_first(cast):
    first, second, third = a_survey(**EARLY), a_survey(), a_survey()
    assert [s.shop_id for s in (first, second, third)] == [None, first.id, first.id]
    assert queries.of_shop(second, cast.rm_north.viewer) == [third, second, first]


def test_another_citys_shop_of_that_name_is_another(places, cast):
    one = a_survey()
    assert a_survey(places.guangzhou, by=cast.rm_south.viewer).shop != one.shop


def test_a_survey_named_as_the_shops_own_is_linked_whatever_it_is_called(cast):
    one = a_survey(**EARLY)
    assert a_survey(name="换了招牌", address="别处", again=one).shop == one.id
    prospect = a_prospect(survey=one)
    assert a_survey(name="又换了", address="再别处", prospect=prospect).shop == one.id


def test_the_prospect_of_a_shop_is_made_once_whichever_survey_is_tapped(cast):
    first, second = a_survey(**EARLY), a_survey()
    made = actions.make_prospect(first, by=cast.rm_north.viewer)
    assert actions.make_prospect(second, by=cast.rm_north.viewer) is made


def test_what_changed_is_said_from_the_survey_before_to_the_newest(app, cast):
    old = a_survey(footfall={"18": 90}, shelf_gaps=3, freshness=Freshness.FRESH, **EARLY)
    new = a_survey(footfall={"18": 45}, shelf_gaps=11, freshness=Freshness.STALE, staff=None)
    with app.test_request_context():
        rows = {row.label: row for row in compared([new, old]).rows}
    said = {label: row.change for label, row in rows.items() if row.change}
    assert said == {"每小时人数": "−45", "货架空位": "+8", "新鲜程度": "变了"}
    assert rows["收银台数"].known and not rows["收银台数"].change
    assert "员工" not in rows


def test_a_shop_is_not_compared_with_itself(cast):
    first = a_survey(**EARLY)
    for n in range(3):
        a_survey(name=f"别家 {n}", address=f"东街 {n} 号")
    again = a_survey()
    assert first not in queries.peers(again, cast.rm_north.viewer)
    assert len(queries.peers(again, cast.rm_north.viewer)) == len(queries.peers(first, cast.rm_north.viewer)) == 3


@pytest.mark.pages
def test_a_second_survey_begins_with_what_is_known_and_shows_both(browse, cast, visit):
    first = a_survey(freshness=Freshness.FRESH, **EARLY)
    manager = browse(cast.rm_north)
    form = visit(manager, f"/prospecting/surveys/new?again={first.id}")
    assert "恒客隆超市" in form.html and "垡头西里 8 号" in form.html
    data = {"name": "恒客隆超市", "region_id": first.region_id, "surveyed_on": clock.today().isoformat(), "h18": "12"}
    answer = manager.post("/prospecting/surveys", data | {"again_id": str(first.id), "minutes": "10"})
    page = visit(manager, answer.location)
    assert "调研过 2 次" in page.text and "+72" not in page.text and "−18" in page.text  # 72 an hour after 90
    visit(browse(cast.rm_south), f"/prospecting/surveys/new?again={first.id}", 404)


@pytest.mark.pages
@pytest.mark.parametrize("path", ["surveys", "surveys/{survey}", "surveys/new"])
def test_a_page_of_surveys_costs_the_same_however_many_there_are(browse, cast, count_statements, path):
    survey, manager = a_survey(**EARLY), browse(cast.rm_north)
    path = f"/prospecting/{path.format(survey=survey.id)}"
    a_survey()
    manager.get(path)
    with count_statements() as few:
        assert manager.get(path).status_code == 200
    for n in range(6):
        a_survey(name=f"别家 {n}", address=f"东街 {n} 号")
        a_survey()
    with count_statements() as many:
        manager.get(path)
    assert len(many) == len(few)


def test_a_shop_that_is_no_first_survey_is_found_by_verify(cast, session):
    first, second = a_survey(**EARLY), a_survey()
    assert troubles_of_surveys() == []
    first.shop_id = second.id
    session.flush()
    named = [sentence.partition(":")[0] for sentence in troubles_of_surveys()]
    assert named == [f"survey {first.id}", f"survey {second.id}"]
