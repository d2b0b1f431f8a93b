"""The pages of prospecting, as plain HTML and in parts."""

import io
import re

import pytest

from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.models import Prospect, Stage, TieKind, Track
from tests.builders_prospecting import (
    a_city,
    a_contact,
    a_prospect,
    a_risk,
    a_study,
    a_survey,
    an_appointment,
)

covers = ("C11", "C12", "C17")

pytestmark = pytest.mark.pages
PEOPLE = ["rm_north", "director", "office", "admin"]


@pytest.fixture
def things(cast, places):
    file, survey = a_city(), a_survey()
    actions.add_tie(places.beijing, TieKind.LIVES, by=cast.rm_north.viewer, from_year=2008)
    prospect = a_prospect(Track.SUPERMARKET, Stage.NEGOTIATING, name="永惠便民超市")
    a_contact(prospect)
    return {"city": file.id, "survey": survey.id, "prospect": prospect.id}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    "path",
    [
        "/prospecting/cities", "/prospecting/cities/{city}", "/prospecting/surveys", "/prospecting/surveys/{survey}",
        "/prospecting/prospects", "/prospecting/prospects?track=person", "/prospecting/prospects/rows",
        "/prospecting/prospects?only=stuck&q=yhbm", "/prospecting/prospects/{prospect}",
    ],
)  # fmt: skip
def test_who_may_look_sees_the_page(cast, browse, visit, things, who, path):
    visit(browse(getattr(cast, who)), path.format(**things))


@pytest.mark.parametrize(
    "path",
    [
        "/prospecting/cities/new", "/prospecting/surveys/new", "/prospecting/surveys/new?prospect={prospect}",
        "/prospecting/surveys/{survey}/edit", "/prospecting/prospects/new", "/prospecting/prospects/{prospect}/edit",
        "/prospecting/prospects/{prospect}/contacts/new",
    ],
)  # fmt: skip
def test_a_manager_sees_the_forms_and_head_office_does_not(cast, browse, visit, things, path):
    visit(browse(cast.rm_north), path.format(**things))
    assert browse(cast.office).get(path.format(**things)).status_code == 403


@pytest.mark.parametrize(
    "path", ["cities/{city}", "surveys/{survey}", "prospects/{prospect}", "prospects/{prospect}/edit"]
)
def test_the_south_does_not_see_the_north(cast, browse, things, path):
    assert browse(cast.rm_south).get("/prospecting/" + path.format(**things)).status_code == 404


@pytest.mark.promise("P22")
@pytest.mark.parametrize("path", ["cities", "surveys", "prospects", "prospects/rows", "prospects?format=csv"])
def test_lists_and_files_of_the_south_hold_nothing_of_the_north(cast, browse, things, path):
    text = browse(cast.rm_south).get(f"/prospecting/{path}").get_data(as_text=True)
    assert "北京" not in text and "恒客隆" not in text and "永惠" not in text


@pytest.mark.parametrize("name", ["cities", "surveys", "prospects", "prospects/rows"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_are_handed_out_as_files(cast, browse, things, name, kind):
    answer = browse(cast.rm_north).get(f"/prospecting/{name}?format={kind}")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]


def test_a_survey_with_a_photo_is_stored_and_shown(cast, browse, visit, places):
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(buffer, "PNG")
    data = {"name": "裕华超市", "region_id": places.beijing.id, "surveyed_on": clock.today().isoformat(), "h18": "42"}
    data |= {"photos": (io.BytesIO(buffer.getvalue()), "front.png")}
    browser = browse(cast.rm_north)
    answer = browser.post("/prospecting/surveys", data, content_type="multipart/form-data")
    assert answer.status_code == 303
    page = visit(browser, answer.location)
    assert "裕华超市" in page.text and "front.png" in page.html
    assert browser.post(f"{answer.location}/prospect").status_code == 303


def test_a_refusal_keeps_what_was_typed_and_says_what_is_missing(cast, browse, things):
    data = {"kind": "visit", "at": "2020-01-05T10:00", "result": "老板不在，过几天再来"}
    answer = browse(cast.rm_north).post(f"/prospecting/prospects/{things['prospect']}/contacts", data)
    assert answer.status_code == 422
    assert "老板不在，过几天再来" in answer.text and "写上下一步和哪天" in answer.text


def test_a_known_phone_asks_once_before_a_second_file(cast, browse, session, places):
    a_prospect(phone="13900002290", name="头一个")
    data = {"track": "person", "name": "任先生", "region_id": places.guangzhou.id, "phone": "139 0000 2290"}
    browser = browse(cast.rm_south)
    answer = browser.post("/prospecting/prospects", data)
    assert answer.status_code == 200 and "请先问总部" in answer.text and "头一个" not in answer.text
    assert browser.post("/prospecting/prospects", data | {"sure": "y"}).status_code == 303
    assert session.scalar(Prospect.seen_by(cast.rm_south.viewer)).name == "任先生"


def test_a_stage_that_lacks_something_says_so_on_the_prospect(cast, browse):
    prospect = a_prospect(Track.SUPERMARKET)
    answer = browse(cast.rm_north).post(f"/prospecting/prospects/{prospect.id}/stage", {"stage": "decision_maker"})
    assert answer.status_code == 422 and "还差真正做主的人的姓名" in answer.text


def test_head_office_hands_a_prospect_over(cast, browse, session):
    prospect = a_prospect()
    data = {"heir-owner_id": cast.director.user.id}
    assert browse(cast.admin).post(f"/prospecting/prospects/{prospect.id}/assignment", data).status_code == 403
    assert browse(cast.office).post(f"/prospecting/prospects/{prospect.id}/assignment", data).status_code == 303
    session.refresh(prospect)
    assert prospect.owner_id == cast.director.user.id


@pytest.mark.parametrize(
    "path",
    [
        "/prospecting/surveys", "/prospecting/prospects/rows", "/prospecting/risks", "/prospecting/people",
        "/prospecting/appointments?who=", "/prospecting/contacts?who=", "/prospecting/studies?form=",
    ],
)  # fmt: skip
def test_a_list_narrowed_to_what_is_beyond_ones_reach_is_empty(cast, places, browse, visit, path):
    a_survey()
    prospect = a_prospect(Track.PERSON)
    a_contact(prospect)
    a_risk(prospect)
    an_appointment(prospect)
    a_study()
    browser, key = browse(cast.rm_north), "" if path.endswith("=") else "?city="
    assert "<tbody>" in visit(browser, f"{path}{key}").html
    for beyond in (places.guangzhou.id, 999_999, "abc"):
        assert "<tbody>" not in visit(browser, f"{path}{key}{beyond}").html


def test_the_list_is_read_in_the_order_of_its_index(cast, browse, count_statements, session):
    """Head office's, which no city narrows: otherwise every prospect there is would be sorted for fifty of them."""
    a_prospect()
    session.commit()
    with count_statements() as seen:
        browse(cast.office).get("/prospecting/prospects/rows?sort=next_on")
    (asked,) = [statement for statement in seen if "coalesce(prospect.next_on" in statement]
    ordered = asked[asked.index("ORDER BY") :].split("LIMIT")[0]
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT id FROM prospect {ordered} LIMIT 51").all()
        assert len(plan) == 1 and "ix_prospect_steps" in plan[0][3]
    else:  # a handful of rows PostgreSQL would rather sort
        connection.exec_driver_sql("SET LOCAL enable_sort = off")
        plan = connection.exec_driver_sql(f"EXPLAIN SELECT id FROM prospect {ordered} LIMIT 51").all()
        assert "ix_prospect_steps" in plan[1][0]


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/prospecting/prospects", {"track": "", "region_id": "", "name": "", "phone": "1", "next_on": "bald"}),
        (
            "/prospecting/prospects/{prospect}/contacts",
            {"kind": "", "at": "", "minutes": "x", "next_on": "soon", "next_time": "late", "open_reason": "长" * 201},
        ),
    ],
)
def test_what_is_wrong_is_summed_up_in_the_order_of_the_page(cast, browse, things, path, wrong):
    answer = browse(cast.rm_north).post(path.format(**things), wrong)
    named = [name.removesuffix("-0") for name in re.findall(r'<li><a href="#([^"]+)"', answer.text)]
    assert answer.status_code == 422 and sorted(named) == sorted(wrong)
    assert named == sorted(named, key=lambda name: answer.text.index(f'id="field-{name}"'))
